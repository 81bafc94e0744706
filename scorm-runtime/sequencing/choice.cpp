// Choice (SB.2.4, SB.2.9): may the learner go to the chosen activity, and what is delivered there?
#include "sequencing/engine.hpp"

namespace scorm::sequencing {

// Choice Activity Traversal Subprocess [SB.2.4]: the exception, empty when `a` lets pass.
std::string_view Engine::choice_activity_traversal(std::int32_t a, Direction direction) const {
    if (direction == Direction::Forward) {
        return pre_condition_holds(a, RuleAction::StopForwardTraversal) ? "SB.2.4-1" : "";
    }
    const std::int32_t parent = tree().parent(a);
    if (parent == kNone) return "SB.2.4-3";
    return tree().control(parent).forward_only ? "SB.2.4-2" : "";
}

// Choice Sequencing Request Process [SB.2.9]
SequencingResult Engine::choice(std::int32_t target) {
    std::string_view exception = choice_target_check(target);
    if (!exception.empty()) return {kNone, false, exception};
    const std::int32_t common = current() == kNone ? 0 : tree().common_ancestor(current(), target);
    exception = choice_path_check(target, common);
    if (!exception.empty()) return {kNone, false, exception};

    if (tree().leaf(target)) return {target, false, {}};
    const FlowResult result = flow(target, Direction::Forward, true);
    if (result.deliverable) return {result.activity, false, {}};
    // Nothing to deliver there, but the learner has gone there.
    if (current() != kNone) {
        terminate_descendent_attempts(common);
        if (tracking(common).active) end_attempt(common);
        move_current(target);
    }
    return {kNone, false, "SB.2.9-9"};
}

// SB.2.9 steps 1 to 4: may the target be chosen at all?
std::string_view Engine::choice_target_check(std::int32_t target) const {
    if (target < 0 || target >= tree().size()) return "SB.2.9-1";
    if (!tree().reachable(target)) return "SB.2.9-2";
    for (std::int32_t a = target; a != kNone; a = tree().parent(a)) {
        if (pre_condition_holds(a, RuleAction::HiddenFromChoice)) return "SB.2.9-3";
    }
    const std::int32_t parent = tree().parent(target);
    if (parent != kNone && !tree().control(parent).choice) return "SB.2.9-4";
    return {};
}

// SB.2.9 steps 5 to 11: is there a way from the current activity?
std::string_view Engine::choice_path_check(std::int32_t target, std::int32_t common) const {
    if (current() == target) return {};
    if (current() == kNone || current() == common) return choose_descendant(target, common);
    if (tree().parent(current()) == tree().parent(target)) return choose_sibling(target);
    if (target == common) return choose_ancestor(target);
    return choose_elsewhere(target, common);
}

// SB.2.9 step 8
std::string_view Engine::choose_sibling(std::int32_t target) const {
    if (tree().position(current()) == kNone) return "SB.2.9-5";
    const bool forward = tree().position(target) > tree().position(current());
    const Direction direction = forward ? Direction::Forward : Direction::Backward;
    for (std::int32_t a = current(); a != target;
         a = forward ? tree().next_sibling(a) : tree().previous_sibling(a)) {
        const std::string_view exception = choice_activity_traversal(a, direction);
        if (!exception.empty()) return exception;
    }
    return {};
}

// SB.2.9 step 9: the target is below the current activity, or nothing is current yet.
std::string_view Engine::choose_descendant(std::int32_t target, std::int32_t common) const {
    for (std::int32_t a = target; a != common;) {
        a = tree().parent(a);
        const std::string_view exception = choice_activity_traversal(a, Direction::Forward);
        if (!exception.empty()) return exception;
        const bool prevented = tree().prevents_activation(a) && !tracking(a).active;
        if (a != common && prevented) return "SB.2.9-6";
    }
    return {};
}

// SB.2.9 step 10. Choice exit of the current activity itself was judged by navigation, while it was
// active.
std::string_view Engine::choose_ancestor(std::int32_t target) const {
    for (std::int32_t a = tree().parent(current()); a != target; a = tree().parent(a)) {
        if (!tree().control(a).choice_exit) return "SB.2.9-7";
    }
    return {};
}

// SB.2.9 step 11: up from the current activity to the common ancestor, and down to the target.
std::string_view Engine::choose_elsewhere(std::int32_t target, std::int32_t common) const {
    std::int32_t constrained = kNone;
    for (std::int32_t a = tree().parent(current()); a != common; a = tree().parent(a)) {
        if (!tree().control(a).choice_exit) return "SB.2.9-7";
        const bool constrains = tree().sequencing(a).constrained_choice.constrain_choice;
        if (constrained == kNone && constrains) constrained = a;
    }
    if (constrained != kNone) {
        const Direction direction =
            tree().after(target, constrained) ? Direction::Forward : Direction::Backward;
        if (!tree().within(target, choice_flow(constrained, direction))) return "SB.2.9-8";
    }
    const bool forward = tree().after(target, current());
    for (std::int32_t a = target; a != common;) {
        a = tree().parent(a);
        if (forward) {
            const std::string_view exception = choice_activity_traversal(a, Direction::Forward);
            if (!exception.empty()) return exception;
        }
        const bool prevented = tree().prevents_activation(a) && !tracking(a).active;
        if (a != common && prevented) return "SB.2.9-6";
    }
    return {};
}

// Choice Flow Subprocess [SB.2.9.1] with Choice Flow Tree Traversal [SB.2.9.2]: the next activity
// to either side of the constrained one; itself when there is none.
std::int32_t Engine::choice_flow(std::int32_t constrained, Direction direction) const {
    for (std::int32_t a = constrained; a != 0; a = tree().parent(a)) {
        const std::int32_t next =
            direction == Direction::Forward ? tree().next_sibling(a) : tree().previous_sibling(a);
        if (next != kNone) return next;
    }
    return constrained;
}

}  // namespace scorm::sequencing
