// Objectives: reading and writing local values through their maps to global objectives (SN 3.10.3),
// statuses derived from thresholds, and taking over what content reported.
//
// A known global value that a map reads goes before the local one. Satisfaction and measure are
// read from there alone: while nobody has written them, they are unknown, whatever the activity
// itself reached. Reading is live: nothing is copied from a global objective into an activity.
#include "sequencing/engine.hpp"

namespace scorm::sequencing {

namespace {

constexpr FieldAccess<bool> kSatisfiedField{&ObjectiveProgress::satisfied,
                                            &ObjectiveMap::read_satisfied,
                                            &ObjectiveMap::write_satisfied, "satisfied", true};
constexpr FieldAccess<Real> kMeasureField{&ObjectiveProgress::measure, &ObjectiveMap::read_measure,
                                          &ObjectiveMap::write_measure, "measure", true};
constexpr FieldAccess<Real> kRawField{&ObjectiveProgress::raw, &ObjectiveMap::read_raw,
                                      &ObjectiveMap::write_raw, "raw"};
constexpr FieldAccess<Real> kMinField{&ObjectiveProgress::min, &ObjectiveMap::read_min,
                                      &ObjectiveMap::write_min, "min"};
constexpr FieldAccess<Real> kMaxField{&ObjectiveProgress::max, &ObjectiveMap::read_max,
                                      &ObjectiveMap::write_max, "max"};
constexpr FieldAccess<bool> kCompletedField{&ObjectiveProgress::completed,
                                            &ObjectiveMap::read_completion,
                                            &ObjectiveMap::write_completion, "completed"};
constexpr FieldAccess<Real> kProgressField{&ObjectiveProgress::progress,
                                           &ObjectiveMap::read_progress,
                                           &ObjectiveMap::write_progress, "progress"};

std::optional<bool> reaches(std::optional<Real> value, Real threshold) {
    if (!value) return std::nullopt;
    return *value >= threshold;
}

}  // namespace

template <typename T>
std::optional<T> Engine::read(std::int32_t a, std::size_t o, FieldAccess<T> field,
                              bool ignore_local) const {
    bool mapped = false;
    for (const MapRef& ref : store_.maps(a, o)) {
        if (!(ref.map->*field.read)) continue;
        const std::optional<T>& value = store_.global(ref.global).*field.value;
        if (value) return value;
        mapped = true;
    }
    if (ignore_local || (mapped && field.in_place_of_local)) return std::nullopt;
    return store_.local(a, o).*field.value;
}

template <typename T>
void Engine::write(std::int32_t a, std::size_t o, FieldAccess<T> field, std::optional<T> value) {
    const bool was_known = (store_.local(a, o).*field.value).has_value();
    if (tracing()) note_value(a, o, field.name, store_.local(a, o).*field.value, value);
    if (store_.local(a, o).*field.value != value) store_.edit_local(a, o).*field.value = value;
    if (value || was_known) write_maps(a, o, field, value);
}

template <typename T>
void Engine::write_maps(std::int32_t a, std::size_t o, FieldAccess<T> field,
                        std::optional<T> value) {
    for (const MapRef& ref : store_.maps(a, o)) {
        if (!(ref.map->*field.write) || store_.global(ref.global).*field.value == value) continue;
        if (tracing())
            note_global(ref.global, field.name, store_.global(ref.global).*field.value, value);
        store_.edit_global(ref.global).*field.value = value;
        written_globals_.push_back(ref.global);
    }
}

// Objective Progress Status and Satisfied Status. `for_rollup`: values of an earlier attempt on the
// parent do not count.
std::optional<bool> Engine::satisfied(std::int32_t a, std::size_t o, bool for_rollup) const {
    const Objective& objective = store_.objective(a, o);
    const bool stale = for_rollup && tracking(a).objective_stale;
    if (!objective.satisfied_by_measure) return read(a, o, kSatisfiedField, stale);
    const bool judged = tree().sequencing(a).rollup_considerations.measure_satisfaction_if_active;
    if (tracking(a).active && !judged) return std::nullopt;
    return reaches(read(a, o, kMeasureField, stale),
                   objective.minimum_satisfied_normalized_measure);
}

// Objective Measure Status and Normalized Measure
std::optional<Real> Engine::measure(std::int32_t a, std::size_t o, bool for_rollup) const {
    return read(a, o, kMeasureField, for_rollup && tracking(a).objective_stale);
}

// Attempt Progress Status and Completion Status
std::optional<bool> Engine::completed(std::int32_t a, std::size_t o, bool for_rollup) const {
    const CompletionThreshold& threshold = tree().activity(a).completion_threshold;
    const bool stale = for_rollup && tracking(a).progress_stale;
    if (o != 0 || !threshold.completed_by_measure) return read(a, o, kCompletedField, stale);
    return reaches(read(a, o, kProgressField, stale), threshold.minimum_progress_measure);
}

// Attempt Completion Amount Status and Completion Amount
std::optional<Real> Engine::progress(std::int32_t a, std::size_t o, bool for_rollup) const {
    return read(a, o, kProgressField, for_rollup && tracking(a).progress_stale);
}

void Engine::set_satisfied(std::int32_t a, std::optional<bool> value) {
    if (tracking(a).objective_stale) store_.edit_tracking(a).objective_stale = false;
    write(a, 0, kSatisfiedField, value);
}

/// A measure that is no longer known takes the status that followed from it along.
void Engine::set_measure(std::int32_t a, std::optional<Real> value) {
    if (tracking(a).objective_stale) store_.edit_tracking(a).objective_stale = false;
    const bool lost = store_.local(a, 0).measure && !value;
    write(a, 0, kMeasureField, value);
    if (lost && store_.objective(a, 0).satisfied_by_measure)
        write_maps(a, 0, kSatisfiedField, std::optional<bool>());
}

void Engine::set_completed(std::int32_t a, std::optional<bool> value) {
    if (tracking(a).progress_stale) store_.edit_tracking(a).progress_stale = false;
    write(a, 0, kCompletedField, value);
}

void Engine::set_progress(std::int32_t a, std::optional<Real> value) {
    if (tracking(a).progress_stale) store_.edit_tracking(a).progress_stale = false;
    const bool lost = store_.local(a, 0).progress && !value;
    write(a, 0, kProgressField, value);
    if (lost && tree().activity(a).completion_threshold.completed_by_measure)
        write_maps(a, 0, kCompletedField, std::optional<bool>());
}

/// Values of objective `o` as rules see them, including what the running content reported.
ObjectiveProgress Engine::effective(std::int32_t a, std::size_t o) const {
    ObjectiveProgress values = recorded(a, o);
    const CompletionThreshold& threshold = tree().activity(a).completion_threshold;
    if (o == 0 && threshold.completed_by_measure) {
        values.completed = reaches(values.progress, threshold.minimum_progress_measure);
    }
    return values;
}

/// The same as content's record in cmi.objectives has it: the threshold belongs to the activity, so
/// completion is what was set or read.
ObjectiveProgress Engine::recorded(std::int32_t a, std::size_t o) const {
    ObjectiveProgress values{read(a, o, kSatisfiedField, false), read(a, o, kMeasureField, false),
                             read(a, o, kRawField, false),       read(a, o, kMinField, false),
                             read(a, o, kMaxField, false),       read(a, o, kCompletedField, false),
                             read(a, o, kProgressField, false)};
    if (a == delivered() && o < store_.reports().size()) {
        const Report& report = store_.reports()[o];
        if (report.set & kSatisfied) values.satisfied = report.values.satisfied;
        if (report.set & kMeasure) values.measure = report.values.measure;
        if (report.set & kRaw) values.raw = report.values.raw;
        if (report.set & kMin) values.min = report.values.min;
        if (report.set & kMax) values.max = report.values.max;
        if (report.set & kCompleted) values.completed = report.values.completed;
        if (report.set & kProgress) values.progress = report.values.progress;
    }
    const Objective& objective = store_.objective(a, o);
    if (objective.satisfied_by_measure) {
        values.satisfied = reaches(values.measure, objective.minimum_satisfied_normalized_measure);
    }
    return values;
}

// The content's values become the activity's (RTE 4.1.1): what it did not set stays as it is. An
// "unknown" that it did set makes global objectives unknown too.
void Engine::take_over_reports(std::int32_t a) {
    if (store_.reports().empty()) return;
    store_.edit_tracking(a).suspended = store_.scalars().suspend_on_exit;
    if (!record_ || !tree().sequencing(a).delivery.tracked) return;
    const bool by_progress = tree().activity(a).completion_threshold.completed_by_measure;
    for (std::size_t o = 0; o < store_.reports().size(); ++o) {
        const Report& report = store_.reports()[o];
        const ObjectiveProgress& values = report.values;
        const bool by_measure = store_.objective(a, o).satisfied_by_measure;
        if (report.set & kMeasure) write(a, o, kMeasureField, values.measure);
        if (report.set & kRaw) write(a, o, kRawField, values.raw);
        if (report.set & kMin) write(a, o, kMinField, values.min);
        if (report.set & kMax) write(a, o, kMaxField, values.max);
        if (report.set & kProgress) write(a, o, kProgressField, values.progress);
        if ((report.set & kSatisfied) && !by_measure) {
            write(a, o, kSatisfiedField, values.satisfied);
            if (!values.satisfied) write_maps(a, o, kSatisfiedField, values.satisfied);
        }
        if ((report.set & kCompleted) && !(o == 0 && by_progress)) {
            write(a, o, kCompletedField, values.completed);
            if (!values.completed) write_maps(a, o, kCompletedField, values.completed);
        }
    }
    ActivityTracking& state = store_.edit_tracking(a);
    if (store_.reports()[0].set & (kSatisfied | kMeasure)) state.objective_stale = false;
    if (store_.reports()[0].set & (kCompleted | kProgress)) state.progress_stale = false;
}

// UP.4: an attempt that ends counts as completed and satisfied unless the content has the say, or
// said something else, be it "unknown".
void Engine::set_unreported_status(std::int32_t a) {
    const DeliveryControls& delivery = tree().sequencing(a).delivery;
    if (!record_ || !delivery.tracked || store_.reports().empty()) return;
    const std::uint8_t set = store_.reports()[0].set;
    const bool by_progress = tree().activity(a).completion_threshold.completed_by_measure;
    const bool by_measure = store_.objective(a, 0).satisfied_by_measure;
    const bool scorm12 = tree().course().edition == Edition::Scorm12;
    const bool content_completes =
        delivery.completion_set_by_content || (scorm12 && tree().activity(a).sco);
    if (!content_completes && !by_progress && !(set & kCompleted) && !completed(a, 0)) {
        set_completed(a, true);
    }
    const bool content_satisfies = delivery.objective_set_by_content || scorm12;
    if (!content_satisfies && !by_measure && !(set & kSatisfied) && !satisfied(a, 0)) {
        set_satisfied(a, true);
    }
}

/// Statuses that follow from a measure are not stored, but global objectives get them too.
void Engine::write_derived_status(std::int32_t a) {
    if (!record_ || !tree().sequencing(a).delivery.tracked) return;
    const bool judged = tree().sequencing(a).rollup_considerations.measure_satisfaction_if_active;
    for (std::size_t o = 0; o < store_.objective_count(a); ++o) {
        const Objective& objective = store_.objective(a, o);
        const std::optional<Real>& reached = store_.local(a, o).measure;
        if (!objective.satisfied_by_measure || !reached || (tracking(a).active && !judged))
            continue;
        const bool enough = *reached >= objective.minimum_satisfied_normalized_measure;
        write_maps(a, o, kSatisfiedField, std::optional<bool>(enough));
    }
    const bool by_progress = tree().activity(a).completion_threshold.completed_by_measure;
    if (by_progress && store_.local(a, 0).progress) {
        if (const auto value = completed(a, 0)) write_maps(a, 0, kCompletedField, value);
    }
}

/// A new attempt starts with nothing known; global objectives keep what they have.
void Engine::clear_local(std::int32_t a) {
    for (std::size_t o = 0; o < store_.objective_count(a); ++o) {
        if (store_.local(a, o) == ObjectiveProgress{}) continue;
        if (tracing()) note_reset(a, o, store_.local(a, o), {});
        store_.edit_local(a, o) = {};
    }
    ActivityTracking& state = store_.edit_tracking(a);
    state.objective_stale = false;
    state.progress_stale = false;
}

}  // namespace scorm::sequencing
