#pragma once

#include "competency_service.hpp"

namespace tessera::competencies {

/// The demonstration's frameworks, requirements, course competencies and years of awards; the same
/// on every run, with dates relative to today.
void fill_demo(Host& host, CompetencyService& service, people::Directory& people,
               catalogue::Courses& courses);

}  // namespace tessera::competencies
