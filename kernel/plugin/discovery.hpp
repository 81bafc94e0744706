// Which plugins are installed. Reads manifests only; no code of a plugin runs.
#pragma once

#include "plugin/manifest.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace tessera::kernel {

/// A folder with a plugin.json. With an objection the manifest may have nothing but id, title and
/// folder.
struct FoundPlugin {
    Manifest manifest;
    std::string objection;  ///< the sentence that says why it can't run; empty: none
};

struct FoundPlugins {
    std::map<std::string, FoundPlugin> plugins;  ///< by folder name, which is the id
    std::vector<std::string> problems;           ///< a sentence for each folder that can't be read
};

/// Of two plugins with the same id the one in the folder that comes first counts. Folders that are
/// not there have none.
FoundPlugins find_plugins(const std::vector<std::filesystem::path>& folders);

/// Why a plugin is left out whose start ended or blocked a process.
extern const char* const kEndedServer;

}  // namespace tessera::kernel
