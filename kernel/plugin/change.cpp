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

std::vector<PluginInfo> PluginManager::list() const {
    const std::lock_guard lock(mutex_);
    std::vector<PluginInfo> result;
    for (const auto& [id, entry] : entries_) {
        const Manifest& manifest = entry.manifest;
        PluginInfo info;
        info.id = id;
        info.version = manifest.version;
        info.title = manifest.title;
        info.description = manifest.description;
        info.state = entry.state;
        info.reason = entry.reason;
        info.requires_ = manifest.requires_;
        for (const PermissionInfo& permission : manifest.permissions) {
            info.permissions.push_back(permission.id);
        }
        info.slots = manifest.slots;
        info.may_disable = entry.mounted && dependents(id).empty() &&
                           !manifest.declares_service(Authenticator::kId);
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
    Entry& entry = entry_of(id);
    if (entry.state == "disabled") return;
    if (entry.mounted) {
        const auto names = dependents(entry.manifest.id);
        if (!names.empty()) refuse("First disable what needs it: " + joined(names) + ".");
        if (entry.manifest.declares_service(Authenticator::kId)) {
            refuse("Without \"" + entry.manifest.title + "\" nobody could sign in, so it stays.");
        }
    }
    remember_disabled(facilities_.db, actor, entry.manifest.id, true);
    states_[entry.manifest.id].disabled = true;
    if (entry.mounted) drain(entry, actor);
    set_state(entry, "disabled");
    changed_();
}

/// Lets nobody in, waits until nobody is inside, and stops the plugin. When somebody stays inside
/// it all is as before and the disabling is refused.
void PluginManager::drain(Entry& entry, const Principal& actor) {
    const auto mounted = entry.mounted;
    mounted->usage->close();
    if (!mounted->usage->wait_idle(options_.drain_time)) {
        mounted->usage->reopen();
        remember_disabled(facilities_.db, actor, entry.manifest.id, false);
        states_[entry.manifest.id].disabled = false;
        refuse("\"" + entry.manifest.title + "\" is still at work. Try again in a minute.");
    }
    try {
        call_plugin(entry.manifest.id, [&] { (*entry.object)->stop(); });
    } catch (const Error& problem) {
        facilities_.log.error("A plugin failed when it was stopped",
                              {{"plugin", entry.manifest.id}, {"reason", problem.what()}});
    }
    retire(entry);
}

void PluginManager::enable(const Principal& actor, std::string_view id) {
    const std::lock_guard change(changing_);
    discover();
    Entry& entry = entry_of(id);
    if (entry.mounted) return;
    // The folder may hold another version by now.
    Manifest manifest = read_manifest(entry.manifest.folder);
    if (manifest.id != entry.manifest.id) refuse("The plugin's folder now holds another plugin.");
    remember_disabled(facilities_.db, actor, manifest.id, false);
    {
        const std::lock_guard lock(mutex_);
        states_[manifest.id].disabled = false;
        entry.manifest = std::move(manifest);
    }
    run(entry);
    if (!entry.mounted) refuse(entry.reason);
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
    changed_();
}

}  // namespace tessera::kernel
