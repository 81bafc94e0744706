#include "audit/audit.hpp"

namespace tessera::kernel {
namespace {

const char* kind_name(Principal::Kind kind) {
    switch (kind) {
        case Principal::Kind::Anonymous:
            return "anonymous";
        case Principal::Kind::Person:
            return "person";
        case Principal::Kind::ApiKey:
            return "api-key";
        case Principal::Kind::System:
            return "system";
    }
    return "anonymous";
}

std::optional<std::int64_t> or_null(std::int64_t id) {
    return id != 0 ? std::optional(id) : std::nullopt;
}

std::optional<std::string_view> or_null(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

}  // namespace

void write_audit(Transaction& tx, IdSource& ids, Instant at, std::string_view request_id,
                 const Principal& actor, const AuditEntry& entry) {
    if (entry.action.empty()) {
        throw Error(ErrorKind::Internal, "audit.action", "An audit entry needs an action.");
    }
    tx.execute(
        "insert into kernel_audit (id, at, actor_kind, actor_name, person, account, action, "
        "subject,"
        " before, after, request) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ids.next(), at, kind_name(actor.kind), actor.name, or_null(actor.person.value),
        or_null(actor.account.value), entry.action, entry.subject, or_null(entry.before),
        or_null(entry.after), request_id);
}

}  // namespace tessera::kernel
