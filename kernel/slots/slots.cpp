#include "slots/slots.hpp"

#include "plugin/call.hpp"
#include "templates/fragment.hpp"

namespace tessera::kernel {

std::vector<std::string> KernelSlots::render(std::string_view slot, Request& request,
                                             const Json* subject) {
    std::vector<std::string> result;
    const auto snapshot = registry_.now();
    for (const auto& contribution : snapshot->slot(slot)) {
        const Mounted& plugin = *contribution.plugin;
        const SlotItem& item = *contribution.item;
        if (!item.permission.empty() && !request.principal().can(item.permission)) continue;
        const UsageScope inside(*plugin.usage);
        if (!inside) continue;  // being disabled
        try {
            SlotContext context{&request, subject};
            const auto view = call_plugin(plugin.id(), [&] { return item.render(context); });
            if (view) result.push_back(render_fragment(snapshot->templates(), *view, request));
        } catch (const Error& problem) {
            if (registry_.base().strict) throw;
            log_.error("A contribution to a page failed", {{"plugin", plugin.id()},
                                                           {"slot", std::string(slot)},
                                                           {"item", item.key},
                                                           {"reason", problem.what()}});
        }
    }
    return result;
}

}  // namespace tessera::kernel
