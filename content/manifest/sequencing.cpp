#include "manifest/sequencing.hpp"

#include "manifest/text.hpp"

#include <array>
#include <utility>

namespace content {
namespace {

using scorm::ConditionKind;
using scorm::RequiredFor;
using scorm::RollupAction;
using scorm::RollupChildren;
using scorm::RuleAction;
using scorm::SelectionTiming;

constexpr std::array<Token<ConditionKind>, 12> kConditions = {{
    {"satisfied", ConditionKind::Satisfied},
    {"objectiveStatusKnown", ConditionKind::ObjectiveStatusKnown},
    {"objectiveMeasureKnown", ConditionKind::ObjectiveMeasureKnown},
    {"objectiveMeasureGreaterThan", ConditionKind::ObjectiveMeasureGreaterThan},
    {"objectiveMeasureLessThan", ConditionKind::ObjectiveMeasureLessThan},
    {"completed", ConditionKind::Completed},
    {"activityProgressKnown", ConditionKind::ActivityProgressKnown},
    {"attempted", ConditionKind::Attempted},
    {"attemptLimitExceeded", ConditionKind::AttemptLimitExceeded},
    {"timeLimitExceeded", ConditionKind::TimeLimitExceeded},
    {"outsideAvailableTimeRange", ConditionKind::OutsideAvailableTimeRange},
    {"always", ConditionKind::Always},
}};

constexpr std::array<Token<RuleAction>, 4> kPreActions = {{
    {"skip", RuleAction::Skip},
    {"disabled", RuleAction::Disabled},
    {"hiddenFromChoice", RuleAction::HiddenFromChoice},
    {"stopForwardTraversal", RuleAction::StopForwardTraversal},
}};
constexpr std::array<Token<RuleAction>, 6> kPostActions = {{
    {"exitParent", RuleAction::ExitParent},
    {"exitAll", RuleAction::ExitAll},
    {"retry", RuleAction::Retry},
    {"retryAll", RuleAction::RetryAll},
    {"continue", RuleAction::Continue},
    {"previous", RuleAction::Previous},
}};
constexpr std::array<Token<RuleAction>, 1> kExitActions = {{{"exit", RuleAction::Exit}}};

constexpr std::array<Token<bool>, 2> kCombinations = {{{"all", true}, {"any", false}}};
constexpr std::array<Token<bool>, 2> kOperators = {{{"not", true}, {"noOp", false}}};

constexpr std::array<Token<RollupChildren>, 5> kChildSets = {{
    {"all", RollupChildren::All},
    {"any", RollupChildren::Any},
    {"none", RollupChildren::None},
    {"atLeastCount", RollupChildren::AtLeastCount},
    {"atLeastPercent", RollupChildren::AtLeastPercent},
}};
constexpr std::array<Token<RollupAction>, 4> kRollupActions = {{
    {"satisfied", RollupAction::Satisfied},
    {"notSatisfied", RollupAction::NotSatisfied},
    {"completed", RollupAction::Completed},
    {"incomplete", RollupAction::Incomplete},
}};
constexpr std::array<Token<RequiredFor>, 4> kRequired = {{
    {"always", RequiredFor::Always},
    {"ifAttempted", RequiredFor::IfAttempted},
    {"ifNotSkipped", RequiredFor::IfNotSkipped},
    {"ifNotSuspended", RequiredFor::IfNotSuspended},
}};
constexpr std::array<Token<SelectionTiming>, 3> kTimings = {{
    {"never", SelectionTiming::Never},
    {"once", SelectionTiming::Once},
    {"onEachNewAttempt", SelectionTiming::OnEachNewAttempt},
}};

bool is_adl(xml::Node node) { return node.vocabulary() == xml::Vocabulary::AdlSequencing; }

}  // namespace

SequencingReader::SequencingReader(xml::Node manifest, Findings& findings) : values_(findings) {
    for (const xml::Node node : manifest.child("sequencingCollection").children("sequencing")) {
        collection_.emplace(node.trimmed("ID"), node);
    }
}

xml::Node SequencingReader::part(xml::Node own, xml::Node shared, std::string_view name) const {
    const xml::Node here = own.child(name);
    return here ? here : shared.child(name);
}

xml::Node SequencingReader::objectives_of(xml::Node own, xml::Node shared, bool adl) const {
    for (const xml::Node definition : {own, shared}) {
        for (const xml::Node node : definition.children("objectives")) {
            if (is_adl(node) == adl) return node;
        }
    }
    return {};
}

xml::Node SequencingReader::shared_definition(xml::Node element) {
    const std::string id = element.trimmed("IDRef");
    if (id.empty()) return {};
    const auto found = collection_.find(id);
    if (found != collection_.end()) return found->second;
    values_.findings().warning("manifest.sequencing-missing",
                               "An item refers to the sequencing rules “" + id +
                                   "”, which the manifest doesn't have. The item has its own rules "
                                   "only.",
                               element.where());
    return {};
}

scorm::Sequencing SequencingReader::read(xml::Node element) {
    if (values_.exhausted())
        element = {};  // there is an error already; the rest is not worth reading
    const xml::Node shared = shared_definition(element);
    scorm::Sequencing result;
    read_controls(part(element, shared, "controlMode"), result.control);
    const xml::Node constrained = part(element, shared, "constrainedChoiceConsiderations");
    values_.flag(constrained, "preventActivation", result.constrained_choice.prevent_activation);
    values_.flag(constrained, "constrainChoice", result.constrained_choice.constrain_choice);
    read_rules(part(element, shared, "sequencingRules"), result);
    read_limits(part(element, shared, "limitConditions"), result.limits);
    read_rollup(part(element, shared, "rollupRules"), result);
    read_rollup_considerations(part(element, shared, "rollupConsiderations"),
                               result.rollup_considerations);
    result.objectives = read_objectives(objectives_of(element, shared, false),
                                        objectives_of(element, shared, true), values_);
    read_randomization(part(element, shared, "randomizationControls"), result.randomization);
    read_delivery(part(element, shared, "deliveryControls"), result.delivery);
    return result;
}

void SequencingReader::read_controls(xml::Node mode, scorm::ControlModes& into) {
    values_.flag(mode, "choice", into.choice);
    values_.flag(mode, "choiceExit", into.choice_exit);
    values_.flag(mode, "flow", into.flow);
    values_.flag(mode, "forwardOnly", into.forward_only);
    values_.flag(mode, "useCurrentAttemptObjectiveInfo", into.use_current_attempt_objective_info);
    values_.flag(mode, "useCurrentAttemptProgressInfo", into.use_current_attempt_progress_info);
}

void SequencingReader::read_rules(xml::Node rules, scorm::Sequencing& into) {
    for (xml::Node rule = rules.first_child(); rule; rule = rule.next()) read_rule(rule, into);
}

void SequencingReader::read_rule(xml::Node node, scorm::Sequencing& into) {
    scorm::SequencingRule rule;
    const xml::Node conditions = node.child("ruleConditions");
    values_.token(conditions, "conditionCombination", kCombinations, rule.all);
    rule.conditions = read_conditions(conditions, "ruleCondition");
    const xml::Node action = node.child("ruleAction");
    std::vector<scorm::SequencingRule>* rules = nullptr;
    if (rule.conditions.empty()) {
        // falls through to the report
    } else if (node.is("preConditionRule")) {
        if (values_.token(action, "action", kPreActions, rule.action)) rules = &into.pre_rules;
    } else if (node.is("postConditionRule")) {
        if (values_.token(action, "action", kPostActions, rule.action)) rules = &into.post_rules;
    } else if (node.is("exitConditionRule")) {
        if (values_.token(action, "action", kExitActions, rule.action)) rules = &into.exit_rules;
    }
    if (rules)
        rules->push_back(std::move(rule));
    else
        report_dropped_rule(node);
}

/// The conditions of a rule; none when one of them can't be understood, because a rule without it
/// would fire when it must not.
std::vector<scorm::Condition> SequencingReader::read_conditions(xml::Node conditions,
                                                                std::string_view name) {
    std::vector<scorm::Condition> result;
    for (const xml::Node node : conditions.children(name)) {
        scorm::Condition condition;
        if (!values_.token(node, "condition", kConditions, condition.kind)) return {};
        values_.token(node, "operator", kOperators, condition.negated);
        condition.objective = uri_id(node.trimmed("referencedObjective"));
        values_.real(node, "measureThreshold", -1, 1, condition.measure_threshold);
        if (!values_.spend(node, condition.objective.size())) return {};
        result.push_back(std::move(condition));
    }
    return result;
}

void SequencingReader::report_dropped_rule(xml::Node rule) {
    values_.findings().warning(
        "manifest.rule-left-out",
        "A sequencing rule has no valid condition or action. It is left out, so "
        "the course may move on differently from what its author meant.",
        rule.where());
}

void SequencingReader::read_limits(xml::Node limits, scorm::LimitConditions& into) {
    if (limits.attribute("attemptLimit")) {
        std::int32_t limit = -1;
        values_.count(limits, "attemptLimit", limit);
        if (limit >= 0) into.attempt_limit = limit;
    }
    if (const auto written = limits.attribute("attemptAbsoluteDurationLimit")) {
        into.attempt_absolute_duration = parse_duration(*written);
        if (into.attempt_absolute_duration) {
            into.attempt_absolute_duration_text = trim(*written);
        } else {
            values_.bad_value(limits, "attemptAbsoluteDurationLimit", *written);
        }
    }
}

void SequencingReader::read_rollup(xml::Node rules, scorm::Sequencing& into) {
    values_.flag(rules, "rollupObjectiveSatisfied", into.rollup.objective_satisfied);
    values_.flag(rules, "rollupProgressCompletion", into.rollup.progress_completion);
    values_.real(rules, "objectiveMeasureWeight", 0, 1, into.rollup.objective_measure_weight);
    for (const xml::Node rule : rules.children("rollupRule")) read_rollup_rule(rule, into);
}

void SequencingReader::read_rollup_rule(xml::Node node, scorm::Sequencing& into) {
    scorm::RollupRule rule;
    values_.token(node, "childActivitySet", kChildSets, rule.children);
    values_.count(node, "minimumCount", rule.minimum_count);
    values_.real(node, "minimumPercent", 0, 1, rule.minimum_percent);
    const xml::Node conditions = node.child("rollupConditions");
    values_.token(conditions, "conditionCombination", kCombinations, rule.all);
    rule.conditions = read_conditions(conditions, "rollupCondition");
    const bool whole =
        !rule.conditions.empty() &&
        values_.token(node.child("rollupAction"), "action", kRollupActions, rule.action);
    if (whole)
        into.rollup_rules.push_back(std::move(rule));
    else
        report_dropped_rule(node);
}

void SequencingReader::read_rollup_considerations(xml::Node node,
                                                  scorm::RollupConsiderations& into) {
    values_.token(node, "requiredForSatisfied", kRequired, into.satisfied);
    values_.token(node, "requiredForNotSatisfied", kRequired, into.not_satisfied);
    values_.token(node, "requiredForCompleted", kRequired, into.completed);
    values_.token(node, "requiredForIncomplete", kRequired, into.incomplete);
    values_.flag(node, "measureSatisfactionIfActive", into.measure_satisfaction_if_active);
}

void SequencingReader::read_randomization(xml::Node node, scorm::Randomization& into) {
    values_.token(node, "randomizationTiming", kTimings, into.randomization);
    values_.token(node, "selectionTiming", kTimings, into.selection);
    values_.count(node, "selectCount", into.select_count);
    values_.flag(node, "reorderChildren", into.randomize_children);
}

void SequencingReader::read_delivery(xml::Node node, scorm::DeliveryControls& into) {
    values_.flag(node, "tracked", into.tracked);
    values_.flag(node, "completionSetByContent", into.completion_set_by_content);
    values_.flag(node, "objectiveSetByContent", into.objective_set_by_content);
}

}  // namespace content
