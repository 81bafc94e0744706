// Which plugins the list shows, and in which order. Pure.
#pragma once

#include "tessera/host.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tessera::administration {

/// What an administrator thinks in: "attention" (held at any step), "running", "disabled".
std::string group_of(const PluginInfo& plugin);
/// The icon beside a plugin that comes with Tessera; a puzzle piece for any other.
std::string icon_of(std::string_view id);

struct PluginCounts {
    int all = 0, attention = 0, running = 0, disabled = 0;
};
PluginCounts count(const std::vector<PluginInfo>& plugins);

/// Those of the group (empty: all) whose title, id or description has the text in it, those that
/// need attention first, then by title.
std::vector<PluginInfo> chosen(std::vector<PluginInfo> plugins, std::string_view group,
                               std::string_view text);

/// Titles of the running plugins that need this one.
std::vector<std::string> needed_by(const std::vector<PluginInfo>& plugins, std::string_view id);

}  // namespace tessera::administration
