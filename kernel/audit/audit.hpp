// The audit trail: who did what to what, written in the same transaction as the deed.
#pragma once

#include "tessera/database.hpp"
#include "tessera/principal.hpp"
#include "tessera/time.hpp"

#include <string>
#include <vector>

namespace tessera::kernel {

/// `request_id` may be empty. Throws Error{Internal} when the entry has no action.
void write_audit(Transaction& tx, IdSource& ids, Instant at, std::string_view request_id,
                 const Principal& actor, const AuditEntry& entry);

struct AuditRecord {
    std::int64_t id = 0;
    Instant at;
    std::string actor_kind;  ///< anonymous person api-key system
    std::string actor_name;
    std::int64_t person = 0, account = 0;  ///< 0: none
    AuditEntry entry;
    std::string request_id;
};

/// The newest entries, of one subject or (empty) of all; `before` 0 or the id to go on after.
std::vector<AuditRecord> read_audit(Reader& reader, std::string_view subject, std::int64_t before,
                                    int limit);

}  // namespace tessera::kernel
