// Navigation Behaviour (NB): is a request of the learner or the content meaningful now, and which
// termination and sequencing requests does it stand for?
#include "sequencing/engine.hpp"

namespace scorm::sequencing {

namespace {

NavigationResult refused(std::string_view exception) {
    return {false, Termination::None, Request::None, exception};
}

NavigationResult accepted(Termination termination, Request sequencing) {
    return {true, termination, sequencing, {}};
}

}  // namespace

// Navigation Request Process [NB.2.1]
NavigationResult Engine::navigation_request(Navigation navigation, std::int32_t target) const {
    switch (navigation) {
        case Navigation::Start:
            if (current() != kNone) return refused("NB.2.1-1");
            return accepted(Termination::None, Request::Start);
        case Navigation::ResumeAll:
            if (current() != kNone) return refused("NB.2.1-1");
            if (store_.scalars().suspended == kNone) return refused("NB.2.1-3");
            return accepted(Termination::None, Request::ResumeAll);
        case Navigation::Continue:
            return navigation_continue();
        case Navigation::Previous:
            return navigation_previous();
        case Navigation::Choice:
            return navigation_choice(target);
        case Navigation::Jump:
            return navigation_jump(target);
        case Navigation::Exit:
        case Navigation::ExitAll:
        case Navigation::Abandon:
        case Navigation::AbandonAll:
        case Navigation::SuspendAll:
            return navigation_end(navigation);
        case Navigation::None:
            break;
    }
    return refused("NB.2.1-13");
}

// NB.2.1 case 3
NavigationResult Engine::navigation_continue() const {
    if (current() == kNone) return refused("NB.2.1-2");
    const std::int32_t parent = tree().parent(current());
    if (parent == kNone || !tree().control(parent).flow) return refused("NB.2.1-4");
    const bool active = tracking(current()).active;
    return accepted(active ? Termination::Exit : Termination::None, Request::Continue);
}

// NB.2.1 case 4
NavigationResult Engine::navigation_previous() const {
    if (current() == kNone) return refused("NB.2.1-2");
    const std::int32_t parent = tree().parent(current());
    if (parent == kNone) return refused("NB.2.1-6");
    const ControlModes& control = tree().control(parent);
    if (!control.flow || control.forward_only) return refused("NB.2.1-5");
    const bool active = tracking(current()).active;
    return accepted(active ? Termination::Exit : Termination::None, Request::Previous);
}

// NB.2.1 case 7
NavigationResult Engine::navigation_choice(std::int32_t target) const {
    if (target < 0 || target >= tree().size()) return refused("NB.2.1-11");
    const std::int32_t parent = tree().parent(target);
    if (parent != kNone && !tree().control(parent).choice) return refused("NB.2.1-10");
    if (current() == kNone) return accepted(Termination::None, Request::Choice);

    // What lies on the way out of the current activity must let the learner go.
    const std::int32_t common = tree().common_ancestor(current(), target);
    for (std::int32_t a = current(); a != common; a = tree().parent(a)) {
        if (tracking(a).active && !tree().control(a).choice_exit) return refused("NB.2.1-8");
    }
    const bool active = tracking(current()).active;
    if (active && !tree().control(current()).choice_exit) return refused("NB.2.1-8");
    return accepted(active ? Termination::Exit : Termination::None, Request::Choice);
}

// NB.2.1 case 13. Jump came with the 4th edition.
NavigationResult Engine::navigation_jump(std::int32_t target) const {
    if (tree().course().edition != Edition::Scorm2004_4) return refused("NB.2.1-13");
    if (target < 0 || target >= tree().size()) return refused("NB.2.1-11");
    if (!tree().reachable(target)) return refused("NB.2.1-11");
    const bool active = current() != kNone && tracking(current()).active;
    return accepted(active ? Termination::Exit : Termination::None, Request::Jump);
}

// NB.2.1 cases 8 to 12
NavigationResult Engine::navigation_end(Navigation navigation) const {
    if (current() == kNone) return refused("NB.2.1-2");
    const bool active = tracking(current()).active;
    switch (navigation) {
        case Navigation::Exit:
            if (!active) return refused("NB.2.1-12");
            return accepted(Termination::Exit, Request::Exit);
        case Navigation::Abandon:
            if (!active) return refused("NB.2.1-12");
            return accepted(Termination::Abandon, Request::Exit);
        case Navigation::ExitAll:
            return accepted(Termination::ExitAll, Request::Exit);
        case Navigation::AbandonAll:
            return accepted(Termination::AbandonAll, Request::Exit);
        default:
            return accepted(Termination::SuspendAll, Request::Exit);
    }
}

}  // namespace scorm::sequencing
