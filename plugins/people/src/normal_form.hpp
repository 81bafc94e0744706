// Brings rows that were written before there was a normal form of text (tessera/text.hpp) into it:
// a job, begun at start when it has not been done.
//
// Nothing is merged. When two people's e-mail addresses turn out to be the same, both rows keep
// what they have, and the log and the audit trail of both name the other one.
#pragma once

#include "people_service.hpp"

namespace tessera::people {

void declare_normal_form(Registrar& registrar, Host& host);
/// Enqueues the job unless it has been done.
void begin_normal_form(Host& host);

}  // namespace tessera::people
