// REST of enrolments.
#pragma once

#include "enrolment_service.hpp"

namespace tessera::enrolment {

void declare_enrolment_api(Registrar& registrar, Host& host, EnrolmentService& service);

}  // namespace tessera::enrolment
