// Which status may follow which.
#pragma once

#include "tessera_enrolment/enrolments.hpp"

namespace tessera::enrolment {

/// Whether an enrolment may go from one status to the other. To the same status: no.
bool may_follow(Status from, Status to);

}  // namespace tessera::enrolment
