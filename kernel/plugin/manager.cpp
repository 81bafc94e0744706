#include "plugin/manager.hpp"

#include "plugin/call.hpp"
#include "plugin/discovery.hpp"
#include "settings/settings.hpp"
#include "tessera/auth.hpp"

#include <algorithm>

namespace tessera::kernel {

namespace fs = std::filesystem;

PluginManager::PluginManager(ManagerOptions options, const Facilities& facilities, Engine& engine,
                             Outbox& outbox, Registry& registry, std::function<void()> changed)
    : options_(std::move(options)),
      facilities_(facilities),
      engine_(engine),
      outbox_(outbox),
      registry_(registry),
      changed_(std::move(changed)) {
    if (options_.marks) mark_.emplace(*options_.marks);
}

PluginManager::~PluginManager() {
    // Contributions refer to their plugin's object, so they go first, and objects go in reverse.
    registry_.put({}, {});
    for (auto& entry : entries_) entry.second.mounted.reset();
    while (!retired_.empty()) {
        destroy(std::move(retired_.back()));
        retired_.pop_back();
    }
    while (!running_.empty()) {
        destroy(std::move(entries_.find(running_.back())->second.instance));
        running_.pop_back();
    }
}

void PluginManager::step(const std::shared_ptr<Instance>& instance, const char* name,
                         std::chrono::milliseconds limit, std::function<void()> fn) {
    try {
        steps_.run(instance->manifest.id, name, limit, std::move(fn));
    } catch (const Error& problem) {
        instance->abandoned = problem.code() == kStuck;
        throw;
    }
}

void PluginManager::destroy(std::shared_ptr<Instance> instance) {
    // The thread of an abandoned one holds it for ever.
    if (!instance || instance->abandoned || !instance->object) return;
    const std::string id = instance->manifest.id;
    try {
        step(instance, "its destruction", options_.stop_time, [instance] {
            instance->contributions = {};
            instance->object.reset();
        });
    } catch (const Error& problem) {
        facilities_.log.error("A plugin failed at its end",
                              {{"plugin", id}, {"reason", problem.what()}});
    }
}

void PluginManager::set_state(Entry& entry, const std::string& state, const std::string& reason) {
    const std::lock_guard lock(mutex_);
    entry.state = state;
    entry.reason = reason;
}

void PluginManager::hold(Entry& entry, const std::string& reason) {
    set_state(entry, "held", reason);
    // A command says it in its own words.
    const auto level = options_.with_pages ? LogLevel::Error : LogLevel::Info;
    facilities_.log.write(level, "A plugin is held",
                          {{"plugin", entry.manifest.id}, {"reason", reason}});
}

void PluginManager::discover() {
    FoundPlugins found = find_plugins(options_.folders);
    for (const std::string& problem : found.problems)
        facilities_.log.error("A folder is no plugin", {{"reason", problem}});
    for (auto& [id, plugin] : found.plugins) {
        if (entries_.count(id)) continue;
        Entry* placed = nullptr;
        {
            const std::lock_guard lock(mutex_);
            placed = &entries_[id];
            placed->manifest = std::move(plugin.manifest);
        }
        if (!plugin.objection.empty()) hold(*placed, plugin.objection);
    }
}

/// Plugins that ended a process while it started them are remembered, and then their marks go.
void PluginManager::take_marks() {
    if (!mark_) return;
    const auto left = mark_->left();
    std::vector<std::string> ids;
    for (const auto& mark : left) {
        if (!mark.plugin.empty()) ids.push_back(mark.plugin);
    }
    remember_ended_server(facilities_.db, ids);
    StartMark::forget(left);
}

void PluginManager::leave_out_unessential(const Order& order) {
    if (!options_.safe) return;
    std::set<std::string> kept;
    // What an essential plugin needs comes before it.
    for (auto id = order.ids.rbegin(); id != order.ids.rend(); ++id) {
        const Manifest& manifest = entries_.find(*id)->second.manifest;
        if (!kept.count(*id) && !manifest.essential &&
            !manifest.declares_service(Authenticator::kId))
            continue;
        kept.insert(*id);
        kept.insert(manifest.requires_.begin(), manifest.requires_.end());
    }
    std::string names;
    for (const std::string& id : order.ids) {
        Entry& entry = entries_.find(id)->second;
        if (kept.count(id)) {
            names += (names.empty() ? "" : ", ") + id;
        } else if (!states_[id].disabled) {
            set_state(entry, "held", "It was left out, since the server was started with --safe.");
        }
    }
    facilities_.log.warning("A safe start: only what signing in and this page need",
                            {{"plugins", names}});
}

void PluginManager::load() {
    const std::lock_guard change(changing_);
    discover();
    if (options_.with_data) {
        take_marks();
        auto states = read_plugin_states(facilities_.db);
        const std::lock_guard lock(mutex_);
        states_ = std::move(states);
    }
    std::vector<Manifest> manifests;
    for (const auto& [id, entry] : entries_) {
        if (entry.state == "found") manifests.push_back(entry.manifest);
    }
    const Order order = dependency_order(manifests);
    for (const auto& [id, reason] : order.held) {
        Entry& entry = entries_.find(id)->second;
        entry.lacks_another = true;
        hold(entry, reason);
    }
    leave_out_unessential(order);
    publish();
    for (const std::string& id : order.ids) {
        Entry& entry = entries_.find(id)->second;
        const PluginState& state = states_[id];
        if (state.disabled) {
            set_state(entry, "disabled");
        } else if (state.ended_server && options_.with_data) {
            hold(entry, kEndedServer);
        } else if (entry.state != "held") {
            run(entry);
        }
    }
    if (mark_) mark_->remove();
    remember_outcomes();
    changed_();
}

/// So that `plugin list` can say it without running anything.
void PluginManager::remember_outcomes() {
    if (!options_.with_data) return;
    std::map<std::string, std::pair<std::string, std::string>> changed;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [id, entry] : entries_) {
            PluginState& known = states_[id];
            if (known.state == entry.state && known.reason == entry.reason) continue;
            known.state = entry.state;
            known.reason = entry.reason;
            changed[id] = {entry.state, entry.reason};
        }
    }
    kernel::remember_outcomes(facilities_.db, changed);
}

