#include "app/demo.hpp"

#include "app/kernel.hpp"
#include "plugin/call.hpp"

#include <ostream>

namespace tessera::kernel {

void fill_demo(Kernel& kernel, std::ostream& out) {
    Database& db = kernel.storage().db();
    for (const auto& plugin : kernel.registry().now()->plugins()) {
        const auto& fills = plugin->contributions.demos;
        if (fills.empty()) continue;
        const bool filled = db.read([&](Reader& reader) {
            return reader.value<int>("SELECT 1 FROM kernel_demo WHERE plugin = ?", plugin->id())
                .has_value();
        });
        if (filled) continue;
        for (const auto& fill : fills) call_plugin(plugin->id(), fill);
        // The next plugin builds on what this one's events and jobs made.
        kernel.settle();
        db.write([&](Transaction& tx) {
            tx.execute("INSERT INTO kernel_demo (plugin, filled_at) VALUES (?, ?)", plugin->id(),
                       kernel.storage().clock().now());
        });
        out << plugin->manifest.title << ": demonstration filled in" << std::endl;
    }
}

}  // namespace tessera::kernel
