// Utility Processes (UP): limit conditions, sequencing rules, ending attempts, availability.
#include "sequencing/engine.hpp"

namespace scorm::sequencing {

namespace {

Truth truth(bool value) { return value ? Truth::True : Truth::False; }

Truth negation(Truth value) {
    if (value == Truth::Unknown) return value;
    return value == Truth::True ? Truth::False : Truth::True;
}

}  // namespace

// Limit Conditions Check Process [UP.1]: true when a limit is reached. SCORM asks for the attempt
// limit alone; the time limit is handed to the content as cmi.max_time_allowed. What is not recorded
// (browse, review) is no attempt that could use up the limit, or need one to be left.
bool Engine::limit_conditions_check(std::int32_t a) const {
    if (!record_ || !tree().has_attempt_limit(a)) return false;
    const Sequencing& sequencing = tree().sequencing(a);
    if (!sequencing.delivery.tracked) return false;
    const ActivityTracking& state = tracking(a);
    if (state.active || state.suspended) return false;
    const bool reached = state.attempts >= *sequencing.limits.attempt_limit;
    if (reached && tracing()) note_limit(a);
    return reached;
}

// Sequencing Rules Check Process [UP.2]: the action of the first rule that holds.
std::optional<RuleAction> Engine::sequencing_rules_check(
    std::int32_t a, const std::vector<SequencingRule>& rules) const {
    for (const SequencingRule& rule : rules) {
        if (rule_check(a, rule.conditions, rule.all, false) != Truth::True) continue;
        if (tracing()) note_rule(a, rule);
        return rule.action;
    }
    return std::nullopt;
}

// UP.2 for the pre-condition rules with one action. What is locked is skipped.
bool Engine::pre_condition_holds(std::int32_t a, RuleAction action) const {
    if (action == RuleAction::Skip && locked(a)) {
        if (tracing()) note_locked(a, action);
        return true;
    }
    if (!tree().has_pre_rules(a)) return false;
    for (const SequencingRule& rule : tree().sequencing(a).pre_rules) {
        if (rule.action == action &&
            rule_check(a, rule.conditions, rule.all, false) == Truth::True) {
            if (tracing()) note_rule(a, rule);
            return true;
        }
    }
    return false;
}

// Sequencing Rule Check Subprocess [UP.2.1], and Evaluate Rollup Conditions [RB.1.4.1], which
// differs only in that stale values do not count. A rule without conditions never holds.
Truth Engine::rule_check(std::int32_t a, const std::vector<Condition>& conditions, bool all,
                         bool for_rollup) const {
    if (conditions.empty()) return Truth::Unknown;
    Truth result = all ? Truth::True : Truth::False;
    for (const Condition& condition : conditions) {
        Truth value = evaluate_condition(a, condition, for_rollup);
        if (condition.negated) value = negation(value);
        if (all ? value < result : value > result) result = value;
    }
    return result;
}

Truth Engine::evaluate_condition(std::int32_t a, const Condition& condition,
                                 bool for_rollup) const {
    std::size_t o = 0;
    if (!condition.objective.empty()) {
        const std::vector<Objective>& objectives = tree().sequencing(a).objectives;
        while (o < objectives.size() && objectives[o].id != condition.objective) ++o;
        if (o == objectives.size()) return Truth::Unknown;
    }
    // Nothing is known of an activity that is not tracked, not even through its maps (SN 3.13.1).
    const bool always = condition.kind == ConditionKind::Always;
    if (!always && !tree().sequencing(a).delivery.tracked) return Truth::Unknown;
    const ActivityTracking& state = tracking(a);
    const LimitConditions& limits = tree().sequencing(a).limits;
    switch (condition.kind) {
        case ConditionKind::Satisfied: {
            const auto value = satisfied(a, o, for_rollup);
            return value ? truth(*value) : Truth::Unknown;
        }
        case ConditionKind::ObjectiveStatusKnown:
            return truth(satisfied(a, o, for_rollup).has_value());
        case ConditionKind::ObjectiveMeasureKnown:
            return truth(measure(a, o, for_rollup).has_value());
        case ConditionKind::ObjectiveMeasureGreaterThan: {
            const auto value = measure(a, o, for_rollup);
            return value ? truth(*value > condition.measure_threshold) : Truth::Unknown;
        }
        case ConditionKind::ObjectiveMeasureLessThan: {
            const auto value = measure(a, o, for_rollup);
            return value ? truth(*value < condition.measure_threshold) : Truth::Unknown;
        }
        case ConditionKind::Completed: {
            const auto value = completed(a, o, for_rollup);
            return value ? truth(*value) : Truth::Unknown;
        }
        case ConditionKind::ActivityProgressKnown:
            return truth(completed(a, o, for_rollup).has_value());
        case ConditionKind::Attempted:
            return truth(state.attempts > 0);
        case ConditionKind::AttemptLimitExceeded:
            if (!limits.attempt_limit) return Truth::Unknown;
            return truth(state.attempts >= *limits.attempt_limit);
        case ConditionKind::TimeLimitExceeded:
            if (!limits.attempt_absolute_duration) return Truth::Unknown;
            return truth((state.active || state.suspended) &&
                         now_ - state.attempt_started >= *limits.attempt_absolute_duration);
        case ConditionKind::OutsideAvailableTimeRange:
            return Truth::Unknown;
        case ConditionKind::Always:
            return Truth::True;
    }
    return Truth::Unknown;
}

// Terminate Descendent Attempts Process [UP.3]: between the current activity, which has ended
// already, and what it has in common with `a`.
void Engine::terminate_descendent_attempts(std::int32_t a) {
    if (current() == kNone) return;
    const std::int32_t common = tree().common_ancestor(current(), a);
    if (common == current()) return;
    for (std::int32_t above = tree().parent(current()); above != common;
         above = tree().parent(above)) {
        if (tracking(above).active) end_attempt(above);
    }
}

// End Attempt Process [UP.4]
void Engine::end_attempt(std::int32_t a) {
    if (tracing()) note(TraceKind::AttemptEnd, a, "UP.4");
    in_process("UP.4");
    if (tree().leaf(a)) {
        take_over_reports(a);
        if (!tracking(a).suspended) set_unreported_status(a);
        store_.edit_tracking(a).active = false;
        store_.edit_reports().clear();
        write_derived_status(a);
        overall_rollup(a);
        return;
    }
    bool child_suspended = false;
    for (std::int32_t n = 0; n < tree().available_count(a); ++n) {
        child_suspended |= tracking(tree().available_child(a, n)).suspended;
    }
    ActivityTracking& state = store_.edit_tracking(a);
    state.suspended = child_suspended;
    state.active = false;
    overall_rollup(a);
    if (child_suspended) return;
    // The children that the next attempt will offer.
    const Randomization& randomization = tree().sequencing(a).randomization;
    if (randomization.selection == SelectionTiming::OnEachNewAttempt) select_children(a);
    if (randomization.randomization == SelectionTiming::OnEachNewAttempt) randomize_children(a);
}

// Check Activity Process [UP.5]: true when the activity may not be delivered.
bool Engine::check_activity(std::int32_t a) const {
    if (locked(a)) {
        if (tracing()) note_locked(a, RuleAction::Disabled);
        return true;
    }
    return pre_condition_holds(a, RuleAction::Disabled) || limit_conditions_check(a);
}

}  // namespace scorm::sequencing
