#include "plugin/dispatcher.hpp"

#include "plugin/call.hpp"

namespace tessera::kernel {

void Dispatcher::deliver_in_transaction(Transaction& tx, const char* id, std::int64_t,
                                        const void* event) {
    const auto snapshot = registry_.now();
    for (const auto& [plugin, handler] : snapshot->in_transaction(id)) {
        const UsageScope inside(*plugin->usage);
        if (!inside) continue;  // being disabled
        call_plugin(plugin->id(), [&, h = handler] { (*h)(tx, event); });
    }
}

std::vector<std::string> Dispatcher::subscribers(std::string_view id) const {
    return registry_.now()->subscribers(id);
}

bool Dispatcher::deliver_after_commit(std::string_view plugin, std::string_view id,
                                      std::string_view json) {
    const auto snapshot = registry_.now();
    const Mounted* mounted = snapshot->plugin(plugin);
    if (!mounted) return false;
    const UsageScope inside(*mounted->usage);
    if (!inside) return false;
    for (const auto& [event, handler] : mounted->contributions.after_commit) {
        if (event == id) call_plugin(mounted->id(), [&, &h = handler] { h(json); });
    }
    return true;
}

bool Dispatcher::run(std::string_view job, JobContext& context) {
    const auto snapshot = registry_.now();
    const auto [plugin, handler] = snapshot->job(job);
    if (!plugin) return false;
    if (!handler) {
        throw Error(ErrorKind::Internal, "jobs.unknown",
                    "The plugin \"" + plugin->id() + "\" no longer has the job \"" +
                        std::string(job) + "\".");
    }
    const UsageScope inside(*plugin->usage);
    if (!inside) return false;
    call_plugin(plugin->id(), [&, h = handler] { (*h)(context); });
    return true;
}

std::vector<std::string> Dispatcher::ask(const char* id, Reader& reader,
                                         const void* question) const {
    std::vector<std::string> reasons;
    const auto snapshot = registry_.now();
    for (const auto& [plugin, policy] : snapshot->policies(id)) {
        const UsageScope inside(*plugin->usage);
        if (!inside) continue;  // being disabled
        auto verdict =
            call_plugin(plugin->id(), [&, p = policy] { return (*p)(reader, question); });
        if (!verdict.allowed) reasons.push_back(std::move(verdict.reason));
    }
    return reasons;
}

void* Dispatcher::service(const char* id) const { return registry_.now()->service(id).first; }

}  // namespace tessera::kernel
