#include "app/plugin_commands.hpp"

#include "db/storage.hpp"
#include "log/log.hpp"
#include "plugin/discovery.hpp"
#include "plugin/library.hpp"
#include "plugin/order.hpp"
#include "plugin/state.hpp"
#include "time/clock.hpp"

#include <ostream>

namespace tessera::kernel {

namespace {

const char* const kActor = "tessera plugin";

/// The data folder, and what is installed and remembered.
struct Known {
    explicit Known(const Places& places)
        : storage(places.data, places.home / "kernel" / "migrations", clock, log),
          found(find_plugins({places.home / "plugins", places.data / "plugins"})),
          states(read_plugin_states(storage.db())) {}

    bool has(const std::string& id) const { return found.plugins.count(id) || states.count(id); }

    SystemClock clock;
    JsonLog log{clock, LogLevel::Warning};
    Storage storage;
    FoundPlugins found;
    std::map<std::string, PluginState> states;
};

void require_known(const Known& known, const std::string& id) {
    if (!known.has(id)) throw not_found("There is no plugin \"" + id + "\".");
}

/// What a start would find, without starting anything.
std::string objection_of(const FoundPlugin& plugin, const Order& order) {
    if (!plugin.objection.empty()) return plugin.objection;
    const auto held = order.held.find(plugin.manifest.id);
    if (held != order.held.end()) return held->second;
    try {
        check_stamps(plugin.manifest);
        return {};
    } catch (const Error& problem) {
        return problem.what();
    }
}

std::pair<std::string, std::string> outcome_of(const FoundPlugin& plugin, const PluginState& state,
                                               const Order& order) {
    if (state.disabled) return {"disabled", ""};
    if (state.ended_server) return {"held", kEndedServer};
    if (auto objection = objection_of(plugin, order); !objection.empty())
        return {"held", std::move(objection)};
    if (state.state == "running" || state.state == "held") return {state.state, state.reason};
    return {"compatible", ""};
}

void print(std::ostream& out, const std::string& id, const std::string& version,
           const std::pair<std::string, std::string>& outcome) {
    out << id << "\t" << version << "\t" << outcome.first;
    if (!outcome.second.empty()) out << "\t" << outcome.second;
    out << "\n";
}

}  // namespace

int list_plugins(const Places& places, std::ostream& out) {
    Known known(places);
    std::vector<Manifest> manifests;
    for (const auto& [id, plugin] : known.found.plugins) {
        if (plugin.objection.empty() && !known.states[id].disabled)
            manifests.push_back(plugin.manifest);
    }
    const Order order = dependency_order(manifests);
    for (const auto& [id, plugin] : known.found.plugins)
        print(out, id, plugin.manifest.version, outcome_of(plugin, known.states[id], order));
    for (const auto& [id, state] : known.states) {
        if (known.found.plugins.count(id)) continue;
        print(out, id, "-", {state.disabled ? "disabled" : "missing", "Its folder is missing."});
    }
    for (const std::string& problem : known.found.problems) out << problem << "\n";
    return 0;
}

int enable_plugin(const Places& places, const std::string& id, std::ostream& out) {
    Known known(places);
    require_known(known, id);
    remember_disabled(known.storage.db(), Principal::system(kActor), id, false);
    out << id << " is enabled. A running server does this at its next start.\n";
    return 0;
}

int disable_plugin(const Places& places, const std::string& id, bool sure, std::ostream& out) {
    Known known(places);
    require_known(known, id);
    const auto plugin = known.found.plugins.find(id);
    std::set<std::string> guards = known.states[id].contract.guards;
    if (plugin != known.found.plugins.end())
        guards.insert(plugin->second.manifest.guards.begin(), plugin->second.manifest.guards.end());
    if (!guards.empty() && !sure) {
        out << id
            << " guards what follows. While it is disabled nobody is asked, and it is open:\n";
        for (const std::string& question : guards) out << "  " << question << "\n";
        out << "Nothing was changed. To disable it all the same, add --yes.\n";
        return 1;
    }
    remember_disabled(known.storage.db(), Principal::system(kActor), id, true);
    out << id << " is disabled. A running server does this at its next start.\n";
    return 0;
}

int forget_plugin_command(const Places& places, const std::string& id, std::ostream& out) {
    Known known(places);
    require_known(known, id);
    if (known.found.plugins.count(id)) {
        throw Error(ErrorKind::Conflict, "plugin.change",
                    "\"" + id + "\" is installed. Remove its folder first.");
    }
    forget_plugin(known.storage.db(), Principal::system(kActor), id);
    out << id << " is forgotten, with the events and jobs that waited for it. A running server "
        << "learns of it at its next start.\n";
    return 0;
}

}  // namespace tessera::kernel
