// Every call into a plugin goes through here: what it throws is translated, and the thread
// remembers whose code it runs.
#pragma once

#include "tessera/error.hpp"

#include <exception>
#include <string>
#include <string_view>

namespace tessera::kernel {

/// The thread runs code of the plugin for a scope. Scopes nest.
class InPlugin {
public:
    explicit InPlugin(const std::string& plugin);
    ~InPlugin();
    InPlugin(const InPlugin&) = delete;
    InPlugin& operator=(const InPlugin&) = delete;

    /// Whether this thread is inside the plugin, at any depth: waiting for it to drain would never
    /// end.
    static bool inside(std::string_view plugin);

private:
    const std::string& plugin_;
    InPlugin* outer_;
};

/// Error{Internal, "plugin.failed"} with a sentence naming the plugin.
Error plugin_failed(const std::string& plugin, const std::string& what);

/// Runs `fn`. Errors of the SDK come out as they are, anything else as plugin_failed().
template <class F>
auto call_plugin(const std::string& plugin, F&& fn) {
    const InPlugin scope(plugin);
    try {
        return fn();
    } catch (const Error&) {
        throw;
    } catch (const std::exception& problem) {
        throw plugin_failed(plugin, problem.what());
    } catch (...) {
        throw plugin_failed(plugin, "an exception of an unknown type");
    }
}

}  // namespace tessera::kernel
