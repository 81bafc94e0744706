// What is remembered of plugins over a restart: the table kernel_plugin.
#pragma once

#include "tessera/database.hpp"
#include "tessera/principal.hpp"

#include <map>
#include <set>
#include <string>

namespace tessera::kernel {

struct PluginState {
    bool disabled = false;
    /// Events it handles after commit: while it does not run, they wait for it in the outbox.
    std::set<std::string> subscriptions;
};

std::map<std::string, PluginState> read_plugin_states(Database& db);
/// Takes effect at the next start; the running server is told by PluginManager.
void remember_disabled(Database& db, const Principal& actor, const std::string& id, bool disabled);
void remember_subscriptions(Database& db, const std::string& id,
                            const std::set<std::string>& subscriptions);

}  // namespace tessera::kernel
