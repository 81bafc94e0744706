// What a transaction does beside SQL. The engine knows nothing of events, jobs and the audit trail;
// storage.cpp connects them.
#pragma once

#include "tessera/database.hpp"

namespace tessera::kernel {

/// Called on the writer's thread, inside the transaction. What it throws rolls the transaction
/// back.
class Effects {
public:
    virtual ~Effects() = default;
    virtual void publish(Transaction& tx, const char* id, std::int64_t subject, const void* event,
                         std::string (*to_json)(const void*)) = 0;
    virtual void audit(Transaction& tx, const Principal& actor, const AuditEntry& entry) = 0;
    virtual void enqueue(Transaction& tx, std::string_view job, std::string_view payload_json,
                         std::optional<Instant> run_at) = 0;
};

}  // namespace tessera::kernel
