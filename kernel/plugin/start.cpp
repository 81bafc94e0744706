// PluginManager: from found to running.
#include "db/migrations.hpp"
#include "plugin/call.hpp"
#include "plugin/manager.hpp"
#include "settings/settings.hpp"

namespace tessera::kernel {

namespace fs = std::filesystem;

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

/// A disk that can't be written is no reason not to start.
void PluginManager::mark_start(const std::string& id) {
    if (!mark_ || !options_.with_data) return;
    try {
        mark_->begin(id);
    } catch (const Error& problem) {
        facilities_.log.warning("A start can't be noted",
                                {{"plugin", id}, {"reason", problem.what()}});
    }
}

/// Takes a plugin from found to running, or holds it.
void PluginManager::run(Entry& entry) {
    const auto lack = lacking(entry);
    entry.lacks_another = lack.has_value();
    if (lack) return hold(entry, *lack);
    const std::string& id = entry.manifest.id;
    try {
        check_stamps(entry.manifest);
        set_state(entry, "compatible");
        if (options_.with_data) {
            migrate(engine_, facilities_.clock, id, entry.manifest.folder / "migrations");
        }
        set_state(entry, "migrated");
        mark_start(id);
        auto mounted = set_up(entry);
        {
            const std::lock_guard lock(mutex_);
            entry.mounted = std::move(mounted);
            running_.push_back(id);
        }
        publish();
        set_state(entry, "set-up");
        if (options_.with_data) {
            note_contract(*entry.mounted);
            step(entry.instance, "start()", options_.start_time,
                 [instance = entry.instance] { (*instance->object)->start(); });
        }
        if (mark_) mark_->end();
        set_state(entry, "running");
        if (options_.with_data) outbox_.resume(id);
    } catch (const std::exception& problem) {
        if (mark_) mark_->end();
        retire(entry);
        hold(entry, problem.what());
    }
}

/// Opens the library and lets the plugin declare. Nothing is in force yet.
std::shared_ptr<const Mounted> PluginManager::set_up(Entry& entry) {
    facilities_.settings.declare(entry.manifest.settings);
    if (options_.with_data) {
        for (const std::string& unfit : facilities_.settings.load(facilities_.db)) {
            facilities_.log.warning("A stored setting no longer fits; its default is used",
                                    {{"setting", unfit}});
        }
    }
    open_and_declare(entry);
    auto mounted = std::make_shared<Mounted>();
    mounted->manifest = entry.manifest;
    mounted->usage = std::make_shared<Usage>(entry.manifest.id);
    mounted->contributions = std::move(entry.instance->contributions);
    mounted->assets.messages = load_messages(entry.manifest);
    if (options_.with_pages) load_pages(entry.manifest, mounted->assets);
    return mounted;
}

void PluginManager::open_and_declare(Entry& entry) {
    const std::string& id = entry.manifest.id;
    if (opening_ && !opening_->opened) {
        throw Error(ErrorKind::Unavailable, "plugin.opening",
                    "It can't be opened, since the library of \"" + opening_->manifest.id +
                        "\" is still being opened.");
    }
    if (!entry.host) entry.host = std::make_unique<PluginHost>(facilities_, *this, id);
    auto instance = std::make_shared<Instance>();
    instance->manifest = entry.manifest;
    try {
        step(instance, "setup()", options_.start_time,
             [instance, copies = options_.copies, &host = *entry.host, snapshot = registry_.now()] {
                 const PluginEntry& library =
                     open_library(instance->manifest, copies ? &*copies : nullptr);
                 instance->opened = true;
                 instance->object = std::make_unique<PluginObject>(library);
                 Staging staging(instance->manifest, host, *snapshot);
                 (*instance->object)->setup(staging);
                 instance->contributions = staging.take();
             });
    } catch (const Error& problem) {
        if (instance->abandoned && !instance->opened) {
            opening_ = instance;
            if (options_.with_data) remember_ended_server(facilities_.db, {id});
        }
        entry.instance = std::move(instance);
        throw;
    }
    entry.instance = std::move(instance);
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

/// Remembered before anything can go wrong with it.
void PluginManager::note_contract(const Mounted& mounted) {
    PluginContract contract;
    for (const auto& handler : mounted.contributions.after_commit)
        contract.after_commit.insert(handler.first);
    for (const auto& handler : mounted.contributions.in_transaction)
        contract.in_transaction.insert(handler.first);
    contract.guards = {mounted.manifest.guards.begin(), mounted.manifest.guards.end()};
    {
        const std::lock_guard lock(mutex_);
        auto& known = states_[mounted.id()].contract;
        if (known == contract) return;
        known = contract;
    }
    remember_contract(facilities_.db, mounted.id(), contract);
}

}  // namespace tessera::kernel
