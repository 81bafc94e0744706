// The plugins page: what runs, what does not and why, start and stop.
#pragma once

#include "tessera/tessera.hpp"

namespace tessera::administration {

class PluginPages {
public:
    explicit PluginPages(Host& host) : host_(host) {}

    Response list(Request& request);
    Response disable(Request& request);
    Response enable(Request& request);
    Response ask_to_remove(Request& request);
    /// Forgets a plugin that is no longer installed.
    Response remove(Request& request);

private:
    PluginInfo plugin(std::string_view id) const;
    Json row(const Request& request, const PluginInfo& plugin, const std::vector<PluginInfo>& all,
             const std::vector<PermissionInfo>& permissions) const;
    Response ask_to_stop(Request& request, const PluginInfo& plugin);
    Response page(Request& request, const std::string& problem);

    Host& host_;
};

}  // namespace tessera::administration
