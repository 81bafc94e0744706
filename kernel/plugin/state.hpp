// What is remembered of plugins over a restart: the table kernel_plugin.
#pragma once

#include "tessera/database.hpp"
#include "tessera/principal.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace tessera::kernel {

/// What a plugin handles and decides, as it was when it last ran: while it does not run its events
/// wait and the questions it guards are answered with no.
struct PluginContract {
    std::set<std::string> after_commit, in_transaction;  ///< events
    std::set<std::string> guards;                        ///< questions
    bool operator==(const PluginContract&) const = default;
};

struct PluginState {
    bool disabled = false;
    /// A process ended while it started the plugin: it is held until somebody enables it.
    bool ended_server = false;
    PluginContract contract;
    std::string state, reason;  ///< after the last start; empty: never started here
};

std::map<std::string, PluginState> read_plugin_states(Database& db);
/// Takes effect at the next start; the running server is told by PluginManager. Enabling also takes
/// back `ended_server`.
void remember_disabled(Database& db, const Principal& actor, const std::string& id, bool disabled);
void remember_ended_server(Database& db, const std::vector<std::string>& ids);
void remember_contract(Database& db, const std::string& id, const PluginContract& contract);
/// State and reason by plugin.
void remember_outcomes(Database& db,
                       const std::map<std::string, std::pair<std::string, std::string>>& outcomes);
/// Drops the events and jobs that wait for the plugin, and everything above.
void forget_plugin(Database& db, const Principal& actor, const std::string& id);

}  // namespace tessera::kernel
