#include "plugin/state.hpp"

#include <sstream>

namespace tessera::kernel {

namespace {

std::set<std::string> words_of(const std::string& text) {
    std::set<std::string> words;
    std::istringstream in(text);
    for (std::string word; in >> word;) words.insert(word);
    return words;
}

std::string joined(const std::set<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

/// A row to update.
void make_row(Transaction& tx, const std::string& id) {
    tx.execute(
        "INSERT INTO kernel_plugin (id, disabled, subscriptions) VALUES (?, 0, '') "
        "ON CONFLICT (id) DO NOTHING",
        id);
}

}  // namespace

std::map<std::string, PluginState> read_plugin_states(Database& db) {
    std::map<std::string, PluginState> states;
    db.read([&](Reader& reader) {
        states.clear();
        for (Row row : reader.query("SELECT id, disabled, ended_server, subscriptions, "
                                    "in_transaction, guards, state, reason FROM kernel_plugin")) {
            PluginState& state = states[row.get<std::string>(0)];
            state.disabled = row.get<bool>(1);
            state.ended_server = row.get<bool>(2);
            state.contract.after_commit = words_of(row.get<std::string>(3));
            state.contract.in_transaction = words_of(row.get<std::string>(4));
            state.contract.guards = words_of(row.get<std::string>(5));
            state.state = row.get<std::string>(6);
            state.reason = row.get<std::string>(7);
        }
    });
    return states;
}

void remember_disabled(Database& db, const Principal& actor, const std::string& id, bool disabled) {
    db.write([&](Transaction& tx) {
        make_row(tx, id);
        tx.execute("UPDATE kernel_plugin SET disabled = ?, ended_server = 0 WHERE id = ?", disabled,
                   id);
        tx.audit(actor, {disabled ? "kernel.plugin-disabled" : "kernel.plugin-enabled",
                         "plugin:" + id, "", ""});
    });
}

void remember_ended_server(Database& db, const std::vector<std::string>& ids) {
    if (ids.empty()) return;
    db.write([&](Transaction& tx) {
        for (const std::string& id : ids) {
            make_row(tx, id);
            tx.execute("UPDATE kernel_plugin SET ended_server = 1 WHERE id = ?", id);
        }
    });
}

void remember_contract(Database& db, const std::string& id, const PluginContract& contract) {
    db.write([&](Transaction& tx) {
        make_row(tx, id);
        tx.execute(
            "UPDATE kernel_plugin SET subscriptions = ?, in_transaction = ?, guards = ? "
            "WHERE id = ?",
            joined(contract.after_commit), joined(contract.in_transaction), joined(contract.guards),
            id);
    });
}

void remember_outcomes(Database& db,
                       const std::map<std::string, std::pair<std::string, std::string>>& outcomes) {
    if (outcomes.empty()) return;
    db.write([&](Transaction& tx) {
        for (const auto& [id, outcome] : outcomes) {
            make_row(tx, id);
            tx.execute("UPDATE kernel_plugin SET state = ?, reason = ? WHERE id = ?", outcome.first,
                       outcome.second, id);
        }
    });
}

void forget_plugin(Database& db, const Principal& actor, const std::string& id) {
    db.write([&](Transaction& tx) {
        const auto events = tx.execute("DELETE FROM kernel_outbox WHERE plugin = ?", id);
        // Ids of jobs begin with the plugin's id and a dot; after the dot comes the slash.
        const auto jobs =
            tx.execute("DELETE FROM kernel_job WHERE state = 'waiting' AND job >= ? AND job < ?",
                       id + ".", id + "/");
        tx.execute("DELETE FROM kernel_schedule WHERE job >= ? AND job < ?", id + ".", id + "/");
        tx.execute("DELETE FROM kernel_plugin WHERE id = ?", id);
        tx.audit(actor, {"kernel.plugin-forgotten", "plugin:" + id,
                         "{\"events\":" + std::to_string(events) +
                             ",\"jobs\":" + std::to_string(jobs) + "}",
                         ""});
    });
}

}  // namespace tessera::kernel