/// Takes everything of the plugin out of force; its object is kept.
void PluginManager::retire(Entry& entry) {
    {
        const std::lock_guard lock(mutex_);
        entry.mounted.reset();
        running_.erase(std::remove(running_.begin(), running_.end(), entry.manifest.id),
                       running_.end());
        if (entry.instance) retired_.push_back(std::move(entry.instance));
        entry.instance.reset();
    }
    publish();
    facilities_.settings.withdraw(entry.manifest.settings);
}

/// What those that are not in force would handle and decide. Needs the lock.
Absent PluginManager::absent() const {
    Absent absent;
    const auto is_mounted = [&](const std::string& id) {
        const auto entry = entries_.find(id);
        return entry != entries_.end() && entry->second.mounted;
    };
    for (const auto& [id, state] : states_) {
        if (is_mounted(id)) continue;
        for (const std::string& event : state.contract.after_commit)
            absent.after_commit[event].insert(id);
        for (const std::string& event : state.contract.in_transaction)
            absent.in_transaction[event].insert(id);
        const auto entry = entries_.find(id);
        const bool installed = entry != entries_.end() && !entry->second.manifest.version.empty();
        // What is installed now says itself what it guards.
        if (state.disabled || installed) continue;
        for (const std::string& question : state.contract.guards)
            absent.guards[question].insert(id);
    }
    for (const auto& [id, entry] : entries_) {
        const auto state = states_.find(id);
        if (entry.mounted || (state != states_.end() && state->second.disabled)) continue;
        for (const std::string& question : entry.manifest.guards)
            absent.guards[question].insert(entry.manifest.title);
    }
    return absent;
}

void PluginManager::publish() {
    std::vector<std::shared_ptr<const Mounted>> mounted;
    Absent others;
    {
        const std::lock_guard lock(mutex_);
        for (const std::string& id : running_) mounted.push_back(entries_.find(id)->second.mounted);
        others = absent();
    }
    registry_.put(std::move(mounted), std::move(others));
}

void PluginManager::stop_plugin(Entry& entry) {
    const std::string& id = entry.manifest.id;
    try {
        step(entry.instance, "stop()", options_.stop_time,
             [instance = entry.instance] { (*instance->object)->stop(); });
    } catch (const Error& problem) {
        facilities_.log.error("A plugin failed when it was stopped",
                              {{"plugin", id}, {"reason", problem.what()}});
    }
}

void PluginManager::stop() {
    const std::lock_guard change(changing_);
    for (auto id = running_.rbegin(); id != running_.rend(); ++id) {
        Entry& entry = entries_.find(*id)->second;
        if (entry.state != "running" || !options_.with_data) continue;
        if (entry.mounted->usage->inside() != 0) {
            facilities_.log.error("A plugin is still at work, so it is not stopped",
                                  {{"plugin", *id}});
            continue;
        }
        stop_plugin(entry);
        set_state(entry, "set-up");
    }
}

}  // namespace tessera::kernel
