// What moves between the run-time data of the delivered content and the activity tree: into the
// data when it is delivered, into the tree when content sets something (RTE 4.2, SN 4.2).
#include "api/names.hpp"
#include "api/session_impl.hpp"
#include "model/validators.hpp"

#include <algorithm>

namespace scorm {

namespace {

/// Longest time that is added up, about three hundred years: what content reports has no other
/// limit.
constexpr std::int64_t kMaxTime = 10'000'000'000'000;

std::string_view entry_word(Entry entry) {
    switch (entry) {
        case Entry::AbInitio:
            return "ab-initio";
        case Entry::Resume:
            return "resume";
        case Entry::Neither:
            break;
    }
    return "";
}

std::string_view mode_word(Mode mode) {
    if (mode == Mode::Browse) return "browse";
    return mode == Mode::Review ? "review" : "normal";
}

std::string_view time_limit_word(TimeLimitAction action) {
    switch (action) {
        case TimeLimitAction::ContinueNoMessage:
            break;
        case TimeLimitAction::ContinueMessage:
            return "continue,message";
        case TimeLimitAction::ExitNoMessage:
            return "exit,no message";
        case TimeLimitAction::ExitMessage:
            return "exit,message";
    }
    return "continue,no message";
}

/// Thresholds are written as decimals: the ruling, and manifests, say "1.0".
std::string threshold_text(Real threshold) {
    std::string text = threshold.text();
    if (text.find('.') == std::string::npos) text += ".0";
    return text;
}

std::optional<bool> status(std::string_view text, std::string_view yes, std::string_view unknown) {
    if (text == unknown) return std::nullopt;
    return text == yes;
}

}  // namespace

// --- Into the data
// -----------------------------------------------------------------------------------

/// What the content may read but not set. Needed again after a state was read, which does not hold
/// it.
void SessionImpl::fill() {
    if (is_12())
        fill_12(activity());
    else
        fill_2004(activity());
}

void SessionImpl::fill_2004(const Activity& activity) {
    CmiData& cmi = this->cmi();
    const bool credit = opening_.credit && opening_.mode == Mode::Normal;
    cmi.put("cmi.learner_id", opening_.learner.id);
    cmi.put("cmi.learner_name", opening_.learner.name);
    cmi.put("cmi.credit", credit ? "credit" : "no-credit");
    cmi.put("cmi.mode", mode_word(opening_.mode));
    cmi.put("cmi.entry", entry_word(data().entry));
    cmi.put("cmi.total_time", interval_text(data().attempt_time));
    if (!activity.data_from_lms.empty()) cmi.put("cmi.launch_data", activity.data_from_lms);
    if (activity.time_limit_action)
        cmi.put("cmi.time_limit_action", time_limit_word(*activity.time_limit_action));
    const LimitConditions& limits = activity.sequencing.limits;
    if (parse_interval(limits.attempt_absolute_duration_text))
        cmi.put("cmi.max_time_allowed", limits.attempt_absolute_duration_text);
    else if (limits.attempt_absolute_duration)
        cmi.put("cmi.max_time_allowed", interval_text(*limits.attempt_absolute_duration));
    if (activity.completion_threshold.completed_by_measure)
        cmi.put("cmi.completion_threshold",
                threshold_text(activity.completion_threshold.minimum_progress_measure));
    const Objective& primary = activity.sequencing.objectives.front();
    if (primary.satisfied_by_measure)
        cmi.put("cmi.scaled_passing_score",
                threshold_text(primary.minimum_satisfied_normalized_measure));
    if (model_.find("adl.data") != nullptr) fill_shared_data(activity);
}

/// RTE 4.2.17: one record for each objective that has an id, with what is known of it. Values from
/// global objectives outrank those that were suspended. The content's own status and scores belong
/// to its attempt and never come from its primary objective.
void SessionImpl::fill_objectives(const Activity& activity) {
    const std::vector<Objective>& objectives = activity.sequencing.objectives;
    for (std::size_t i = 0; i < objectives.size(); ++i) {
        const std::string& id = objectives[i].id;
        if (id.empty()) continue;
        std::size_t record = 0;
        const std::size_t count = cmi().count(Layout::Objectives);
        while (record < count && cmi().stored("cmi.objectives.n.id", record) != id) ++record;
        if (record == count) {
            cmi().add_record(Layout::Objectives);
            cmi().put("cmi.objectives.n.id", id, record);
        }
        take_from_objective(i, record);
    }
}

/// Puts what the tree knows of an objective, leaving the text alone where it says the same already.
void SessionImpl::take_from_objective(std::size_t objective, std::size_t record) {
    const ObjectiveProgress known = tree_->recorded_objective(delivered_, objective);
    const auto maps = [this](std::string_view element) {
        return model_.find(element)->element->effect != Effect::Record;
    };
    const auto put_word = [&](std::string_view element, std::optional<bool> value,
                              std::string_view yes, std::string_view no) {
        // "not attempted" says no more than "incomplete", so it may stay.
        const std::string_view stored = cmi().stored(element, record);
        if (!value || !maps(element) || (!*value && stored == "not attempted")) return;
        if (stored != (*value ? yes : no)) cmi().put(element, *value ? yes : no, record);
    };
    const auto put_number = [&](std::string_view element, std::optional<Real> value) {
        if (value && maps(element) && Real::parse(cmi().stored(element, record)) != value)
            cmi().put(element, value->text(), record);
    };
    put_word("cmi.objectives.n.success_status", known.satisfied, "passed", "failed");
    put_word("cmi.objectives.n.completion_status", known.completed, "completed", "incomplete");
    put_number("cmi.objectives.n.progress_measure", known.progress);
    put_number("cmi.objectives.n.score.scaled", known.measure);
    put_number("cmi.objectives.n.score.raw", known.raw);
    put_number("cmi.objectives.n.score.min", known.min);
    put_number("cmi.objectives.n.score.max", known.max);
}

void SessionImpl::fill_shared_data(const Activity& activity) {
    for (std::size_t i = 0; i < activity.shared_data.size(); ++i) {
        const std::string& id = activity.shared_data[i].target;
        if (i >= cmi().count(Layout::SharedData)) cmi().add_record(Layout::SharedData);
        cmi().put("adl.data.n.id", id, i);
        cmi().put("adl.data.n.store", bucket(id)->store, i);
    }
}

void SessionImpl::fill_12(const Activity& activity) {
    CmiData& cmi = this->cmi();
    const bool credit = opening_.credit && opening_.mode == Mode::Normal;
    cmi.put("cmi.core.student_id", opening_.learner.id);
    cmi.put("cmi.core.student_name", opening_.learner.name);
    cmi.put("cmi.core.credit", credit ? "credit" : "no-credit");
    cmi.put("cmi.core.lesson_mode", mode_word(opening_.mode));
    cmi.put("cmi.core.entry", entry_word(data().entry));
    cmi.put("cmi.core.total_time", timespan_text(data().attempt_time));
    cmi.put("cmi.launch_data", activity.data_from_lms);
    cmi.put("cmi.student_data.mastery_score", activity.mastery_score);
    if (parse_timespan(activity.max_time_allowed_text))
        cmi.put("cmi.student_data.max_time_allowed", activity.max_time_allowed_text);
    else if (activity.max_time_allowed)
        cmi.put("cmi.student_data.max_time_allowed", timespan_text(*activity.max_time_allowed));
    if (activity.time_limit_action)
        cmi.put("cmi.student_data.time_limit_action", time_limit_word(*activity.time_limit_action));
}

// --- Into the tree
// -----------------------------------------------------------------------------------

/// Content set an element: tells the tree.
void SessionImpl::report(const Path& path) {
    const Row& row = *path.row;
    const Effect effect = row.element->effect;
    if (row.layout == Layout::Interactions || row.layout == Layout::InteractionObjectives ||
        row.layout == Layout::CorrectResponses) {
        if (touched_.empty() || touched_.back() != delivered_) touched_.push_back(delivered_);
    }
    if (effect == Effect::None || effect == Effect::Record || effect == Effect::Append) return;
    changed();
    const std::string_view text = cmi().stored(row.element->path, path.index[0]);
    if (effect == Effect::Shared) {
        Bucket& target = *bucket(activity().shared_data[path.index[0]].target);
        target.store = text;
        target.changed = true;
    } else if (is_12()) {
        if (effect == Effect::Status12) {
            note_own(effect, text);
            data().concluded = false;
        }
        report_12();
        update_locks();
    } else if (row.layout == Layout::Root) {
        note_own(effect, text);
        report_value(0, effect, text);
    } else {
        const std::int32_t objective = objective_of_record(path.index[0]);
        if (objective < 0 || (objective == 0 && has_own(effect))) return;
        report_value(static_cast<std::size_t>(objective), effect, text);
    }
}

/// What content sets on itself outranks what it sets on the record of its primary objective, in
/// whatever order; but an unknown success says nothing.
void SessionImpl::note_own(Effect effect, std::string_view text) {
    const std::uint32_t bit = 1U << static_cast<unsigned>(effect);
    const bool silent = effect == Effect::Success && text == "unknown";
    own_values_ = silent ? own_values_ & ~bit : own_values_ | bit;
}

bool SessionImpl::has_own(Effect effect) const {
    return ((own_values_ >> static_cast<unsigned>(effect)) & 1U) != 0;
}

void SessionImpl::report_value(std::size_t objective, Effect effect, std::string_view text) {
    switch (effect) {
        case Effect::Completion:
            tree_->report_objective_completed(objective, status(text, "completed", "unknown"));
            break;
        case Effect::Success:
            tree_->report_satisfied(objective, status(text, "passed", "unknown"));
            break;
        case Effect::Progress:
            tree_->report_objective_progress(objective, Real::parse(text));
            break;
        case Effect::Scaled:
            tree_->report_measure(objective, Real::parse(text));
            break;
        case Effect::Raw:
            tree_->report_raw(objective, Real::parse(text));
            break;
        case Effect::Min:
            tree_->report_min(objective, Real::parse(text));
            break;
        case Effect::Max:
            tree_->report_max(objective, Real::parse(text));
            break;
        case Effect::None:
        case Effect::Record:
        case Effect::Append:
        case Effect::Status12:
        case Effect::Shared:
            break;
    }
}

/// The sequencing objective that a record of cmi.objectives stands for; -1 for one that content
/// made.
std::int32_t SessionImpl::objective_of_record(std::size_t record) const {
    const std::string_view id = data().cmi->stored("cmi.objectives.n.id", record);
    const std::vector<Objective>& objectives = activity().sequencing.objectives;
    for (std::size_t i = 0; i < objectives.size(); ++i)
        if (!id.empty() && objectives[i].id == id) return static_cast<std::int32_t>(i);
    return -1;
}

/// SCORM 1.2 has one word for completion and success. A failed activity is not completed: it is to
/// be taken again. Content that says "incomplete" when it is left has not taken its fail back.
void SessionImpl::report_12() {
    const std::string_view word = status_12(delivered_);
    const bool passed = word == "passed";
    const bool completed = passed || word == "completed";
    data().failed = word == "failed" || (data().failed && !completed);
    tree_->report_completed(completed);
    tree_->report_satisfied(0,
                            passed || data().failed ? std::optional<bool>(passed) : std::nullopt);
    tree_->report_measure(0, leaf_score_12(data()));
}

// --- The end of a communication session
// --------------------------------------------------------------

/// Content terminated, or went away without doing so.
void SessionImpl::end_communication(End end) {
    const bool terminated = end == End::Finished;
    if (tracing() && !terminated) trace_->add(TraceKind::Unload, delivered_);
    communication_ = Communication::Terminated;
    terminated_ = terminated;
    changed();
    const std::string_view text =
        cmi().stored(is_12() ? "cmi.core.session_time" : "cmi.session_time");
    const auto time = is_12() ? parse_timespan(text) : parse_interval(text);
    data().last_session = std::min(time.value_or(0), kMaxTime);
    data().attempt_time = std::min(data().attempt_time + data().last_session, kMaxTime);
    data().total_time = std::min(data().total_time + data().last_session, kMaxTime);
    if (is_12())
        end_12(end);
    else
        tree_->report_suspended(cmi().value("cmi.exit") == "suspend");
    if (terminated) note_exit_request();
}

/// RTE 1.2, 3.4.4 cmi.core.lesson_status, and 2-19 of its conformance requirements: content that says
/// nothing is completed when it finishes or the learner goes elsewhere, and for credit a mastery score
/// decides between passed and failed, except where the content says that it is incomplete.
void SessionImpl::end_12(End end) {
    const bool silent = cmi().value("cmi.core.lesson_status") == "not attempted";
    if (silent && opening_.mode == Mode::Browse)
        put_status_12("browsed", "lesson_mode browse");
    else if (silent && end != End::Interrupted) {
        put_status_12("completed", "no lesson_status set");
        data().concluded = true;
    }
    const std::string_view status = cmi().value("cmi.core.lesson_status");
    const std::string_view judged = judged_12(delivered_, status);
    if (judged != status) put_status_12(judged, "mastery_score " + activity().mastery_score);
    report_12();
    update_locks();
}

/// What the content asked for when it terminated: its exit value first (RTE 4.2.8), then
/// adl.nav.request (SN 5.6.4).
void SessionImpl::note_exit_request() {
    const std::string_view exit = cmi().value(is_12() ? "cmi.core.exit" : "cmi.exit");
    if (exit == "logout" || (exit == "time-out" && !is_12())) {
        pending_ = Navigation::ExitAll;
        return;
    }
    if (is_12()) return;
    const std::string_view request = cmi().value("adl.nav.request");
    if (request == "_none_") return;
    constexpr std::string_view kTarget = "{target=";
    const std::size_t close = request.rfind('}');
    if (!request.starts_with(kTarget)) {
        pending_ = navigation_of(request).value_or(Navigation::None);
        return;
    }
    const std::string_view target = request.substr(kTarget.size(), close - kTarget.size());
    pending_ = navigation_of(request.substr(close + 1)).value_or(Navigation::None);
    for (std::size_t i = 0; i < course_.activities.size(); ++i)
        if (course_.activities[i].identifier == target)
            pending_activity_ = static_cast<std::int32_t>(i);
}

}  // namespace scorm
