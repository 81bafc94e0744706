// The course structure: what a manifest says, in SCORM's own terms and free of XML.
//
// content/ fills it from imsmanifest.xml, the server stores it as JSON next to the package, and both
// server and browser open a Session on it. Defaults are those of SCORM 2004 4th edition SN chapter 3
// and CAM 5; for a SCORM 1.2 package `sequencing` keeps the values that give 1.2's behaviour (free
// choice and flow).
#pragma once

#include "scorm/values.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace scorm {

/// SN 3.2 Sequencing Control Modes.
struct ControlModes {
    bool choice = true;
    bool choice_exit = true;
    bool flow = false;
    bool forward_only = false;
    bool use_current_attempt_objective_info = true;
    bool use_current_attempt_progress_info = true;
};

/// SN 3.3 Constrain Choice Controls (adlseq:constrainedChoiceConsiderations).
struct ConstrainedChoice {
    bool prevent_activation = false;
    bool constrain_choice = false;
};

/// SN 3.4 Rule conditions; the rollup rules of SN 3.7 use the subset without time limits and measures.
enum class ConditionKind : std::uint8_t {
    Satisfied,
    ObjectiveStatusKnown,
    ObjectiveMeasureKnown,
    ObjectiveMeasureGreaterThan,
    ObjectiveMeasureLessThan,
    Completed,
    ActivityProgressKnown,
    Attempted,
    AttemptLimitExceeded,
    TimeLimitExceeded,
    OutsideAvailableTimeRange,
    Always
};

struct Condition {
    ConditionKind kind = ConditionKind::Always;
    bool negated = false;
    std::string objective;  ///< referenced objective id; empty means the primary objective
    Real measure_threshold;
};

enum class RuleAction : std::uint8_t {
    // pre-condition
    Skip,
    Disabled,
    HiddenFromChoice,
    StopForwardTraversal,
    // post-condition
    ExitParent,
    ExitAll,
    Retry,
    RetryAll,
    Continue,
    Previous,
    // exit
    Exit
};

/// SN 3.4 Sequencing rule: if (all|any of conditions) then action.
struct SequencingRule {
    bool all = true;
    std::vector<Condition> conditions;
    RuleAction action = RuleAction::Skip;
};

/// SN 3.5 Limit conditions. Times are in milliseconds; absent means no limit.
struct LimitConditions {
    std::optional<std::int32_t> attempt_limit;
    std::optional<Millis> attempt_absolute_duration;
    std::string attempt_absolute_duration_text;  ///< as the manifest has it, for content to read
};

enum class RollupChildren : std::uint8_t { All, Any, None, AtLeastCount, AtLeastPercent };
enum class RollupAction : std::uint8_t { Satisfied, NotSatisfied, Completed, Incomplete };

/// SN 3.7 Rollup rule.
struct RollupRule {
    RollupChildren children = RollupChildren::All;
    std::int32_t minimum_count = 0;
    Real minimum_percent;
    bool all = false;  ///< how the conditions of one child combine; by default any
    std::vector<Condition> conditions;
    RollupAction action = RollupAction::Satisfied;
};

/// SN 3.9 Rollup controls.
struct RollupControls {
    bool objective_satisfied = true;
    bool progress_completion = true;
    Real objective_measure_weight = Real::from_int(1);
};

enum class RequiredFor : std::uint8_t { Always, IfAttempted, IfNotSkipped, IfNotSuspended };

/// SN 3.8 Rollup considerations (adlseq:rollupConsiderations).
struct RollupConsiderations {
    RequiredFor satisfied = RequiredFor::Always;
    RequiredFor not_satisfied = RequiredFor::Always;
    RequiredFor completed = RequiredFor::Always;
    RequiredFor incomplete = RequiredFor::Always;
    bool measure_satisfaction_if_active = true;
};

/// SN 3.10.3 Objective map: which values of a local objective are read from and written to a global
/// objective. The last eight come from adlseq:mapInfo (4th edition).
struct ObjectiveMap {
    std::string target;
    bool read_satisfied = true;
    bool read_measure = true;
    bool write_satisfied = false;
    bool write_measure = false;
    bool read_raw = true;
    bool read_min = true;
    bool read_max = true;
    bool read_completion = true;
    bool read_progress = true;
    bool write_raw = false;
    bool write_min = false;
    bool write_max = false;
    bool write_completion = false;
    bool write_progress = false;
};

