// Overall Sequencing (OP): one navigation request from beginning to end.
#include "sequencing/engine.hpp"

namespace scorm::sequencing {

namespace {

RollupRule all_children(ConditionKind condition, RollupAction action) {
    RollupRule rule;
    rule.conditions.push_back({condition, false, {}, {}});
    rule.action = action;
    return rule;
}

}  // namespace

Engine::Engine(const Course& course, const ActivityTree::Options& options)
    : store_(course), record_(options.record) {
    store_.scalars().random = options.seed;
    // RB.1.2.b and RB.1.3.b, for clusters without rules of their own
    default_objective_rules_ = {
        all_children(ConditionKind::Satisfied, RollupAction::Satisfied),
        all_children(ConditionKind::ObjectiveStatusKnown, RollupAction::NotSatisfied)};
    default_progress_rules_ = {
        all_children(ConditionKind::Completed, RollupAction::Completed),
        all_children(ConditionKind::ActivityProgressKnown, RollupAction::Incomplete)};
}

std::int32_t Engine::delivered() const {
    if (current() == kNone || !tree().leaf(current())) return kNone;
    return tracking(current()).active ? current() : kNone;
}

// Overall Sequencing Process [OP.1]
RequestResult Engine::overall_sequencing(Navigation navigation, std::int32_t target, Millis now) {
    now_ = now;
    changed();
    live_trace_ = trace_;
    if (tracing()) live_trace_->noted.clear();
    const RequestResult result = carry_out(navigation, target);
    live_trace_ = nullptr;
    return result;
}

RequestResult Engine::carry_out(Navigation navigation, std::int32_t target) {
    RequestResult result = attempt_request(navigation, target);
    if (result.outcome == Outcome::Ended || result.outcome == Outcome::Suspended) {
        if (tracking(0).active) end_attempt(0);
        move_current(kNone);
    }
    if (result.outcome != Outcome::Delivered) return result;
    const std::int32_t identified = result.activity;
    result.new_course_attempt = !tracking(0).active && !tracking(0).suspended;
    const std::string_view exception = content_delivery_environment(identified, result.resumed);
    if (!exception.empty()) return {Outcome::Refused, kNone, false, exception};
    return result;
}

// OP.1 up to delivery: what the request leads to.
RequestResult Engine::attempt_request(Navigation navigation, std::int32_t target) {
    const NavigationResult request = navigation_request(navigation, target);
    if (!request.valid) return {Outcome::Refused, kNone, false, request.exception};

    Request sequencing = request.sequencing;
    if (request.termination != Termination::None) {
        const std::size_t place = tracing() ? note_termination(request.termination) : 0;
        const TerminationResult ended = termination_request(request.termination);
        if (tracing()) live_trace_->at(place).exception = ended.exception;
        if (!ended.valid) return {Outcome::Refused, kNone, false, ended.exception};
        if (ended.sequencing != Request::None) sequencing = ended.sequencing;
    }
    RequestResult result = find_delivery(sequencing, target);
    if (request.termination == Termination::SuspendAll && result.outcome == Outcome::Ended) {
        result.outcome = Outcome::Suspended;
    }
    return result;
}

// OP.1 steps 4 and 5: what a sequencing request leads to.
RequestResult Engine::find_delivery(Request sequencing, std::int32_t target) {
    const SequencingResult found = sequencing_request(sequencing, target);
    if (tracing()) note_sequencing(sequencing, found);
    if (!found.exception.empty()) return {Outcome::Refused, kNone, false, found.exception};
    if (found.end_session) return {Outcome::Ended, kNone, false, {}};
    if (found.deliver == kNone) return {Outcome::Choose, kNone, false, {}};
    const std::string_view exception = delivery_request(found.deliver);
    if (!exception.empty()) return {Outcome::Refused, kNone, false, exception};
    return {Outcome::Delivered, found.deliver, false, {}};
}

}  // namespace scorm::sequencing
