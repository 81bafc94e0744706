// Flow (SB.2.1 to SB.2.3): walking the tree forward and backward in search of something to deliver.
#include "sequencing/engine.hpp"

namespace scorm::sequencing {

// Flow Tree Traversal Subprocess [SB.2.1]. `previous_backward`: a backward walk has been turned
// forward by entering a forward-only cluster.
Step Engine::flow_tree_traversal(std::int32_t a, Direction direction, bool consider_children,
                                 bool previous_backward) {
    // Everything in that forward-only cluster was skipped: on backward, from before it.
    if (previous_backward && tree().parent(a) != kNone && tree().next_sibling(a) == kNone) {
        return traverse_backward(tree().available_child(tree().parent(a), 0), false, true);
    }
    if (direction == Direction::Forward) return traverse_forward(a, consider_children);
    return traverse_backward(a, consider_children, false);
}

// SB.2.1 step 3
Step Engine::traverse_forward(std::int32_t a, bool consider_children) {
    if (consider_children && !tree().leaf(a)) {
        if (tree().available_count(a) == 0) return {kNone, Direction::Forward, false, "SB.2.1-2"};
        return {tree().available_child(a, 0), Direction::Forward, false, {}};
    }
    for (; a != 0; a = tree().parent(a)) {
        const std::int32_t next = tree().next_sibling(a);
        if (next != kNone) return {next, Direction::Forward, false, {}};
    }
    // Walked off the end of the tree: the session is over.
    terminate_descendent_attempts(0);
    return {kNone, Direction::Forward, true, {}};
}

// SB.2.1 step 4
Step Engine::traverse_backward(std::int32_t a, bool consider_children, bool reversed) const {
    if (a != 0 && consider_children && !tree().leaf(a)) {
        const std::int32_t count = tree().available_count(a);
        if (count == 0) return {kNone, Direction::Backward, false, "SB.2.1-2"};
        if (tree().control(a).forward_only) {
            return {tree().available_child(a, 0), Direction::Forward, false, {}};
        }
        return {tree().available_child(a, count - 1), Direction::Backward, false, {}};
    }
    for (; a != 0; a = tree().parent(a)) {
        if (!reversed && tree().control(tree().parent(a)).forward_only) {
            return {kNone, Direction::Backward, false, "SB.2.1-4"};
        }
        const std::int32_t before = tree().previous_sibling(a);
        if (before != kNone) return {before, Direction::Backward, false, {}};
        reversed = false;
    }
    return {kNone, Direction::Backward, false, "SB.2.1-3"};
}

// Flow Activity Traversal Subprocess [SB.2.2]. The specification calls itself again for the next
// candidate; a loop does not run out of stack on ten thousand skipped activities.
FlowResult Engine::flow_activity_traversal(std::int32_t a, Direction direction) {
    bool previous_backward = false;
    for (;;) {
        if (!tree().control(tree().parent(a)).flow) return {a, false, false, "SB.2.2-1"};
        if (pre_condition_holds(a, RuleAction::Skip)) {
            const Step step = flow_tree_traversal(a, direction, false, previous_backward);
            if (step.activity == kNone) return {a, false, step.end_session, step.exception};
            if (previous_backward && step.direction == Direction::Backward) {
                direction = Direction::Backward;
                previous_backward = false;
            }
            a = step.activity;
            continue;
        }
        if (check_activity(a)) return {a, false, false, "SB.2.2-2"};
        if (tree().leaf(a)) return {a, true, false, {}};

        const Step step = flow_tree_traversal(a, direction, true, false);
        if (step.activity == kNone) return {a, false, step.end_session, step.exception};
        previous_backward =
            direction == Direction::Backward && step.direction == Direction::Forward;
        direction = step.direction;
        a = step.activity;
    }
}

// Flow Subprocess [SB.2.3]
FlowResult Engine::flow(std::int32_t a, Direction direction, bool consider_children) {
    const Step step = flow_tree_traversal(a, direction, consider_children, false);
    if (step.activity == kNone) return {a, false, step.end_session, step.exception};
    return flow_activity_traversal(step.activity, step.direction);
}

}  // namespace scorm::sequencing
