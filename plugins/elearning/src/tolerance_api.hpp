// Tolerances of packages over REST and from the command line.
#pragma once

#include "package_service.hpp"

namespace tessera::elearning {

void declare_tolerance_api(Registrar& registrar, Host& host, PackageService& packages);
void declare_tolerance_command(Registrar& registrar, Host& host, PackageService& packages);

}  // namespace tessera::elearning
