// Items of the navigation.
#pragma once

#include "tessera/tessera.hpp"

namespace tessera::people {

/// Puts people and organisation under "Administration" for those who see the whole site, and under
/// "My team" for those who see a part of it.
void declare_navigation(Registrar& registrar);

}  // namespace tessera::people
