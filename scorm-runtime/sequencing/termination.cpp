// Termination Behaviour (TB): ends attempts before sequencing looks for the next activity.
#include "sequencing/engine.hpp"

namespace scorm::sequencing {

// Sequencing Exit Action Rules Subprocess [TB.2.1]: the highest activity above the current one
// whose exit rule holds is ended, with all below it, and becomes the current one.
void Engine::sequencing_exit_action_rules() {
    std::int32_t exit_target = kNone;
    for (std::int32_t a = tree().parent(current()); a != kNone; a = tree().parent(a)) {
        if (sequencing_rules_check(a, tree().sequencing(a).exit_rules)) exit_target = a;
    }
    if (exit_target == kNone) return;
    terminate_descendent_attempts(exit_target);
    end_attempt(exit_target);
    move_current(exit_target);
}

// Sequencing Post Condition Rules Subprocess [TB.2.2]
TerminationResult Engine::sequencing_post_condition_rules(Termination& termination) const {
    termination = Termination::None;
    TerminationResult result;
    if (tracking(current()).suspended) return result;
    const auto action = sequencing_rules_check(current(), tree().sequencing(current()).post_rules);
    if (!action) return result;
    switch (*action) {
        case RuleAction::Retry:
            result.sequencing = Request::Retry;
            break;
        case RuleAction::Continue:
            result.sequencing = Request::Continue;
            break;
        case RuleAction::Previous:
            result.sequencing = Request::Previous;
            break;
        case RuleAction::ExitParent:
            termination = Termination::Exit;
            break;
        case RuleAction::ExitAll:
            termination = Termination::ExitAll;
            break;
        case RuleAction::RetryAll:
            termination = Termination::ExitAll;
            result.sequencing = Request::Retry;
            break;
        default:
            break;
    }
    return result;
}

// Termination Request Process [TB.2.3]
TerminationResult Engine::termination_request(Termination request) {
    if (current() == kNone) return {false, Request::None, "TB.2.3-1"};
    const bool active = tracking(current()).active;
    if (!active && (request == Termination::Exit || request == Termination::Abandon)) {
        return {false, Request::None, "TB.2.3-2"};
    }
    switch (request) {
        case Termination::Exit:
            return terminate_exit();
        case Termination::ExitAll:
            return terminate_exit_all(Request::None);
        case Termination::SuspendAll:
            return terminate_suspend_all();
        case Termination::Abandon:
            store_.edit_tracking(current()).active = false;
            store_.edit_reports().clear();
            return {};
        case Termination::AbandonAll:
            return terminate_abandon_all();
        case Termination::None:
            break;
    }
    return {false, Request::None, "TB.2.3-7"};
}

// TB.2.3 case 3
TerminationResult Engine::terminate_exit() {
    end_attempt(current());
    sequencing_exit_action_rules();
    for (;;) {
        Termination next;
        const TerminationResult result = sequencing_post_condition_rules(next);
        if (next == Termination::ExitAll) return terminate_exit_all(result.sequencing);
        if (next == Termination::None) {
            if (current() == 0 && result.sequencing != Request::Retry) {
                return {true, Request::Exit, {}};
            }
            return result;
        }
        // Exit Parent
        if (current() == 0) return {false, Request::None, "TB.2.3-4"};
        move_current(tree().parent(current()));
        end_attempt(current());
    }
}

// TB.2.3 case 4. `sequencing` is what a post-condition rule asks for besides: Retry with Retry All.
TerminationResult Engine::terminate_exit_all(Request sequencing) {
    if (tracking(current()).active) end_attempt(current());
    terminate_descendent_attempts(0);
    end_attempt(0);
    move_current(0);
    return {true, sequencing == Request::None ? Request::Exit : sequencing, {}};
}

// TB.2.3 case 5
TerminationResult Engine::terminate_suspend_all() {
    const ActivityTracking& state = tracking(current());
    std::int32_t suspended = current();
    if (state.active) {
        in_process("TB.2.3");
        take_over_reports(current());
        store_.edit_reports().clear();
        write_derived_status(current());
        overall_rollup(current());
    } else if (!state.suspended) {
        if (current() == 0) return {false, Request::None, "TB.2.3-3"};
        suspended = tree().parent(current());
    }
    store_.scalars().suspended = suspended;
    if (tracing()) note(TraceKind::Suspension, suspended, "TB.2.3");
    for (std::int32_t a = suspended; a != kNone; a = tree().parent(a)) {
        ActivityTracking& above = store_.edit_tracking(a);
        above.active = false;
        above.suspended = true;
    }
    move_current(0);
    return {true, Request::Exit, {}};
}

// TB.2.3 case 7
TerminationResult Engine::terminate_abandon_all() {
    for (std::int32_t a = current(); a != kNone; a = tree().parent(a)) {
        store_.edit_tracking(a).active = false;
    }
    store_.edit_reports().clear();
    move_current(0);
    return {true, Request::Exit, {}};
}

}  // namespace scorm::sequencing
