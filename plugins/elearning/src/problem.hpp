// Problem documents (RFC 9457) for scripts that don't say what they accept, with fields of our own.
#pragma once

#include "tessera/tessera.hpp"

#include <functional>

namespace tessera::elearning {

/// Calls the handler; what it throws becomes a problem document whatever the client accepts. A
/// failure that is ours comes out as it is, for the kernel to write down.
Response with_problems(Request& request, const std::function<Response(Request&)>& handler);

}  // namespace tessera::elearning
