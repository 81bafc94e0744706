#pragma once

#include "enrolment_service.hpp"

namespace tessera::enrolment {

/// Current enrolments of the demonstration's people.
void fill_demo(Host& host, EnrolmentService& service, people::Directory& people,
               catalogue::Courses& courses);

}  // namespace tessera::enrolment
