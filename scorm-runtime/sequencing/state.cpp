// The engine's state as JSON. Only what differs from a fresh attempt is written: activities that
// were never touched take no room.
#include "model/json.hpp"
#include "model/sort.hpp"
#include "sequencing/engine.hpp"

#include <algorithm>

namespace scorm::sequencing {

namespace {

void write_flag(json::Writer& out, std::string_view name, std::optional<bool> value) {
    if (value) out.key(name).boolean(*value);
}

void write_real(json::Writer& out, std::string_view name, std::optional<Real> value) {
    if (value) out.key(name).real(*value);
}

void write_values(json::Writer& out, const ObjectiveProgress& values) {
    write_flag(out, "satisfied", values.satisfied);
    write_real(out, "measure", values.measure);
    write_real(out, "raw", values.raw);
    write_real(out, "min", values.min);
    write_real(out, "max", values.max);
    write_flag(out, "completed", values.completed);
    write_real(out, "progress", values.progress);
}

std::optional<bool> read_flag(const json::Value& value) {
    if (value.kind() != json::Kind::True && value.kind() != json::Kind::False) return std::nullopt;
    return value.boolean();
}

ObjectiveProgress read_values(const json::Value& value) {
    ObjectiveProgress values;
    values.satisfied = read_flag(value["satisfied"]);
    values.measure = value["measure"].optional_real();
    values.raw = value["raw"].optional_real();
    values.min = value["min"].optional_real();
    values.max = value["max"].optional_real();
    values.completed = read_flag(value["completed"]);
    values.progress = value["progress"].optional_real();
    return values;
}

void write_if(json::Writer& out, std::string_view name, bool value) {
    if (value) out.key(name).boolean(true);
}

}  // namespace

void Engine::write_state(json::Writer& out) const {
    const Scalars& scalars = store_.scalars();
    out.begin_object();
    out.key("activities").integer(tree().size());
    out.key("current").integer(scalars.current);
    out.key("suspended").integer(scalars.suspended);
    // JSON numbers lose the upper bits of 64-bit values in scripts, so the generator's state is
    // cut.
    out.key("random_high").integer(static_cast<std::int64_t>(scalars.random >> 32U));
    out.key("random_low").integer(static_cast<std::int64_t>(scalars.random & 0xffffffffU));
    out.key("now").integer(now_);
    write_if(out, "suspend_on_exit", scalars.suspend_on_exit);

    out.key("tracking").begin_array();
    for (std::int32_t a = 0; a < tree().size(); ++a) {
        const ActivityTracking& state = tracking(a);
        const bool touched = state.attempts > 0 || state.active || state.suspended ||
                             state.objective_stale || state.progress_stale;
        if (!touched) continue;
        out.begin_object().key("activity").integer(a).key("attempts").integer(state.attempts);
        out.key("started").integer(state.attempt_started);
        write_if(out, "active", state.active);
        write_if(out, "suspended", state.suspended);
        write_if(out, "objective_stale", state.objective_stale);
        write_if(out, "progress_stale", state.progress_stale);
        out.end_object();
    }
    out.end_array();

    out.key("objectives").begin_array();
    for (std::int32_t a = 0; a < tree().size(); ++a) {
        for (std::size_t o = 0; o < store_.objective_count(a); ++o) {
            if (store_.local(a, o) == ObjectiveProgress{}) continue;
            out.begin_object().key("activity").integer(a);
            out.key("index").integer(static_cast<std::int64_t>(o));
            write_values(out, store_.local(a, o));
            out.end_object();
        }
    }
    out.end_array();

    out.key("globals").begin_array();
    for (std::size_t g = 0; g < store_.global_count(); ++g) {
        const auto index = static_cast<std::int32_t>(g);
        if (store_.global(index) == ObjectiveProgress{}) continue;
        out.begin_object().key("id").string(store_.global_id(index));
        write_values(out, store_.global(index));
        out.end_object();
    }
    out.end_array();

    out.key("available").begin_array();
    for (std::int32_t a = 0; a < tree().size(); ++a) {
        const std::vector<std::int32_t> children = tree().available_children(a);
        if (children == tree().all_children(a)) continue;
        out.begin_object().key("activity").integer(a).key("children").begin_array();
        for (std::int32_t child : children) out.integer(child);
        out.end_array().end_object();
    }
    out.end_array();

    out.key("reports").begin_array();
    for (const Report& report : store_.reports()) {
        out.begin_object();
        if (report.set != 0) out.key("set").integer(report.set);
        write_values(out, report.values);
        out.end_object();
    }
    out.end_array();
    out.end_object();
}

namespace {

/// More than anybody makes; counting on from here does not overflow.
constexpr std::int64_t kMaxAttempts = 1'000'000'000;

std::int32_t index_of(const json::Value& value, std::size_t size) {
    const std::int64_t i = value.integer(kNone);
    return i >= 0 && i < static_cast<std::int64_t>(size) ? static_cast<std::int32_t>(i) : kNone;
}

/// Children of `cluster`, each once, or nothing.
std::optional<std::vector<std::int32_t>> read_children(const Tree& tree, std::int32_t cluster,
                                                       const json::Value& list) {
    std::vector<std::int32_t> children;
    for (json::Value item = list.first(); item.valid(); item = item.next()) {
        const auto child = index_of(item, static_cast<std::size_t>(tree.size()));
        if (child == kNone || tree.parent(child) != cluster) return std::nullopt;
        children.push_back(child);
    }
    std::vector<std::int32_t> sorted = children;
    sort(sorted);
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) return std::nullopt;
    return children;
}

}  // namespace

