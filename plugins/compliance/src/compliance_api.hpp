// REST of compliance.
#pragma once

#include "compliance_service.hpp"

namespace tessera::compliance {

void declare_compliance_api(Registrar& registrar, Host& host, ComplianceService& service);

}  // namespace tessera::compliance
