// JSON that strangers sent.
#pragma once

#include "tessera/json.hpp"

#include <string_view>

namespace tessera::kernel {

/// Throws Error{BadRequest, "http.json"} for what is not JSON or nested deeper than 64.
Json parse_json_body(std::string_view text);

}  // namespace tessera::kernel
