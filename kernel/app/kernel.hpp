// The kernel put together: storage, plugins, pages; and the server on top.
#pragma once

#include "app/gate.hpp"
#include "app/metrics.hpp"
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
};

class Kernel {
public:
    /// Opens the data folder, migrates, loads and starts the plugins. Throws Error with a sentence
    /// when there is no working kernel; a plugin that fails is only held.
    explicit Kernel(KernelOptions options);
    ~Kernel();
    Kernel(const Kernel&) = delete;
    Kernel& operator=(const Kernel&) = delete;

    /// Serves until SIGTERM or SIGINT, which the caller has blocked in all threads. `listening` is
    /// called once with the port.
    void serve(HttpOptions options, const std::function<void(std::uint16_t port)>& listening);

    Storage& storage() { return *storage_; }
    PluginManager& plugins() { return *manager_; }
    const Registry& registry() const { return *registry_; }
    SiteGate& gate() { return *gate_; }
    KernelSettings& settings() { return settings_; }
    const KernelMetrics& metrics() const { return metrics_; }
    const HttpServer* server() const { return server_.get(); }  ///< null when not serving
    Log& log() { return log_; }
    const KernelOptions& options() const { return options_; }

    /// Delivers the events that wait and runs the jobs that are due, on this thread.
    void settle();

private:
    ThemeChain read_themes();
    Base make_base(const ThemeChain& themes);
    void apply_schedules();

    const KernelOptions options_;
    SystemClock clock_;
    JsonLog log_;
    std::unique_ptr<Storage> storage_;
    std::unique_ptr<KernelSecrets> secrets_;
    KernelSettings settings_;
    KernelMetrics metrics_;
    KernelAuditTrail audit_trail_;
    std::unique_ptr<Registry> registry_;
    std::unique_ptr<Dispatcher> dispatcher_;
    std::unique_ptr<KernelMessages> messages_;
    std::unique_ptr<KernelSlots> slots_;
    std::unique_ptr<SiteGate> gate_;
    std::unique_ptr<Facilities> facilities_;
    std::unique_ptr<PluginManager> manager_;
    std::unique_ptr<HttpServer> server_;
};

}  // namespace tessera::kernel
