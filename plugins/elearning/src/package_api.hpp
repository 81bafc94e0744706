// REST and command line of packages.
#pragma once

#include "package_service.hpp"
#include "progress_pages.hpp"

namespace tessera::elearning {

void declare_package_api(Registrar& registrar, Host& host, PackageService& service,
                         RuleService& rules, ProgressPages& progress);
void declare_package_commands(Registrar& registrar, Host& host, PackageService& service);

}  // namespace tessera::elearning
