// PluginManager while the site runs: the plugins page, disable and enable.
#include "plugin/call.hpp"
#include "plugin/manager.hpp"
#include "tessera/auth.hpp"

#include <algorithm>

namespace tessera::kernel {

namespace {

[[noreturn]] void refuse(const std::string& sentence) {
    throw Error(ErrorKind::Conflict, "plugin.change", sentence);
}

constexpr const char* kGone = "Its folder is missing. Install it again, or remove it for good.";

bool is_gone(const Manifest& manifest) {
    std::error_code error;
    const auto file = std::filesystem::symlink_status(manifest.folder / "plugin.json", error);
    return file.type() == std::filesystem::file_type::not_found;
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

}  // namespace

std::vector<std::string> PluginManager::dependents(const std::string& id) const {
    std::vector<std::string> titles;
    for (const std::string& other : running_) {
        const Manifest& manifest = entries_.find(other)->second.manifest;
        const auto& needs = manifest.requires_;
        if (std::find(needs.begin(), needs.end(), id) != needs.end()) {
            titles.push_back(manifest.title);
        }
    }
    return titles;
}

PluginInfo PluginManager::info_of(const Entry& entry) const {
    const Manifest& manifest = entry.manifest;
    PluginInfo info;
    info.id = manifest.id;
    info.version = manifest.version;
    info.title = manifest.title;
    info.description = manifest.description;
    const bool gone = !entry.mounted && is_gone(manifest);
    info.state = gone && entry.state != "disabled" ? "missing" : entry.state;
    info.reason = gone ? kGone : entry.reason;
    info.requires_ = manifest.requires_;
    for (const PermissionInfo& permission : manifest.permissions)
        info.permissions.push_back(permission.id);
    info.slots = manifest.slots;
    info.guards = manifest.guards;
    const auto known = states_.find(manifest.id);
    if (manifest.version.empty() && known != states_.end()) {  // it can't be read
        const auto& remembered = known->second.contract.guards;
        info.guards.assign(remembered.begin(), remembered.end());
    }
    info.may_disable = entry.mounted && dependents(manifest.id).empty() &&
                       !manifest.declares_service(Authenticator::kId);
    return info;
}

std::vector<PluginInfo> PluginManager::list() const {
    std::map<std::string, std::int64_t> waiting;
    if (options_.with_data) waiting = outbox_.waiting_by_plugin();
    const std::lock_guard lock(mutex_);
    std::vector<PluginInfo> result;
    for (const auto& [id, entry] : entries_) {
        result.push_back(info_of(entry));
        result.back().waiting = waiting[id];
    }
    for (const auto& [id, state] : states_) {
        if (entries_.count(id)) continue;
        PluginInfo info;
        info.id = info.title = id;
        info.state = state.disabled ? "disabled" : "missing";
        info.reason = kGone;
        info.guards = {state.contract.guards.begin(), state.contract.guards.end()};
        info.waiting = waiting[id];
        result.push_back(std::move(info));
    }
    return result;
}

std::vector<PermissionInfo> PluginManager::permissions() const {
    const std::lock_guard lock(mutex_);
    std::vector<PermissionInfo> result;
    for (const std::string& id : running_) {
        const auto& declared = entries_.find(id)->second.manifest.permissions;
        result.insert(result.end(), declared.begin(), declared.end());
    }
    return result;
}

PluginManager::Entry& PluginManager::entry_of(std::string_view id) {
    const auto found = entries_.find(id);
    if (found == entries_.end()) {
        throw not_found("There is no plugin \"" + std::string(id) + "\".");
    }
    return found->second;
}

void PluginManager::disable(const Principal& actor, std::string_view id) {
    if (InPlugin::inside(id)) refuse("A plugin can't be disabled from one of its own pages.");
    const std::lock_guard change(changing_);
    if (disable_missing(actor, std::string(id))) return;
    Entry& entry = entry_of(id);
    if (entry.state == "disabled") return;
    if (entry.mounted) {
        const auto names = dependents(entry.manifest.id);
        if (!names.empty()) refuse("First disable what needs it: " + joined(names) + ".");
        if (entry.manifest.declares_service(Authenticator::kId)) {
            refuse("Without \"" + entry.manifest.title + "\" nobody could sign in, so it stays.");
        }
    }
    note_disabled(actor, entry.manifest.id, true);
    if (entry.mounted) drain(entry, actor);
    set_state(entry, "disabled");
    publish();
    remember_outcomes();
    changed_();
}

/// Remembered on disk and here.
void PluginManager::note_disabled(const Principal& actor, const std::string& id, bool disabled) {
    remember_disabled(facilities_.db, actor, id, disabled);
    const std::lock_guard lock(mutex_);
    states_[id].disabled = disabled;
    states_[id].ended_server = false;
}

/// A plugin that is no longer installed can be stopped on purpose, too: its guard is then not asked.
bool PluginManager::disable_missing(const Principal& actor, const std::string& id) {
    if (entries_.count(id) || !states_.count(id)) return false;
    note_disabled(actor, id, true);
    publish();
    return true;
}

/// A stopped or held plugin whose folder has gone is no longer installed.
void PluginManager::drop_vanished(const std::string& id) {
    const auto found = entries_.find(id);
    if (found == entries_.end() || found->second.mounted || !is_gone(found->second.manifest))
        return;
    const std::lock_guard lock(mutex_);
    if (found->second.host) retired_hosts_.push_back(std::move(found->second.host));
    entries_.erase(found);
}

void PluginManager::forget(const Principal& actor, std::string_view name) {
    const std::lock_guard change(changing_);
    const std::string id(name);
    drop_vanished(id);
    discover();
    if (entries_.count(id)) {
        refuse("\"" + id + "\" is installed. Remove its folder first, then it can be forgotten.");
    }
    if (!states_.count(id)) throw not_found("There is no plugin \"" + id + "\".");
    forget_plugin(facilities_.db, actor, id);
    {
        const std::lock_guard lock(mutex_);
        states_.erase(id);
    }
    publish();
}

/// Lets nobody in, waits until nobody is inside, and stops the plugin. When somebody stays inside
/// it all is as before and the disabling is refused.
void PluginManager::drain(Entry& entry, const Principal& actor) {
    const auto mounted = entry.mounted;
    mounted->usage->close();
    if (!mounted->usage->wait_idle(options_.drain_time)) {
        mounted->usage->reopen();
        note_disabled(actor, entry.manifest.id, false);
        refuse("\"" + entry.manifest.title + "\" is still at work. Try again in a minute.");
    }
    stop_plugin(entry);
    retire(entry);
}

Manifest PluginManager::manifest_now(const Entry& entry) {
    try {
        return read_manifest(entry.manifest.folder);
    } catch (const Error& problem) {
        refuse(problem.what());
    }
}

void PluginManager::enable(const Principal& actor, std::string_view id) {
    const std::lock_guard change(changing_);
    discover();
    Entry& entry = entry_of(id);
    if (entry.mounted) return;
    // The folder may hold another version by now.
    Manifest manifest = manifest_now(entry);
    if (manifest.id != entry.manifest.id) refuse("The plugin's folder now holds another plugin.");
    note_disabled(actor, manifest.id, false);
    {
        const std::lock_guard lock(mutex_);
        entry.manifest = std::move(manifest);
    }
    run(entry);
    if (!entry.mounted) {
        if (mark_) mark_->remove();
        remember_outcomes();
        refuse(entry.reason);
    }
    // Those that were held for want of it.
    for (bool more = true; more;) {
        more = false;
        for (auto& item : entries_) {
            Entry& other = item.second;
            if (!other.lacks_another || lacking(other)) continue;
            run(other);
            more = true;
        }
    }
    if (mark_) mark_->remove();
    remember_outcomes();
    changed_();
}

}  // namespace tessera::kernel
