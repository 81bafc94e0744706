// REST of the catalogue.
#pragma once

#include "course_service.hpp"

namespace tessera::catalogue {

void declare_course_api(Registrar& registrar, Host& host, CourseService& service);

}  // namespace tessera::catalogue
