// The OpenAPI document, generated from what the routes say of themselves.
#pragma once

#include "http/router.hpp"
#include "tessera/json.hpp"

#include <string>

namespace tessera::kernel {

/// OpenAPI 3.1 of the routes under /api/v1. `server_url` is the installation's public address.
Json openapi(const RouteTable& routes, const std::string& server_url, const std::string& version);

}  // namespace tessera::kernel