/// False when the state does not fit the course; the engine is then of no use.
bool Engine::read_state(const json::Value& state) {
    const auto size = static_cast<std::size_t>(tree().size());
    if (!state.is_object() || state["activities"].integer() != tree().size()) return false;
    Scalars& scalars = store_.scalars();
    scalars.current = index_of(state["current"], size);
    scalars.suspended = index_of(state["suspended"], size);
    scalars.random = (static_cast<std::uint64_t>(state["random_high"].integer()) << 32U) |
                     (static_cast<std::uint64_t>(state["random_low"].integer()) & 0xffffffffU);
    scalars.suspend_on_exit = state["suspend_on_exit"].boolean();
    now_ = std::max<Millis>(state["now"].integer(), 0);

    for (json::Value v = state["tracking"].first(); v.valid(); v = v.next()) {
        const std::int32_t a = index_of(v["activity"], size);
        if (a == kNone) return false;
        ActivityTracking& tracking = store_.edit_tracking(a);
        tracking.attempts = static_cast<std::int32_t>(
            std::clamp<std::int64_t>(v["attempts"].integer(), 0, kMaxAttempts));
        tracking.attempt_started = std::max<Millis>(v["started"].integer(), 0);
        tracking.active = v["active"].boolean();
        tracking.suspended = v["suspended"].boolean();
        tracking.objective_stale = v["objective_stale"].boolean();
        tracking.progress_stale = v["progress_stale"].boolean();
    }
    for (json::Value v = state["objectives"].first(); v.valid(); v = v.next()) {
        const std::int32_t a = index_of(v["activity"], size);
        const std::int64_t o = v["index"].integer(-1);
        if (a == kNone || o < 0 || o >= static_cast<std::int64_t>(store_.objective_count(a))) {
            return false;
        }
        store_.edit_local(a, static_cast<std::size_t>(o)) = read_values(v);
    }
    for (json::Value v = state["globals"].first(); v.valid(); v = v.next()) {
        const std::int32_t g = store_.find_global(v["id"].string());
        if (g != kNone) store_.edit_global(g) = read_values(v);
    }
    for (json::Value v = state["available"].first(); v.valid(); v = v.next()) {
        const std::int32_t a = index_of(v["activity"], size);
        if (a == kNone) return false;
        const auto children = read_children(tree(), a, v["children"]);
        if (!children) return false;
        store_.set_available_children(a, *children);
    }
    std::vector<Report>& reports = store_.edit_reports();
    for (json::Value v = state["reports"].first(); v.valid(); v = v.next()) {
        reports.push_back({read_values(v), static_cast<std::uint8_t>(v["set"].integer())});
    }
    const std::int32_t running = delivered();
    if (running == kNone) {
        reports.clear();
    } else if (reports.size() != store_.objective_count(running)) {
        return false;
    }
    store_.take_changed_globals();
    changed();
    return true;
}

void Engine::set_known_globals(const std::vector<GlobalObjective>& known) {
    if (!tree().course().objectives_global_to_system) return;
    for (const GlobalObjective& one : known) {
        const std::int32_t g = store_.find_global(one.id);
        if (g == kNone) continue;
        store_.edit_global(g) = {one.satisfied, one.measure,   one.raw,     one.min,
                                 one.max,       one.completed, one.progress};
    }
    store_.take_changed_globals();
    changed();
}

std::vector<GlobalObjective> Engine::take_objectives() {
    std::vector<GlobalObjective> result;
    const std::vector<std::int32_t> written = store_.take_changed_globals();
    if (!tree().course().objectives_global_to_system) return result;
    for (std::int32_t g : written) {
        const ObjectiveProgress& values = store_.global(g);
        result.push_back({store_.global_id(g), values.satisfied, values.measure, values.raw,
                          values.min, values.max, values.completed, values.progress});
    }
    return result;
}

}  // namespace scorm::sequencing
