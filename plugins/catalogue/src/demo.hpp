#pragma once

#include "course_service.hpp"

namespace tessera::catalogue {

/// The demonstration's courses; packages, competencies and enrolments are added by their plugins.
void fill_demo(Host& host, CourseService& service);

}  // namespace tessera::catalogue
