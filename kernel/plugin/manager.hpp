// Finds, loads, starts, disables and enables plugins.
#pragma once

#include "db/engine.hpp"
#include "plugin/facilities.hpp"
#include "plugin/library.hpp"
#include "plugin/state.hpp"
#include "templates/source.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace tessera::kernel {

struct ManagerOptions {
    std::vector<std::filesystem::path> folders;  ///< where plugins are; of two the first one counts
    std::optional<std::filesystem::path> copies;  ///< libraries are opened from copies made here
    ThemeChain themes;
    /// False: no migrations, no start(), nothing read from the database. For commands without data.
    bool with_data = true;
    /// False: templates and static files are not loaded.
    bool with_pages = true;
    std::chrono::milliseconds drain_time{10000};  ///< patience with requests when disabling
};

/// A plugin that fails at any step is held with a sentence and leaves nothing registered; all
/// others run on without it. Thread-safe; one change at a time.
class PluginManager : public Plugins {
public:
    /// `engine` migrates; it is the Database of `facilities`. `changed` is called after plugins
    /// came or went, on the thread that changed them.
    PluginManager(ManagerOptions options, const Facilities& facilities, Engine& engine,
                  Registry& registry, std::function<void()> changed);
    ~PluginManager() override;
    PluginManager(const PluginManager&) = delete;
    PluginManager& operator=(const PluginManager&) = delete;

    /// Sets up and starts all plugins that are not disabled, in dependency order.
    void load();
    /// Stops the running ones in reverse order. Requests and jobs have ended.
    void stop();

    std::vector<PluginInfo> list() const override;
    std::vector<PermissionInfo> permissions() const override;
    void disable(const Principal& actor, std::string_view id) override;
    void enable(const Principal& actor, std::string_view id) override;

private:
    struct Entry {
        Manifest manifest;
        std::string state = "found";
        std::string reason;
        bool lacks_another = false;  ///< held only because a plugin it needs is not running
        std::shared_ptr<const Mounted> mounted;  ///< while it is in force
        std::unique_ptr<PluginHost> host;
        std::unique_ptr<PluginObject> object;
    };

    void discover();
    void hold(Entry& entry, const std::string& reason);
    std::optional<std::string> lacking(const Entry& entry) const;
    void run(Entry& entry);
    std::shared_ptr<const Mounted> set_up(Entry& entry);
    std::shared_ptr<const MessageGroup> load_messages(const Manifest& manifest) const;
    void load_pages(const Manifest& manifest, Assets& assets) const;
    void retire(Entry& entry);
    void publish();
    void note_subscriptions(const Mounted& mounted);
    std::vector<std::string> dependents(const std::string& id) const;
    Entry& entry_of(std::string_view id);
    void drain(Entry& entry, const Principal& actor);
    void set_state(Entry& entry, const std::string& state, const std::string& reason = {});

    const ManagerOptions options_;
    const Facilities& facilities_;
    Engine& engine_;
    Registry& registry_;
    const std::function<void()> changed_;

    std::mutex changing_;  ///< held for the length of a change
    std::map<std::string, PluginState> states_;
    /// Guards what follows. Only a change writes it, so within one it is read without.
    mutable std::mutex mutex_;
    std::map<std::string, Entry, std::less<>> entries_;
    std::vector<std::string> running_;  ///< in the order they were set up
    /// Objects that were stopped. They are kept until the end, since others may still hold pointers
    /// to services of theirs.
    std::vector<std::unique_ptr<PluginObject>> retired_;
};

}  // namespace tessera::kernel
