#include "sequencing/activity_tree.hpp"

#include "sequencing/engine.hpp"

namespace scorm {

using sequencing::Engine;
using sequencing::Report;

ActivityTree::ActivityTree(const Course& course, const Options& options,
                           const std::vector<GlobalObjective>& known)
    : engine_(std::make_unique<Engine>(course, options)) {
    engine_->prepare_clusters();
    engine_->set_known_globals(known);
}

ActivityTree::ActivityTree(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}

ActivityTree::~ActivityTree() = default;

std::unique_ptr<ActivityTree> ActivityTree::open(const Course& course, const Options& options,
                                                 const std::vector<GlobalObjective>& known,
                                                 const json::Value& state) {
    auto engine = std::make_unique<Engine>(course, options);
    if (!engine->read_state(state)) return nullptr;
    engine->set_known_globals(known);
    return std::unique_ptr<ActivityTree>(new ActivityTree(std::move(engine)));
}

void ActivityTree::write(json::Writer& out) const { engine_->write_state(out); }

RequestResult ActivityTree::request(Navigation navigation, std::int32_t target, Millis now) {
    return engine_->overall_sequencing(navigation, target, now);
}

std::int32_t ActivityTree::delivered() const { return engine_->delivered(); }

namespace {

/// Notes what the content of the delivered activity set.
template <typename T>
void report(Engine& engine, std::size_t objective, sequencing::Field field,
            std::optional<T> ObjectiveProgress::*member, std::optional<T> value) {
    std::vector<Report>& reports = engine.store().edit_reports();
    if (engine.delivered() < 0 || objective >= reports.size()) return;
    reports[objective].values.*member = value;
    reports[objective].set |= field;
    engine.changed();
}

}  // namespace

void ActivityTree::report_satisfied(std::size_t objective, std::optional<bool> satisfied) {
    report(*engine_, objective, sequencing::kSatisfied, &ObjectiveProgress::satisfied, satisfied);
}

void ActivityTree::report_measure(std::size_t objective, std::optional<Real> measure) {
    report(*engine_, objective, sequencing::kMeasure, &ObjectiveProgress::measure, measure);
}

void ActivityTree::report_raw(std::size_t objective, std::optional<Real> raw) {
    report(*engine_, objective, sequencing::kRaw, &ObjectiveProgress::raw, raw);
}

void ActivityTree::report_min(std::size_t objective, std::optional<Real> min) {
    report(*engine_, objective, sequencing::kMin, &ObjectiveProgress::min, min);
}

void ActivityTree::report_max(std::size_t objective, std::optional<Real> max) {
    report(*engine_, objective, sequencing::kMax, &ObjectiveProgress::max, max);
}

void ActivityTree::report_objective_completed(std::size_t objective,
                                              std::optional<bool> completed) {
    report(*engine_, objective, sequencing::kCompleted, &ObjectiveProgress::completed, completed);
}

void ActivityTree::report_objective_progress(std::size_t objective, std::optional<Real> progress) {
    report(*engine_, objective, sequencing::kProgress, &ObjectiveProgress::progress, progress);
}

void ActivityTree::report_suspended(bool suspended) {
    if (delivered() < 0) return;
    engine_->store().scalars().suspend_on_exit = suspended;
    engine_->changed();
}

void ActivityTree::set_locked(std::vector<bool> locked) { engine_->set_locked(std::move(locked)); }

ObjectiveProgress ActivityTree::objective(std::int32_t activity, std::size_t objective) const {
    return engine_->effective(activity, objective);
}

ObjectiveProgress ActivityTree::recorded_objective(std::int32_t activity,
                                                   std::size_t objective) const {
    return engine_->recorded(activity, objective);
}

const ActivityTracking& ActivityTree::tracking(std::int32_t activity) const {
    return engine_->store().tracking(activity);
}

std::int32_t ActivityTree::current() const { return engine_->store().scalars().current; }
std::int32_t ActivityTree::suspended() const { return engine_->store().scalars().suspended; }
const Validity& ActivityTree::validity() const { return engine_->validity(); }
const std::vector<ContentsEntry>& ActivityTree::contents() const { return engine_->contents(); }

void ActivityTree::trace_into(Trace* trace) { engine_->trace_into(trace); }
void ActivityTree::note_first_selection() { engine_->note_first_selection(); }

std::vector<GlobalObjective> ActivityTree::take_objectives() { return engine_->take_objectives(); }

}  // namespace scorm
