#include "plugin/manager.hpp"

#include "db/migrations.hpp"
#include "plugin/call.hpp"
#include "plugin/order.hpp"
#include "settings/settings.hpp"
#include "tessera/auth.hpp"

#include <algorithm>

namespace tessera::kernel {

namespace fs = std::filesystem;

PluginManager::PluginManager(ManagerOptions options, const Facilities& facilities, Engine& engine,
                             Registry& registry, std::function<void()> changed)
    : options_(std::move(options)),
      facilities_(facilities),
      engine_(engine),
      registry_(registry),
      changed_(std::move(changed)) {}

PluginManager::~PluginManager() {
    // Contributions refer to their plugin's object, so they go first, and objects go in reverse.
    registry_.put({}, {});
    for (auto& entry : entries_) entry.second.mounted.reset();
    while (!retired_.empty()) retired_.pop_back();
    while (!running_.empty()) {
        entries_.find(running_.back())->second.object.reset();
        running_.pop_back();
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
    for (const fs::path& folder : options_.folders) {
        if (!fs::is_directory(folder)) continue;
        for (const auto& found : fs::directory_iterator(folder)) {
            const auto name = found.path().filename().string();
            if (entries_.count(name) || !fs::exists(found.path() / "plugin.json")) continue;
            Entry entry;
            entry.manifest.id = name;
            entry.manifest.title = name;
            entry.manifest.folder = found.path();
            std::string objection;
            try {
                entry.manifest = read_manifest(found.path());
                if (entry.manifest.id != name) {
                    entry.manifest.id = name;
                    objection =
                        "Its folder is called \"" + name + "\", but plugin.json has another id.";
                }
            } catch (const Error& problem) {
                objection = problem.what();
            }
            Entry* placed = nullptr;
            {
                const std::lock_guard lock(mutex_);
                placed = &entries_.emplace(name, std::move(entry)).first->second;
            }
            if (!objection.empty()) hold(*placed, objection);
        }
    }
}

void PluginManager::load() {
    const std::lock_guard change(changing_);
    discover();
    if (options_.with_data) {
        states_ = read_plugin_states(facilities_.db);
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
    publish();
    for (const std::string& id : order.ids) {
        Entry& entry = entries_.find(id)->second;
        if (states_[id].disabled) {
            set_state(entry, "disabled");
        } else {
            run(entry);
        }
    }
    changed_();
}

/// Why it can't run for lack of another, or nothing.
std::optional<std::string> PluginManager::lacking(const Entry& entry) const {
    for (const std::string& need : entry.manifest.requires_) {
        const auto found = entries_.find(need);
        if (found != entries_.end() && found->second.mounted) continue;
        const bool disabled = found != entries_.end() && found->second.state == "disabled";
        return "It needs the plugin \"" + need + "\", which is " +
               (disabled ? "disabled." : "not running.");
    }
    return std::nullopt;
}

/// Takes a plugin from found to running, or holds it.
void PluginManager::run(Entry& entry) {
    const auto lack = lacking(entry);
    entry.lacks_another = lack.has_value();
    if (lack) return hold(entry, *lack);
    try {
        check_stamps(entry.manifest);
        set_state(entry, "compatible");
        if (options_.with_data) {
            migrate(engine_, facilities_.clock, entry.manifest.id,
                    entry.manifest.folder / "migrations");
        }
        set_state(entry, "migrated");
        auto mounted = set_up(entry);
        {
            const std::lock_guard lock(mutex_);
            entry.mounted = std::move(mounted);
            running_.push_back(entry.manifest.id);
        }
        publish();
        set_state(entry, "set-up");
        if (options_.with_data) {
            note_subscriptions(*entry.mounted);
            call_plugin(entry.manifest.id, [&] { (*entry.object)->start(); });
        }
        set_state(entry, "running");
    } catch (const std::exception& problem) {
        retire(entry);
        hold(entry, problem.what());
    }
}

/// Opens the library and lets the plugin declare. Nothing is in force yet.
std::shared_ptr<const Mounted> PluginManager::set_up(Entry& entry) {
    const std::string& id = entry.manifest.id;
    const fs::path* copies = options_.copies ? &*options_.copies : nullptr;
    const PluginEntry& library = open_library(entry.manifest, copies);
    facilities_.settings.declare(entry.manifest.settings);
    if (options_.with_data) {
        for (const std::string& unfit : facilities_.settings.load(facilities_.db)) {
            facilities_.log.warning("A stored setting no longer fits; its default is used",
                                    {{"setting", unfit}});
        }
    }
    if (!entry.host) entry.host = std::make_unique<PluginHost>(facilities_, *this, id);
    entry.object = std::make_unique<PluginObject>(library);
    const auto snapshot = registry_.now();
    Staging staging(entry.manifest, *entry.host, *snapshot);
    call_plugin(id, [&] { (*entry.object)->setup(staging); });
    auto mounted = std::make_shared<Mounted>();
    mounted->manifest = entry.manifest;
    mounted->usage = std::make_shared<Usage>(id);
    mounted->contributions = staging.take();
    mounted->assets.messages = load_messages(entry.manifest);
    if (options_.with_pages) load_pages(entry.manifest, mounted->assets);
    return mounted;
}

std::shared_ptr<const MessageGroup> PluginManager::load_messages(const Manifest& manifest) const {
    auto messages = MessageGroup::load(manifest.id, {manifest.folder / "i18n"});
    for (const std::string& key : messages->untranslated()) {
        facilities_.log.warning("A text is not translated", {{"key", key}});
    }
    return messages;
}

/// Static files and templates; `assets` has the words already.
void PluginManager::load_pages(const Manifest& manifest, Assets& assets) const {
    assets.statics = StaticGroup::load({manifest.folder / "static"});
    Catalogue::Groups messages{{manifest.id, assets.messages}};
    Statics::Groups statics{{manifest.id, assets.statics}};
    std::map<std::string, fs::path> owners{{manifest.id, manifest.folder}};
    for (const auto& [owner, base] : registry_.base().assets) {
        if (base.messages) messages[owner] = base.messages;
        if (base.statics) statics[owner] = base.statics;
    }
    for (const auto& other : registry_.now()->plugins()) {
        messages[other->id()] = other->assets.messages;
        statics[other->id()] = other->assets.statics;
        owners[other->id()] = other->manifest.folder;
    }
    const TemplateSource source(options_.themes, std::move(owners));
    const Catalogue catalogue(std::move(messages));
    const Statics files(std::move(statics));
    assets.templates = TemplateGroup::compile(
        manifest.id, {source, catalogue, files, registry_.base().strict},
        [&](const std::string& problem) {
            facilities_.log.warning("A theme's template is left out",
                                    {{"plugin", manifest.id}, {"reason", problem}});
        });
}

/// Takes everything of the plugin out of force; its object is kept.
void PluginManager::retire(Entry& entry) {
    {
        const std::lock_guard lock(mutex_);
        entry.mounted.reset();
        running_.erase(std::remove(running_.begin(), running_.end(), entry.manifest.id),
                       running_.end());
        if (entry.object) retired_.push_back(std::move(entry.object));
    }
    publish();
    facilities_.settings.withdraw(entry.manifest.settings);
}

void PluginManager::publish() {
    std::vector<std::shared_ptr<const Mounted>> mounted;
    Snapshot::Waiting waiting;
    {
        const std::lock_guard lock(mutex_);
        for (const std::string& id : running_) mounted.push_back(entries_.find(id)->second.mounted);
        for (const auto& [id, state] : states_) {
            const auto entry = entries_.find(id);
            if (entry == entries_.end() || entry->second.mounted) continue;
            for (const std::string& event : state.subscriptions) waiting[event].insert(id);
        }
    }
    registry_.put(std::move(mounted), std::move(waiting));
}

void PluginManager::note_subscriptions(const Mounted& mounted) {
    std::set<std::string> events;
    for (const auto& handler : mounted.contributions.after_commit) events.insert(handler.first);
    auto& known = states_[mounted.id()].subscriptions;
    if (known == events) return;
    known = events;
    remember_subscriptions(facilities_.db, mounted.id(), events);
}

void PluginManager::stop() {
    const std::lock_guard change(changing_);
    for (auto id = running_.rbegin(); id != running_.rend(); ++id) {
        Entry& entry = entries_.find(*id)->second;
        if (entry.state != "running" || !options_.with_data) continue;
        try {
            call_plugin(*id, [&] { (*entry.object)->stop(); });
        } catch (const Error& problem) {
            facilities_.log.error("A plugin failed when it was stopped",
                                  {{"plugin", *id}, {"reason", problem.what()}});
        }
        set_state(entry, "set-up");
    }
}

}  // namespace tessera::kernel
