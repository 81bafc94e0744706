// JSON is nlohmann's. Headers see the declaration only; a source that builds or reads a document
// includes <nlohmann/json.hpp> (precompiled).
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace tessera {
using Json = nlohmann::json;
}