/// SN 3.10 Objective description. An objective without an id never appears in cmi.objectives.
struct Objective {
    std::string id;
    bool primary = false;  ///< contributes to rollup; exactly one per activity
    bool satisfied_by_measure = false;
    Real minimum_satisfied_normalized_measure = Real::from_int(1);
    std::vector<ObjectiveMap> maps;
};

enum class SelectionTiming : std::uint8_t { Never, Once, OnEachNewAttempt };

/// SN 3.11, 3.12 Selection and randomization controls.
struct Randomization {
    SelectionTiming selection = SelectionTiming::Never;
    std::int32_t select_count = 0;
    SelectionTiming randomization = SelectionTiming::Never;
    bool randomize_children = false;
};

/// SN 3.13 Delivery controls.
struct DeliveryControls {
    bool tracked = true;
    bool completion_set_by_content = false;
    bool objective_set_by_content = false;
};

/// The sequencing definition of one activity, collections and IDRef already resolved.
struct Sequencing {
    ControlModes control;
    ConstrainedChoice constrained_choice;
    std::vector<SequencingRule> pre_rules;
    std::vector<SequencingRule> post_rules;
    std::vector<SequencingRule> exit_rules;
    LimitConditions limits;
    std::vector<RollupRule> rollup_rules;
    RollupControls rollup;
    RollupConsiderations rollup_considerations;
    std::vector<Objective> objectives;  ///< the primary one first; never empty
    Randomization randomization;
    DeliveryControls delivery;
};

/// CAM 5.1.1 adlcp:completionThreshold (4th edition).
struct CompletionThreshold {
    bool completed_by_measure = false;
    Real minimum_progress_measure = Real::from_int(1);
    Real progress_weight = Real::from_int(1);
};

/// CAM adlcp:map of adlcp:data (4th edition): one shared bucket the activity may use.
struct SharedData {
    std::string target;
    bool read = true;
    bool write = true;
};

/// adlcp:timeLimitAction.
enum class TimeLimitAction : std::uint8_t {
    ContinueNoMessage,
    ContinueMessage,
    ExitNoMessage,
    ExitMessage
};

/// A node of the activity tree: a cluster, or a leaf that launches a resource.
struct Activity {
    std::string identifier;
    std::string title;
    std::int32_t parent = -1;  ///< index in Course::activities; -1 for the root (the organization)
    bool visible = true;       ///< item/@isvisible

    bool sco = false;  ///< adlcp:scormType; a leaf with href that is no SCO is an asset
    std::string href;  ///< path in the package with query and fragment, or a URL; clusters: empty
    std::string data_from_lms;
    std::optional<TimeLimitAction> time_limit_action;

    // SCORM 1.2 only (CAM 1.2 section 2.3.2.5)
    std::string prerequisites;  ///< aicc_script
    std::string mastery_score;  ///< as written
    std::optional<Millis> max_time_allowed;
    std::string max_time_allowed_text;  ///< as written, for content to read

    // SCORM 2004 only
    CompletionThreshold completion_threshold;
    std::vector<SharedData> shared_data;
    bool hide_previous = false;  ///< adlnav:hideLMSUI
    bool hide_continue = false;
    bool hide_exit = false;
    bool hide_exit_all = false;
    bool hide_abandon = false;
    bool hide_abandon_all = false;
    bool hide_suspend_all = false;
    Sequencing sequencing;

    bool leaf() const { return !href.empty(); }
};

/// A whole course. Activities stand in preorder: a parent before its children, so activities[0] is
/// the organization itself and the subtree of i is one range.
struct Course {
    Edition edition = Edition::Scorm2004_4;
    std::string title;
    bool objectives_global_to_system = true;   ///< organization/@adlseq:objectivesGlobalToSystem
    bool shared_data_global_to_system = true;  ///< organization/@adlcp:sharedDataGlobalToSystem
    std::vector<Activity> activities;
};

/// The activities whose prerequisites cannot be read or name an activity that isn't there. Such keep
/// nobody out.
std::vector<std::size_t> unreadable_prerequisites(const Course& course);

/// The course as compact JSON; values equal to their defaults are left out.
std::string to_json(const Course& course);

/// Reads what to_json wrote. Returns nothing when the text is not such a document or the tree is
/// broken (no activities, a parent that does not stand before its child, no objective).
std::optional<Course> course_from_json(std::string_view json);

}  // namespace scorm
