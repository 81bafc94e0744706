#include "db/sqlite_transaction.hpp"

namespace tessera::kernel {

Effects& SqliteTransaction::effects() {
    if (effects_ == nullptr) {
        throw Error(ErrorKind::Internal, "database.effects",
                    "Events, audit and jobs are not connected to this database yet.");
    }
    return *effects_;
}

void SqliteTransaction::audit(const Principal& actor, const AuditEntry& entry) {
    effects().audit(*this, actor, entry);
}

void SqliteTransaction::enqueue(std::string_view job, std::string_view payload_json,
                                std::optional<Instant> run_at) {
    effects().enqueue(*this, job, payload_json, run_at);
}

void SqliteTransaction::publish_raw(const char* id, std::int64_t subject, const void* event,
                                    std::string (*to_json)(const void*)) {
    effects().publish(*this, id, subject, event, to_json);
}

}  // namespace tessera::kernel
