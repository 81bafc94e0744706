// The kernel put together: storage, plugins, pages; and the server on top.
#pragma once

#include "app/gate.hpp"
#include "app/metrics.hpp"
#include "app/readiness.hpp"
#include "app/site_health.hpp"
#include "audit/trail.hpp"
#include "auth/secrets.hpp"
#include "db/storage.hpp"
#include "http/server.hpp"
#include "i18n/messages.hpp"
#include "log/log.hpp"
#include "plugin/manager.hpp"
#include "settings/settings.hpp"
#include "slots/slots.hpp"
#include "time/clock.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace tessera::kernel {

struct KernelOptions {
    std::filesystem::path home;  ///< holds plugins/, themes/ and kernel/
    std::filesystem::path data;
    Addresses addresses;
    bool with_data = true;  ///< false: plugins are set up, but not migrated or started
    bool serving = false;   ///< loads pages, and libraries from private copies
    bool strict = false;    ///< a missing text or template field is an error
    LogLevel log_level = LogLevel::Info;
    bool safe = false;                             ///< starts the essential plugins only
    std::chrono::milliseconds plugin_time{30000};  ///< for a plugin's setup(), and for its start()
    std::chrono::milliseconds plugin_stop_time{5000};
};

class Kernel {
public:
    /// Opens the data folder, migrates, loads and starts the plugins. Throws Error with a sentence
    /// when there is no working kernel; a plugin that fails is only held.
    explicit Kernel(KernelOptions options);
    ~Kernel();
    Kernel(const Kernel&) = delete;
    Kernel& operator=(const Kernel&) = delete;

    /// Serves until SIGTERM or SIGINT (see app/ending.hpp). `listening` is called once with the port.
    /// False when something did not end in its time; it has then been named in the log, and the
    /// process can only end by _exit(). What was acknowledged is on disk.
    [[nodiscard]] bool serve(HttpOptions options,
                             const std::function<void(std::uint16_t port)>& listening);

    Storage& storage() { return *storage_; }
    PluginManager& plugins() { return *manager_; }
    const Registry& registry() const { return *registry_; }
    HeldForms& held_forms() { return *held_forms_; }
    SiteGate& gate() { return *gate_; }
    KernelSettings& settings() { return settings_; }
    const KernelMetrics& metrics() const { return metrics_; }
    const KernelSiteHealth& health() const { return health_; }
    const HttpServer* server() const { return server_.get(); }  ///< null when not serving
    Readiness& readiness() { return readiness_; }
    Log& log() { return log_; }
    const KernelOptions& options() const { return options_; }

    /// Delivers the events that wait and runs the jobs that are due, on this thread.
    void settle();

private:
    ThemeChain read_themes();
    Base make_base(const ThemeChain& themes);
    void apply_schedules();
    bool end(std::chrono::milliseconds patience);
    void name_stuck();

    const KernelOptions options_;
    SystemClock clock_;
    JsonLog log_;
    std::shared_ptr<void> only_server_;  ///< the lock of the data folder
    std::unique_ptr<Storage> storage_;
    std::unique_ptr<KernelSecrets> secrets_;
    KernelSettings settings_;
    KernelMetrics metrics_;
    KernelAuditTrail audit_trail_;
    KernelSiteHealth health_;
    std::unique_ptr<Registry> registry_;
    std::unique_ptr<Dispatcher> dispatcher_;
    std::unique_ptr<KernelMessages> messages_;
    std::unique_ptr<KernelSlots> slots_;
    std::unique_ptr<HeldForms> held_forms_;
    std::unique_ptr<SiteGate> gate_;
    std::unique_ptr<Facilities> facilities_;
    std::unique_ptr<PluginManager> manager_;
    Readiness readiness_{*this};
    std::unique_ptr<HttpServer> server_;
};

}  // namespace tessera::kernel
