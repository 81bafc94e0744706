// Finds, loads, starts, disables and enables plugins.
#pragma once

#include "db/engine.hpp"
#include "events/outbox.hpp"
#include "plugin/facilities.hpp"
#include "plugin/library.hpp"
#include "plugin/order.hpp"
#include "plugin/start_mark.hpp"
#include "plugin/state.hpp"
#include "plugin/steps.hpp"
#include "templates/source.hpp"

#include <atomic>
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
    /// True: only the essential plugins and what they need are started.
    bool safe = false;
    std::optional<std::filesystem::path> marks;   ///< where "starting X" is noted; none: nowhere
    std::chrono::milliseconds drain_time{10000};  ///< patience with requests when disabling
    std::chrono::milliseconds start_time{30000};  ///< patience with setup(), and with start()
    std::chrono::milliseconds stop_time{5000};    ///< patience with stop()
};

/// A plugin that fails at any step is held with a sentence and leaves nothing registered; all
/// others run on without it. So is one that did not finish a step in time, and one that ended or
/// blocked a process while it was started, until an administrator starts it again. Thread-safe; one
/// change at a time.
class PluginManager : public Plugins {
public:
    /// `engine` migrates; it is the Database of `facilities`. `changed` is called after plugins
    /// came or went, on the thread that changed them.
    PluginManager(ManagerOptions options, const Facilities& facilities, Engine& engine,
                  Outbox& outbox, Registry& registry, std::function<void()> changed);
    ~PluginManager() override;
    PluginManager(const PluginManager&) = delete;
    PluginManager& operator=(const PluginManager&) = delete;

    /// Sets up and starts all plugins that are not disabled, in dependency order.
    void load();
    /// Stops the running ones in reverse order. Requests and jobs have ended; a plugin that
    /// somebody is still inside of is not stopped.
    void stop();
    /// "alpha: start()" for each step that went past its limit and still runs. While there is one
    /// the process can only end by _exit().
    std::vector<std::string> stuck() const { return steps_.stuck(); }

    std::vector<PluginInfo> list() const override;
    std::vector<PermissionInfo> permissions() const override;
    void disable(const Principal& actor, std::string_view id) override;
    void enable(const Principal& actor, std::string_view id) override;
    void forget(const Principal& actor, std::string_view id) override;

private:
    /// A plugin's object and what it may refer to. It was made by a step that may have been left to
    /// itself.
    struct Instance {
        Manifest manifest;
        std::atomic<bool> opened{false};  ///< the library, its static objects included
        std::unique_ptr<PluginObject> object;
        Contributions contributions;
        bool abandoned = false;  ///< a step of it was left to itself
    };
    struct Entry {
        Manifest manifest;
        std::string state = "found";
        std::string reason;
        bool lacks_another = false;  ///< held only because a plugin it needs is not running
        std::shared_ptr<const Mounted> mounted;  ///< while it is in force
        std::unique_ptr<PluginHost> host;
        std::shared_ptr<Instance> instance;
    };

    void discover();
    void take_marks();
    void leave_out_unessential(const Order& order);
    void remember_outcomes();
    PluginInfo info_of(const Entry& entry) const;
    void hold(Entry& entry, const std::string& reason);
    std::optional<std::string> lacking(const Entry& entry) const;
    void run(Entry& entry);
    std::shared_ptr<const Mounted> set_up(Entry& entry);
    void open_and_declare(Entry& entry);
    void mark_start(const std::string& id);
    void step(const std::shared_ptr<Instance>& instance, const char* name,
              std::chrono::milliseconds limit, std::function<void()> fn);
    void destroy(std::shared_ptr<Instance> instance);
    void stop_plugin(Entry& entry);
    std::shared_ptr<const MessageGroup> load_messages(const Manifest& manifest) const;
    void load_pages(const Manifest& manifest, Assets& assets) const;
    void retire(Entry& entry);
    void publish();
    Absent absent() const;
    void note_contract(const Mounted& mounted);
    std::vector<std::string> dependents(const std::string& id) const;
    Entry& entry_of(std::string_view id);
    void drain(Entry& entry, const Principal& actor);
    void note_disabled(const Principal& actor, const std::string& id, bool disabled);
    bool disable_missing(const Principal& actor, const std::string& id);
    static Manifest manifest_now(const Entry& entry);
    void drop_vanished(const std::string& id);
    void set_state(Entry& entry, const std::string& state, const std::string& reason = {});

    const ManagerOptions options_;
    const Facilities& facilities_;
    Engine& engine_;
    Outbox& outbox_;
    Registry& registry_;
    const std::function<void()> changed_;

    Steps steps_;
    std::mutex changing_;  ///< held for the length of a change
    std::optional<StartMark> mark_;
    /// A library whose opening was left to itself. The system opens one at a time.
    std::shared_ptr<Instance> opening_;
    /// Guards what follows. Only a change writes it, so within one it is read without.
    mutable std::mutex mutex_;
    std::map<std::string, PluginState> states_;
    std::vector<std::unique_ptr<PluginHost>> retired_hosts_;  ///< of plugins that were forgotten
    std::map<std::string, Entry, std::less<>> entries_;
    std::vector<std::string> running_;  ///< in the order they were set up
    /// Objects that were stopped. They are kept until the end, since others may still hold pointers
    /// to services of theirs.
    std::vector<std::shared_ptr<Instance>> retired_;
};

}  // namespace tessera::kernel
