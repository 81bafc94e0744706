// The order in which plugins are set up: those needed before those that need them.
#pragma once

#include "plugin/manifest.hpp"

#include <map>
#include <string>
#include <vector>

namespace tessera::kernel {

struct Order {
    std::vector<std::string> ids;             ///< all that can be set up, in order
    std::map<std::string, std::string> held;  ///< the others, with the sentence that says why
};

/// A missing requirement and a cycle hold the plugins concerned and all that require them. Optional
/// plugins come first where that is possible; a cycle through "optional" is no error. Plugins that
/// do not depend on each other are in alphabetical order, so that every start is the same.
Order dependency_order(const std::vector<Manifest>& manifests);

}  // namespace tessera::kernel
