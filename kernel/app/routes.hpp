// The kernel's own routes: health, metrics, the API's description, static files, the language
// switch.
#pragma once

#include "plugin/contributions.hpp"

namespace tessera::kernel {

class Kernel;

/// The handlers use the kernel when they are called, not before.
Contributions kernel_contributions(Kernel& kernel);

/// Loopback and private addresses: metrics are for those who run the site.
bool is_inside_address(std::string_view address);

}  // namespace tessera::kernel
