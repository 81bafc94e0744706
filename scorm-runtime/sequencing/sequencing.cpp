// Sequencing Behaviour (SB.2.5 to SB.2.13): which activity shall be delivered? Choice has its own
// file.
#include "sequencing/engine.hpp"

namespace scorm::sequencing {

namespace {

SequencingResult refused(std::string_view exception) { return {kNone, false, exception}; }

SequencingResult of(const FlowResult& flow) {
    if (flow.deliverable) return {flow.activity, false, {}};
    return {kNone, flow.end_session, flow.exception};
}

}  // namespace

// Sequencing Request Process [SB.2.12]
SequencingResult Engine::sequencing_request(Request request, std::int32_t target) {
    switch (request) {
        case Request::Start:
            return start();
        case Request::ResumeAll:
            return resume_all();
        case Request::Continue:
            return continue_();
        case Request::Previous:
            return previous();
        case Request::Choice:
            return choice(target);
        case Request::Jump:
            return jump(target);
        case Request::Retry:
            return retry();
        case Request::Exit:
            return exit();
        case Request::None:
            break;
    }
    return refused("SB.2.12-1");
}

// Start Sequencing Request Process [SB.2.5]
SequencingResult Engine::start() {
    if (current() != kNone) return refused("SB.2.5-1");
    if (!tracking(0).suspended) forget_objectives();
    if (tree().leaf(0)) return {0, false, {}};
    return of(flow_from_root());
}

// A course with a single activity starts by itself, flow or not.
FlowResult Engine::flow_from_root() {
    if (tree().size() == 2 && tree().available_count(0) == 1) return {1, true, false, {}};
    return flow(0, Direction::Forward, true);
}

// Resume All Sequencing Request Process [SB.2.6]
SequencingResult Engine::resume_all() const {
    if (current() != kNone) return refused("SB.2.6-1");
    if (store_.scalars().suspended == kNone) return refused("SB.2.6-2");
    return {store_.scalars().suspended, false, {}};
}

// Continue Sequencing Request Process [SB.2.7]
SequencingResult Engine::continue_() {
    if (current() == kNone) return refused("SB.2.7-1");
    const std::int32_t parent = tree().parent(current());
    if (parent != kNone && !tree().control(parent).flow) return refused("SB.2.7-2");
    return of(flow(current(), Direction::Forward, false));
}

// Previous Sequencing Request Process [SB.2.8]
SequencingResult Engine::previous() {
    if (current() == kNone) return refused("SB.2.8-1");
    const std::int32_t parent = tree().parent(current());
    if (parent != kNone && !tree().control(parent).flow) return refused("SB.2.8-2");
    return of(flow(current(), Direction::Backward, false));
}

// A new attempt on the course begins. Where its objectives are not global to the system they belong
// to the attempt, those of the activities with them; what was completed stays completed.
void Engine::forget_objectives() {
    if (tree().course().objectives_global_to_system) return;
    in_process("SB.2.5");
    for (std::size_t g = 0; g < store_.global_count(); ++g) {
        store_.edit_global(static_cast<std::int32_t>(g)) = {};
    }
    for (std::int32_t a = 0; a < tree().size(); ++a) {
        for (std::size_t o = 0; o < store_.objective_count(a); ++o) {
            ObjectiveProgress kept;
            kept.completed = store_.local(a, o).completed;
            kept.progress = store_.local(a, o).progress;
            if (store_.local(a, o) == kept) continue;
            if (tracing()) note_reset(a, o, store_.local(a, o), kept);
            store_.edit_local(a, o) = kept;
        }
    }
}

// Retry Sequencing Request Process [SB.2.10]
SequencingResult Engine::retry() {
    if (current() == kNone) return refused("SB.2.10-1");
    const ActivityTracking& state = tracking(current());
    if (state.active || state.suspended) return refused("SB.2.10-2");
    if (current() == 0) forget_objectives();
    if (tree().leaf(current())) return {current(), false, {}};
    const FlowResult result =
        current() == 0 ? flow_from_root() : flow(current(), Direction::Forward, true);
    if (!result.deliverable && !result.end_session) return refused("SB.2.10-3");
    return of(result);
}

// Exit Sequencing Request Process [SB.2.11]
SequencingResult Engine::exit() const {
    if (current() == kNone) return refused("SB.2.11-1");
    if (tracking(current()).active) return refused("SB.2.11-2");
    return {kNone, current() == 0, {}};
}

// Jump Sequencing Request Process [SB.2.13]
SequencingResult Engine::jump(std::int32_t target) const {
    if (current() == kNone) return refused("SB.2.13-1");
    return {target, false, {}};
}

}  // namespace scorm::sequencing
