#include "plugin/state.hpp"

#include <sstream>

namespace tessera::kernel {

std::map<std::string, PluginState> read_plugin_states(Database& db) {
    std::map<std::string, PluginState> states;
    db.read([&](Reader& reader) {
        states.clear();
        for (Row row : reader.query("SELECT id, disabled, subscriptions FROM kernel_plugin")) {
            PluginState& state = states[row.get<std::string>(0)];
            state.disabled = row.get<bool>(1);
            std::istringstream words(row.get<std::string>(2));
            for (std::string event; words >> event;) state.subscriptions.insert(event);
        }
    });
    return states;
}

void remember_disabled(Database& db, const Principal& actor, const std::string& id, bool disabled) {
    db.write([&](Transaction& tx) {
        tx.execute(
            "INSERT INTO kernel_plugin (id, disabled, subscriptions) VALUES (?, ?, '') "
            "ON CONFLICT (id) DO UPDATE SET disabled = excluded.disabled",
            id, disabled);
        tx.audit(actor, {disabled ? "kernel.plugin-disabled" : "kernel.plugin-enabled",
                         "plugin:" + id, "", ""});
    });
}

void remember_subscriptions(Database& db, const std::string& id,
                            const std::set<std::string>& subscriptions) {
    std::string words;
    for (const std::string& event : subscriptions) words += (words.empty() ? "" : " ") + event;
    db.write([&](Transaction& tx) {
        tx.execute(
            "INSERT INTO kernel_plugin (id, disabled, subscriptions) VALUES (?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET subscriptions = excluded.subscriptions",
            id, false, words);
    });
}

}  // namespace tessera::kernel
