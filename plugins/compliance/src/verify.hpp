// `tessera compliance verify`, and the same every night in the running server.
#pragma once

#include "compliance_service.hpp"

namespace tessera::compliance {

void declare_verification(Registrar& registrar, Host& host, ComplianceService& service);

}  // namespace tessera::compliance
