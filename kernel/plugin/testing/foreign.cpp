// A library built with another ABI than its plugin.json says.
#include "tessera/tessera.hpp"

extern "C" TESSERA_API const tessera::PluginEntry tessera_plugin_entry;
const tessera::PluginEntry tessera_plugin_entry = {
    sizeof(tessera::PluginEntry),
    tessera::kApiMajor,
    tessera::kApiMinor,
    "itanium-libc++-ptr8-sdk0.1",
    "foreign",
    []() -> tessera::Plugin* { std::abort(); },  // must never be reached
    [](tessera::Plugin*) {}};
