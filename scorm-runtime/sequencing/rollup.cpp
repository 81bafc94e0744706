// Rollup Behaviour (RB): clusters get their status from their children.
#include "sequencing/engine.hpp"

#include <algorithm>

namespace scorm::sequencing {

namespace {

/// Weights and percentages count from 0 to 1, whatever a manifest says.
Real fraction(Real value) { return std::clamp(value, Real::from_int(0), Real::from_int(1)); }

/// The weighted mean of measures, exact until the last rounding (half away from zero).
class WeightedMean {
public:
    void add_weight(Real weight) { weights_ += fraction(weight).units; }
    void add_value(Real weight, Real value) {
        sum_ += static_cast<Wide>(fraction(weight).units) * value.units;
        known_ = true;
    }
    std::optional<Real> result() const {
        if (!known_ || weights_ == 0) return std::nullopt;
        const Wide half = sum_ < 0 ? -(weights_ / 2) : weights_ / 2;
        return Real{static_cast<std::int64_t>((sum_ + half) / weights_)};
    }

private:
    __extension__ using Wide = __int128;
    Wide sum_ = 0;
    Wide weights_ = 0;
    bool known_ = false;
};

}  // namespace

// Overall Rollup Process [RB.1.5]: everything above the activity, and above each activity whose
// primary objective reads a global objective that was written meanwhile. Each cluster once, deepest
// first.
void Engine::overall_rollup(std::int32_t a) {
    if (!record_) {
        written_globals_.clear();
        return;
    }
    std::vector<bool> seen(static_cast<std::size_t>(tree().size()));
    std::vector<std::int32_t> waiting;
    const auto higher = [this](std::int32_t x, std::int32_t y) {
        return tree().depth(x) < tree().depth(y);
    };
    const auto add_path = [&](std::int32_t from) {
        for (; from != kNone && !seen[static_cast<std::size_t>(from)]; from = tree().parent(from)) {
            seen[static_cast<std::size_t>(from)] = true;
            waiting.push_back(from);
            std::push_heap(waiting.begin(), waiting.end(), higher);
        }
    };
    const auto add_readers = [&] {
        for (std::int32_t g : written_globals_) {
            for (std::int32_t reader : store_.readers(g)) add_path(tree().parent(reader));
        }
        written_globals_.clear();
    };
    add_path(tree().leaf(a) ? tree().parent(a) : a);
    add_readers();
    while (!waiting.empty()) {
        std::pop_heap(waiting.begin(), waiting.end(), higher);
        const std::int32_t deepest = waiting.back();
        waiting.pop_back();
        roll_up(deepest);
        add_readers();
    }
}

// RB.1.5 step 3. Nothing is kept of a cluster that is not tracked, nor passed on to global
// objectives (SN 3.13.1).
void Engine::roll_up(std::int32_t cluster) {
    if (!tree().sequencing(cluster).delivery.tracked) return;
    measure_rollup(cluster);
    completion_measure_rollup(cluster);
    objective_rollup(cluster);
    activity_progress_rollup(cluster);
    write_derived_status(cluster);
}

// Measure Rollup Process [RB.1.1.a]: children without a measure count in the denominator.
void Engine::measure_rollup(std::int32_t cluster) {
    in_process("RB.1.1.a");
    WeightedMean mean;
    for (std::int32_t n = 0; n < tree().available_count(cluster); ++n) {
        const std::int32_t child = tree().available_child(cluster, n);
        const Sequencing& sequencing = tree().sequencing(child);
        if (!sequencing.delivery.tracked) continue;
        const Real weight = sequencing.rollup.objective_measure_weight;
        mean.add_weight(weight);
        if (const auto value = measure(child, 0, true)) mean.add_value(weight, *value);
    }
    set_measure(cluster, mean.result());
}

// Completion Measure Rollup Process [RB.1.1.b]
void Engine::completion_measure_rollup(std::int32_t cluster) {
    in_process("RB.1.1.b");
    WeightedMean mean;
    for (std::int32_t n = 0; n < tree().available_count(cluster); ++n) {
        const std::int32_t child = tree().available_child(cluster, n);
        if (!tree().sequencing(child).delivery.tracked) continue;
        const Real weight = tree().activity(child).completion_threshold.progress_weight;
        mean.add_weight(weight);
        if (const auto value = progress(child, 0, true)) mean.add_value(weight, *value);
    }
    set_progress(cluster, mean.result());
}

// Objective Rollup Process [RB.1.2]. With a measure [RB.1.2.a] satisfaction is derived when it is
// read.
void Engine::objective_rollup(std::int32_t cluster) {
    if (store_.objective(cluster, 0).satisfied_by_measure) return;
    // Objective Rollup Using Rules Process [RB.1.2.b]
    in_process("RB.1.2.b");
    const auto& rules = rules_or_default(cluster, RollupAction::Satisfied,
                                         RollupAction::NotSatisfied, default_objective_rules_);
    if (rollup_rule_check(cluster, rules, RollupAction::Satisfied)) {
        set_satisfied(cluster, true);
    } else if (rollup_rule_check(cluster, rules, RollupAction::NotSatisfied)) {
        set_satisfied(cluster, false);
    }
}

// Activity Progress Rollup Process [RB.1.3]. With a measure [RB.1.3.a] completion is derived when
// it is read.
void Engine::activity_progress_rollup(std::int32_t cluster) {
    if (tree().activity(cluster).completion_threshold.completed_by_measure) return;
    // Activity Progress Rollup Using Rules Process [RB.1.3.b]
    in_process("RB.1.3.b");
    const auto& rules = rules_or_default(cluster, RollupAction::Completed, RollupAction::Incomplete,
                                         default_progress_rules_);
    if (rollup_rule_check(cluster, rules, RollupAction::Completed)) {
        set_completed(cluster, true);
    } else if (rollup_rule_check(cluster, rules, RollupAction::Incomplete)) {
        set_completed(cluster, false);
    }
}

const std::vector<RollupRule>& Engine::rules_or_default(
    std::int32_t cluster, RollupAction one, RollupAction other,
    const std::vector<RollupRule>& standard) const {
    const std::vector<RollupRule>& own = tree().sequencing(cluster).rollup_rules;
    for (const RollupRule& rule : own) {
        if (rule.action == one || rule.action == other) return own;
    }
    return standard;
}

// Rollup Rule Check Subprocess [RB.1.4]
bool Engine::rollup_rule_check(std::int32_t cluster, const std::vector<RollupRule>& rules,
                               RollupAction action) const {
    for (const RollupRule& rule : rules) {
        if (rule.action != action || !rollup_rule_applies(cluster, rule)) continue;
        if (tracing()) live_trace_->rule = text_of(rule);
        return true;
    }
    return false;
}

// RB.1.4 for one rule. Unknown is neither true nor false: it breaks "all" and "none" alike.
bool Engine::rollup_rule_applies(std::int32_t cluster, const RollupRule& rule) const {
    std::int64_t all = 0;
    std::int64_t holding = 0;
    for (std::int32_t n = 0; n < tree().available_count(cluster); ++n) {
        const std::int32_t child = tree().available_child(cluster, n);
        if (!check_child_for_rollup(child, rule.action)) continue;
        const Truth value = evaluate_rollup_conditions(child, rule);
        if (rule.children == RollupChildren::All && value != Truth::True) return false;
        if (rule.children == RollupChildren::None && value != Truth::False) return false;
        if (rule.children == RollupChildren::Any && value == Truth::True) return true;
        ++all;
        if (value == Truth::True) ++holding;
    }
    switch (rule.children) {
        case RollupChildren::All:
        case RollupChildren::None:
            return true;
        case RollupChildren::Any:
            return false;
        case RollupChildren::AtLeastCount:
            return all > 0 && holding >= rule.minimum_count;
        case RollupChildren::AtLeastPercent:
            return all > 0 && holding * Real::kOne >= fraction(rule.minimum_percent).units * all;
    }
    return false;
}

// Evaluate Rollup Conditions Subprocess [RB.1.4.1]
Truth Engine::evaluate_rollup_conditions(std::int32_t child, const RollupRule& rule) const {
    return rule_check(child, rule.conditions, rule.all, true);
}

// Check Child for Rollup Subprocess [RB.1.4.2]
bool Engine::check_child_for_rollup(std::int32_t child, RollupAction action) const {
    const Sequencing& sequencing = tree().sequencing(child);
    if (!sequencing.delivery.tracked) return false;
    const bool objective =
        action == RollupAction::Satisfied || action == RollupAction::NotSatisfied;
    if (objective && !sequencing.rollup.objective_satisfied) return false;
    if (!objective && !sequencing.rollup.progress_completion) return false;

    RequiredFor required = RequiredFor::Always;
    switch (action) {
        case RollupAction::Satisfied:
            required = sequencing.rollup_considerations.satisfied;
            break;
        case RollupAction::NotSatisfied:
            required = sequencing.rollup_considerations.not_satisfied;
            break;
        case RollupAction::Completed:
            required = sequencing.rollup_considerations.completed;
            break;
        case RollupAction::Incomplete:
            required = sequencing.rollup_considerations.incomplete;
            break;
    }
    const ActivityTracking& state = tracking(child);
    switch (required) {
        case RequiredFor::Always:
            return true;
        case RequiredFor::IfNotSuspended:
            return !(state.attempts > 0 && state.suspended);
        case RequiredFor::IfAttempted:
            return state.attempts > 0;
        case RequiredFor::IfNotSkipped:
            return !pre_condition_holds(child, RuleAction::Skip);
    }
    return true;
}

}  // namespace scorm::sequencing
