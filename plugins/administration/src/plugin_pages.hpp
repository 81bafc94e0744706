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

private:
    Response page(Request& request, const std::string& problem);

    Host& host_;
};

}  // namespace tessera::administration
