// What each request would do now: for the controls, the table of contents and
// adl.nav.request_valid. The attempt on the current activity is ended once, as every request but
// Suspend and Abandon would; the possible ways from there are tried; then all is undone.
//
// Choice and jump are answered for all activities together. Where the specification walks the path
// of one target, three passes collect for every activity what its path holds. validity_test.cpp
// compares the result with really choosing, on thousands of random trees.
#include "sequencing/engine.hpp"

namespace scorm::sequencing {

struct Engine::Reach {
    std::vector<std::int32_t> order;  ///< reachable activities in reading order

    // By activity. Those not reachable have rank kNone.
    std::vector<std::int32_t> rank;
    std::vector<bool> skipped;
    std::vector<bool> stops;         ///< it stops forward traversal
    std::vector<bool> available;     ///< it is not disabled itself
    std::vector<bool> shown;         ///< neither it nor anything above is hidden from choice
    std::vector<bool> enabled;       ///< neither it nor anything above is disabled
    std::vector<bool> open_forward;  ///< the path from the common ancestor lets pass, going forward
    std::vector<bool> open_backward;
    std::vector<bool> delivers;  ///< choosing it would find content

    // Around the current activity
    std::int32_t inside = 0;       ///< choice exit: targets must be in here; kNone for none at all
    std::int32_t exit_inside = 0;  ///< the same after the attempt ended
    std::int32_t constrained = kNone;  ///< outside of it, only its neighbours may be chosen
    std::int32_t neighbour_after = kNone;
    std::int32_t neighbour_before = kNone;
    std::int32_t last_sibling = kNone;  ///< position up to which stop rules let pass
};

bool Engine::accepts(Navigation navigation) const {
    return navigation_request(navigation, kNone).valid;
}

bool Engine::leads_somewhere(Request sequencing) {
    const Store::Mark mark = store_.mark();
    const bool yes = find_delivery(sequencing, kNone).outcome != Outcome::Refused;
    store_.undo(mark);
    return yes;
}

const Validity& Engine::validity() {
    if (fresh_validity_) return validity_;
    const auto size = static_cast<std::size_t>(tree().size());
    Validity& v = validity_;
    v = {};
    v.choice.assign(size, false);
    v.jump.assign(size, false);
    v.start = accepts(Navigation::Start) && leads_somewhere(Request::Start);
    v.resume_all = accepts(Navigation::ResumeAll) && leads_somewhere(Request::ResumeAll);
    v.exit = accepts(Navigation::Exit);
    v.exit_all = accepts(Navigation::ExitAll);
    v.abandon = accepts(Navigation::Abandon);
    v.abandon_all = accepts(Navigation::AbandonAll);
    v.suspend_all = accepts(Navigation::SuspendAll) &&
                    !(current() == 0 && !tracking(0).active && !tracking(0).suspended);
    v.continue_ = accepts(Navigation::Continue);
    const bool previous_accepted = accepts(Navigation::Previous);

    Reach reach;
    reach.inside = choice_limit();
    const Store::Mark mark = store_.mark();
    TerminationResult ended;
    if (current() != kNone && tracking(current()).active) ended = terminate_exit();
    if (ended.valid) {
        const bool replaced = ended.sequencing != Request::None;
        v.previous =
            previous_accepted && leads_somewhere(replaced ? ended.sequencing : Request::Previous);
        look_along_path(reach);
        look_down(reach);
        look_for_content(reach);
        const bool jumps = current() != kNone && tree().course().edition == Edition::Scorm2004_4;
        for (std::int32_t a : reach.order) {
            const auto i = static_cast<std::size_t>(a);
            v.choice[i] = choosable(reach, a);
            v.jump[i] = jumps && tree().launchable(a) && reach.enabled[i];
        }
    }
    store_.undo(mark);
    fresh_validity_ = true;
    return v;
}

// NB.2.1 case 7: choice exit while the current activity still runs.
std::int32_t Engine::choice_limit() const {
    if (current() == kNone) return 0;
    if (tracking(current()).active && !tree().control(current()).choice_exit) return kNone;
    for (std::int32_t a = current(); a != 0; a = tree().parent(a)) {
        if (tracking(a).active && !tree().control(a).choice_exit) return a;
    }
    return 0;
}

// SB.2.9 steps 8, 10 and 11: what the way out of the current activity allows.
void Engine::look_along_path(Reach& reach) const {
    if (current() == kNone) return;
    for (std::int32_t a = current(); a != kNone; a = tree().next_sibling(a)) {
        reach.last_sibling = tree().position(a);
        if (pre_condition_holds(a, RuleAction::StopForwardTraversal)) break;
    }
    bool limited = false;
    for (std::int32_t a = tree().parent(current()); a != kNone && a != 0; a = tree().parent(a)) {
        if (!limited && !tree().control(a).choice_exit) {
            reach.exit_inside = a;
            limited = true;
        }
        const bool constrains = tree().sequencing(a).constrained_choice.constrain_choice;
        if (reach.constrained == kNone && constrains) reach.constrained = a;
    }
    if (reach.constrained == kNone) return;
    reach.neighbour_after = choice_flow(reach.constrained, Direction::Forward);
    reach.neighbour_before = choice_flow(reach.constrained, Direction::Backward);
}

// Top-down: rules on the way to each activity.
void Engine::look_down(Reach& reach) const {
    const auto size = static_cast<std::size_t>(tree().size());
    reach.order = tree().reading_order();
    reach.rank.assign(size, kNone);
    reach.skipped.assign(size, false);
    reach.stops.assign(size, false);
    reach.available.assign(size, false);
    reach.shown.assign(size, false);
    reach.enabled.assign(size, false);
    reach.open_forward.assign(size, true);
    reach.open_backward.assign(size, true);
    std::int32_t rank = 0;
    for (std::int32_t a : reach.order) {
        const auto i = static_cast<std::size_t>(a);
        reach.rank[i] = rank++;
        reach.skipped[i] = pre_condition_holds(a, RuleAction::Skip);
        reach.stops[i] = pre_condition_holds(a, RuleAction::StopForwardTraversal);
        reach.shown[i] = !pre_condition_holds(a, RuleAction::HiddenFromChoice);
        reach.available[i] = !check_activity(a);
        reach.enabled[i] = reach.available[i];
        const std::int32_t parent = tree().parent(a);
        if (parent == kNone) continue;
        const auto above = static_cast<std::size_t>(parent);
        if (!reach.shown[above]) reach.shown[i] = false;
        if (!reach.enabled[above]) reach.enabled[i] = false;
        // `parent` is where the ways part when it holds the current activity.
        const bool common = current() == kNone ? parent == 0 : tree().within(current(), parent);
        const bool prevents =
            !common && !tracking(parent).active && tree().prevents_activation(parent);
        reach.open_forward[i] =
            !reach.stops[above] && !prevents && (common || reach.open_forward[above]);
        reach.open_backward[i] = !prevents && (common || reach.open_backward[above]);
    }
}

// From the end backward: where flow goes from each activity when it gets there walking forward
// (SB.2.2), and so what choosing a cluster would deliver.
void Engine::look_for_content(Reach& reach) const {
    const auto size = static_cast<std::size_t>(tree().size());
    std::vector<std::int32_t> flows_to(size, kNone);
    reach.delivers.assign(size, false);
    const auto into = [&](std::int32_t cluster) {
        if (tree().available_count(cluster) == 0) return kNone;
        return flows_to[static_cast<std::size_t>(tree().available_child(cluster, 0))];
    };
    const auto beyond = [&](std::int32_t a) {
        for (; a != 0; a = tree().parent(a)) {
            const std::int32_t next = tree().next_sibling(a);
            if (next != kNone) return flows_to[static_cast<std::size_t>(next)];
        }
        return kNone;
    };
    for (std::size_t n = reach.order.size(); n-- > 0;) {
        const std::int32_t a = reach.order[n];
        const auto i = static_cast<std::size_t>(a);
        const std::int32_t content = tree().leaf(a) ? a : into(a);
        reach.delivers[i] = content != kNone && tree().launchable(content) &&
                            reach.enabled[static_cast<std::size_t>(content)];
        const std::int32_t parent = tree().parent(a);
        if (parent == kNone || !tree().control(parent).flow) continue;
        if (reach.skipped[i]) {
            flows_to[i] = beyond(a);
        } else if (reach.available[i]) {
            flows_to[i] = content;
        }
    }
}

bool Engine::choosable(const Reach& reach, std::int32_t target) const {
    const auto i = static_cast<std::size_t>(target);
    if (!reach.shown[i] || !reach.delivers[i]) return false;
    const std::int32_t parent = tree().parent(target);
    if (parent != kNone && !tree().control(parent).choice) return false;
    if (reach.inside == kNone || !tree().within(target, reach.inside)) return false;
    return path_open(reach, target);
}

// SB.2.9 steps 7 to 11 for one target, in constant time.
bool Engine::path_open(const Reach& reach, std::int32_t target) const {
    const auto i = static_cast<std::size_t>(target);
    if (target == current()) return true;
    if (current() == kNone || tree().within(target, current())) return reach.open_forward[i];
    const std::int32_t parent = tree().parent(target);
    if (parent != kNone && parent == tree().parent(current())) {
        const std::int32_t from = tree().position(current());
        if (from == kNone) return false;
        if (tree().position(target) > from) return tree().position(target) <= reach.last_sibling;
        return !tree().control(parent).forward_only;
    }
    if (!tree().within(target, reach.exit_inside)) return false;
    if (tree().within(current(), target)) return true;
    const bool forward = reach.rank[i] > reach.rank[static_cast<std::size_t>(current())];
    if (reach.constrained != kNone && !tree().within(target, reach.constrained)) {
        const std::int32_t neighbour = forward ? reach.neighbour_after : reach.neighbour_before;
        if (!tree().within(target, neighbour)) return false;
    }
    return forward ? reach.open_forward[i] : reach.open_backward[i];
}

bool Engine::try_choice(std::int32_t target) {
    const NavigationResult request = navigation_request(Navigation::Choice, target);
    if (!request.valid) return false;
    const Store::Mark mark = store_.mark();
    TerminationResult ended;
    if (request.termination != Termination::None) ended = termination_request(request.termination);
    const bool delivers =
        ended.valid && find_delivery(Request::Choice, target).outcome == Outcome::Delivered;
    store_.undo(mark);
    return delivers;
}

const std::vector<ContentsEntry>& Engine::contents() {
    if (fresh_contents_) return contents_;
    const Validity& valid = validity();
    const auto size = static_cast<std::size_t>(tree().size());
    std::vector<bool> hidden(size, false);
    std::vector<std::int32_t> inner_depth(size, 0);  ///< depth of its children's lines
    contents_.clear();
    for (std::int32_t a : tree().reading_order()) {
        const auto i = static_cast<std::size_t>(a);
        const std::int32_t parent = tree().parent(a);
        const auto above = static_cast<std::size_t>(parent);
        const std::int32_t depth = parent == kNone ? 0 : inner_depth[above];
        hidden[i] = (parent != kNone && hidden[above]) ||
                    pre_condition_holds(a, RuleAction::HiddenFromChoice);
        if (hidden[i]) continue;
        // An invisible item hides itself alone, not what is in it (CAM 3.4.1.6).
        const bool visible = tree().activity(a).visible;
        inner_depth[i] = visible ? depth + 1 : depth;
        if (visible) contents_.push_back({a, depth, static_cast<bool>(valid.choice[i])});
    }
    fresh_contents_ = true;
    return contents_;
}

}  // namespace scorm::sequencing
