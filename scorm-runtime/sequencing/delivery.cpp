// Delivery Behaviour (DB): the last check, and the attempt begins.
#include "sequencing/engine.hpp"

namespace scorm::sequencing {

// Delivery Request Process [DB.1.1]: the exception, empty when `a` may be delivered.
std::string_view Engine::delivery_request(std::int32_t a) const {
    if (!tree().launchable(a)) return "DB.1.1-1";
    for (std::int32_t above = a; above != kNone; above = tree().parent(above)) {
        if (check_activity(above)) return "DB.1.1-3";
    }
    return {};
}

// Content Delivery Environment Process [DB.2]
std::string_view Engine::content_delivery_environment(std::int32_t a, bool& resumed) {
    if (current() != kNone && tracking(current()).active) return "DB.2-1";
    if (store_.scalars().suspended != a) clear_suspended_activity(a);
    store_.scalars().suspended = kNone;
    if (current() != kNone) terminate_descendent_attempts(a);

    resumed = tracking(a).suspended;
    std::vector<std::int32_t> path;
    for (std::int32_t above = a; above != kNone; above = tree().parent(above)) {
        path.push_back(above);
    }
    for (std::size_t n = path.size(); n-- > 0;) begin_attempt(path[n]);
    move_current(a);
    store_.scalars().suspend_on_exit = false;
    store_.edit_reports().assign(store_.objective_count(a), {});
    if (tracing()) {
        TraceEntry& entry = note(TraceKind::Delivery, a, "DB.2");
        entry.what = resumed ? "resumed" : "new";
        entry.first = Real::from_int(tracking(a).attempts).text();
    }
    return {};
}

// DB.2 step 5 for one activity: goes on with a suspended attempt or starts a new one.
void Engine::begin_attempt(std::int32_t a) {
    if (tracking(a).active) return;
    ActivityTracking& state = store_.edit_tracking(a);
    const bool resumed = state.suspended;
    state.active = true;
    state.suspended = false;
    if (resumed || !tree().sequencing(a).delivery.tracked) return;
    ++state.attempts;
    state.attempt_started = now_;
    if (!record_) return;
    in_process("DB.2");
    clear_local(a);
    make_children_stale(a);
}

// What the children have from earlier attempts on `a` counts no longer where its useCurrentAttempt…
// controls say so.
void Engine::make_children_stale(std::int32_t a) {
    const ControlModes& control = tree().control(a);
    for (std::int32_t child : tree().all_children(a)) {
        const ObjectiveProgress& values = store_.local(child, 0);
        const bool objective =
            control.use_current_attempt_objective_info && (values.satisfied || values.measure);
        const bool progress =
            control.use_current_attempt_progress_info && (values.completed || values.progress);
        if (!objective && !progress) continue;
        ActivityTracking& below = store_.edit_tracking(child);
        below.objective_stale |= objective;
        below.progress_stale |= progress;
    }
}

// Clear Suspended Activity Subprocess [DB.2.1]: another activity is delivered than the one that was
// suspended with everything above it.
void Engine::clear_suspended_activity(std::int32_t identified) {
    const std::int32_t suspended = store_.scalars().suspended;
    if (suspended == kNone) return;
    const std::int32_t common = tree().common_ancestor(suspended, identified);
    for (std::int32_t a = suspended; a != common; a = tree().parent(a)) {
        bool child_suspended = false;
        for (std::int32_t n = 0; n < tree().available_count(a); ++n) {
            child_suspended |= tracking(tree().available_child(a, n)).suspended;
        }
        store_.edit_tracking(a).suspended = child_suspended;
    }
}

}  // namespace scorm::sequencing
