// The kernel's own routes: health, metrics, the API's description, static files, the language
// switch.
#pragma once

#include "plugin/contributions.hpp"

namespace tessera::kernel {

class Kernel;

/// What the log and /readyz say where packages have no origins of their own.
inline constexpr const char* kSharedOrigin =
    "All packages share the content origin: each of them can read and change what another one "
    "keeps "
    "in the browser. Give --content-url with a star, as in https://*.content.example.org.";

/// The handlers use the kernel when they are called, not before.
Contributions kernel_contributions(Kernel& kernel);

/// Loopback and private addresses: metrics are for those who run the site.
bool is_inside_address(std::string_view address);

}  // namespace tessera::kernel
