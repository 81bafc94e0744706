#include "plugin/call.hpp"

namespace tessera::kernel {

namespace {
thread_local InPlugin* innermost = nullptr;
}

InPlugin::InPlugin(const std::string& plugin) : plugin_(plugin), outer_(innermost) {
    innermost = this;
}

InPlugin::~InPlugin() { innermost = outer_; }

bool InPlugin::inside(std::string_view plugin) {
    for (const InPlugin* scope = innermost; scope; scope = scope->outer_) {
        if (scope->plugin_ == plugin) return true;
    }
    return false;
}

Error plugin_failed(const std::string& plugin, const std::string& what) {
    return {ErrorKind::Internal, "plugin.failed", "The plugin \"" + plugin + "\" failed: " + what};
}

}  // namespace tessera::kernel
