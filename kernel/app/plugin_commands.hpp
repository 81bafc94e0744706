// `tessera plugin list|enable|disable|forget`. None of them runs a plugin's code, so they are also
// the way to get rid of one that takes the process down; all work beside a running server.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>

namespace tessera::kernel {

/// Where plugins, the kernel's files and the data are.
struct Places {
    std::filesystem::path home, data;
};

/// A line for each plugin: id, version, state, reason. The state is the one of the last start; of a
/// plugin that was never started here "compatible" when it can be, "held" when it can't.
int list_plugins(const Places& places, std::ostream& out);
int enable_plugin(const Places& places, const std::string& id, std::ostream& out);
/// A plugin that guards something is only disabled when the caller is `sure`; otherwise what would
/// then be open is said and the result is 1.
int disable_plugin(const Places& places, const std::string& id, bool sure, std::ostream& out);
int forget_plugin_command(const Places& places, const std::string& id, std::ostream& out);

}  // namespace tessera::kernel
