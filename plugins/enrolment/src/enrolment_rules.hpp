// Which status may follow which.
#pragma once

#include "tessera_enrolment/enrolments.hpp"

namespace tessera::enrolment {

/// Whether an enrolment may go from one status to the other. To the same status: no.
bool may_follow(Status from, Status to);

/// Whether it says how somebody did. Competencies hang on that: recording it takes more than the
/// right to give places and take them away.
bool is_result(Status status);

}  // namespace tessera::enrolment
