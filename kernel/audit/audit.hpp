// The audit trail: who did what to what, written in the same transaction as the deed.
#pragma once

#include "tessera/database.hpp"
#include "tessera/principal.hpp"
#include "tessera/time.hpp"

#include <string_view>

namespace tessera::kernel {

/// `request_id` may be empty. Throws Error{Internal} when the entry has no action.
void write_audit(Transaction& tx, IdSource& ids, Instant at, std::string_view request_id,
                 const Principal& actor, const AuditEntry& entry);

}  // namespace tessera::kernel
