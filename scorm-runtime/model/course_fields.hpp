// The fields of every structure of course.hpp with their names in JSON, and the names of
// enumerators. course_json.cpp reads and writes them, a trace takes names. New enumerators go to
// the end of their list.
#pragma once

#include "scorm/course.hpp"

#include <span>

namespace scorm::fields {

template <class T>
struct Tag {};

// --- Names of enumerators in the order of their declaration --------------------------------------

using Names = std::span<const std::string_view>;

inline constexpr std::string_view kEditions[] = {"1.2", "2004-2", "2004-3", "2004-4"};
inline constexpr std::string_view kConditions[] = {"satisfied",
                                                   "objectiveStatusKnown",
                                                   "objectiveMeasureKnown",
                                                   "objectiveMeasureGreaterThan",
                                                   "objectiveMeasureLessThan",
                                                   "completed",
                                                   "activityProgressKnown",
                                                   "attempted",
                                                   "attemptLimitExceeded",
                                                   "timeLimitExceeded",
                                                   "outsideAvailableTimeRange",
                                                   "always"};
inline constexpr std::string_view kRuleActions[] = {"skip",
                                                    "disabled",
                                                    "hiddenFromChoice",
                                                    "stopForwardTraversal",
                                                    "exitParent",
                                                    "exitAll",
                                                    "retry",
                                                    "retryAll",
                                                    "continue",
                                                    "previous",
                                                    "exit"};
inline constexpr std::string_view kRollupChildren[] = {"all", "any", "none", "atLeastCount",
                                                       "atLeastPercent"};
inline constexpr std::string_view kRollupActions[] = {"satisfied", "notSatisfied", "completed",
                                                      "incomplete"};
inline constexpr std::string_view kRequiredFor[] = {"always", "ifAttempted", "ifNotSkipped",
                                                    "ifNotSuspended"};
inline constexpr std::string_view kTimings[] = {"never", "once", "onEachNewAttempt"};
inline constexpr std::string_view kTimeLimitActions[] = {"continue,no message", "continue,message",
                                                         "exit,no message", "exit,message"};

constexpr Names names_of(Tag<Edition>) { return kEditions; }
constexpr Names names_of(Tag<ConditionKind>) { return kConditions; }
constexpr Names names_of(Tag<RuleAction>) { return kRuleActions; }
constexpr Names names_of(Tag<RollupChildren>) { return kRollupChildren; }
constexpr Names names_of(Tag<RollupAction>) { return kRollupActions; }
constexpr Names names_of(Tag<RequiredFor>) { return kRequiredFor; }
constexpr Names names_of(Tag<SelectionTiming>) { return kTimings; }
constexpr Names names_of(Tag<TimeLimitAction>) { return kTimeLimitActions; }

// --- Fields of each structure
// ---------------------------------------------------------------------

template <class F>
void describe(F& f, Tag<ControlModes>) {
    f("choice", &ControlModes::choice);
    f("choiceExit", &ControlModes::choice_exit);
    f("flow", &ControlModes::flow);
    f("forwardOnly", &ControlModes::forward_only);
    f("currentObjectiveInfo", &ControlModes::use_current_attempt_objective_info);
    f("currentProgressInfo", &ControlModes::use_current_attempt_progress_info);
}

template <class F>
void describe(F& f, Tag<ConstrainedChoice>) {
    f("preventActivation", &ConstrainedChoice::prevent_activation);
    f("constrainChoice", &ConstrainedChoice::constrain_choice);
}

template <class F>
void describe(F& f, Tag<Condition>) {
    f("if", &Condition::kind);
    f("not", &Condition::negated);
    f("objective", &Condition::objective);
    f("threshold", &Condition::measure_threshold);
}

template <class F>
void describe(F& f, Tag<SequencingRule>) {
    f("all", &SequencingRule::all);
    f("conditions", &SequencingRule::conditions);
    f("action", &SequencingRule::action);
}

template <class F>
void describe(F& f, Tag<LimitConditions>) {
    f("attempts", &LimitConditions::attempt_limit);
    f("duration", &LimitConditions::attempt_absolute_duration);
    f("durationText", &LimitConditions::attempt_absolute_duration_text);
}

template <class F>
void describe(F& f, Tag<RollupRule>) {
    f("children", &RollupRule::children);
    f("count", &RollupRule::minimum_count);
    f("percent", &RollupRule::minimum_percent);
    f("all", &RollupRule::all);
    f("conditions", &RollupRule::conditions);
    f("action", &RollupRule::action);
}

template <class F>
void describe(F& f, Tag<RollupControls>) {
    f("satisfied", &RollupControls::objective_satisfied);
    f("completion", &RollupControls::progress_completion);
    f("weight", &RollupControls::objective_measure_weight);
}

template <class F>
void describe(F& f, Tag<RollupConsiderations>) {
    f("satisfied", &RollupConsiderations::satisfied);
    f("notSatisfied", &RollupConsiderations::not_satisfied);
    f("completed", &RollupConsiderations::completed);
    f("incomplete", &RollupConsiderations::incomplete);
    f("ifActive", &RollupConsiderations::measure_satisfaction_if_active);
}

template <class F>
void describe(F& f, Tag<ObjectiveMap>) {
    f("target", &ObjectiveMap::target);
    f("readSatisfied", &ObjectiveMap::read_satisfied);
    f("readMeasure", &ObjectiveMap::read_measure);
    f("writeSatisfied", &ObjectiveMap::write_satisfied);
    f("writeMeasure", &ObjectiveMap::write_measure);
    f("readRaw", &ObjectiveMap::read_raw);
    f("readMin", &ObjectiveMap::read_min);
    f("readMax", &ObjectiveMap::read_max);
    f("readCompletion", &ObjectiveMap::read_completion);
    f("readProgress", &ObjectiveMap::read_progress);
    f("writeRaw", &ObjectiveMap::write_raw);
    f("writeMin", &ObjectiveMap::write_min);
    f("writeMax", &ObjectiveMap::write_max);
    f("writeCompletion", &ObjectiveMap::write_completion);
    f("writeProgress", &ObjectiveMap::write_progress);
}

template <class F>
void describe(F& f, Tag<Objective>) {
    f("id", &Objective::id);
    f("primary", &Objective::primary);
    f("byMeasure", &Objective::satisfied_by_measure);
    f("minimumMeasure", &Objective::minimum_satisfied_normalized_measure);
    f("maps", &Objective::maps);
}

template <class F>
void describe(F& f, Tag<Randomization>) {
    f("select", &Randomization::selection);
    f("count", &Randomization::select_count);
    f("randomize", &Randomization::randomization);
    f("reorder", &Randomization::randomize_children);
}

template <class F>
void describe(F& f, Tag<DeliveryControls>) {
    f("tracked", &DeliveryControls::tracked);
    f("completionByContent", &DeliveryControls::completion_set_by_content);
    f("objectiveByContent", &DeliveryControls::objective_set_by_content);
}

template <class F>
void describe(F& f, Tag<Sequencing>) {
    f("control", &Sequencing::control);
    f("constrained", &Sequencing::constrained_choice);
    f("pre", &Sequencing::pre_rules);
    f("post", &Sequencing::post_rules);
    f("exit", &Sequencing::exit_rules);
    f("limits", &Sequencing::limits);
    f("rollupRules", &Sequencing::rollup_rules);
    f("rollup", &Sequencing::rollup);
    f("considerations", &Sequencing::rollup_considerations);
    f("objectives", &Sequencing::objectives);
    f("randomization", &Sequencing::randomization);
    f("delivery", &Sequencing::delivery);
}

template <class F>
void describe(F& f, Tag<CompletionThreshold>) {
    f("byMeasure", &CompletionThreshold::completed_by_measure);
    f("minimum", &CompletionThreshold::minimum_progress_measure);
    f("weight", &CompletionThreshold::progress_weight);
}

template <class F>
void describe(F& f, Tag<SharedData>) {
    f("target", &SharedData::target);
    f("read", &SharedData::read);
    f("write", &SharedData::write);
}

template <class F>
void describe(F& f, Tag<Activity>) {
    f("id", &Activity::identifier);
    f("title", &Activity::title);
    f("parent", &Activity::parent);
    f("visible", &Activity::visible);
    f("sco", &Activity::sco);
    f("href", &Activity::href);
    f("dataFromLms", &Activity::data_from_lms);
    f("timeLimitAction", &Activity::time_limit_action);
    f("prerequisites", &Activity::prerequisites);
    f("masteryScore", &Activity::mastery_score);
    f("maxTimeAllowed", &Activity::max_time_allowed);
    f("maxTimeText", &Activity::max_time_allowed_text);
    f("completionThreshold", &Activity::completion_threshold);
    f("sharedData", &Activity::shared_data);
    f("hidePrevious", &Activity::hide_previous);
    f("hideContinue", &Activity::hide_continue);
    f("hideExit", &Activity::hide_exit);
    f("hideExitAll", &Activity::hide_exit_all);
    f("hideAbandon", &Activity::hide_abandon);
    f("hideAbandonAll", &Activity::hide_abandon_all);
    f("hideSuspendAll", &Activity::hide_suspend_all);
    f("sequencing", &Activity::sequencing);
}

template <class F>
void describe(F& f, Tag<Course>) {
    f("edition", &Course::edition);
    f("title", &Course::title);
    f("globalObjectives", &Course::objectives_global_to_system);
    f("globalSharedData", &Course::shared_data_global_to_system);
    f("activities", &Course::activities);
}

}  // namespace scorm::fields
