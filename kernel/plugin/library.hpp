// A plugin's shared library: checked before and after it is opened, never closed again.
#pragma once

#include "plugin/manifest.hpp"
#include "tessera/plugin.hpp"

#include <filesystem>
#include <memory>

namespace tessera::kernel {

/// Checks the stamps of the built plugin.json, before any code of the plugin runs. Throws
/// Error{Invalid} with a sentence saying what to do.
void check_stamps(const Manifest& manifest);

/// Opens lib<id>.so of the manifest's folder and returns its entry, checked against kernel and
/// manifest before any C++ of it runs. With `copies` the library is opened from a private copy made
/// there, so that installing a new version over the file does not pull the code from under this
/// process. The library stays mapped until the process ends: code of it may still be referred to.
/// Throws Error{Invalid} with a readable sentence.
const PluginEntry& open_library(const Manifest& manifest, const std::filesystem::path* copies);

/// A created plugin; destroyed by the code that created it.
class PluginObject {
public:
    /// Throws Error{Internal} with the plugin's own words when its constructor throws.
    explicit PluginObject(const PluginEntry& entry);
    ~PluginObject();
    PluginObject(const PluginObject&) = delete;
    PluginObject& operator=(const PluginObject&) = delete;

    Plugin& operator*() const { return *plugin_; }
    Plugin* operator->() const { return plugin_; }

private:
    const PluginEntry& entry_;
    Plugin* plugin_;
};

}  // namespace tessera::kernel
