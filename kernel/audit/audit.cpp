#include "audit/audit.hpp"

#include <limits>

namespace tessera::kernel {
namespace {

constexpr int kMostRecords = 500;

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

AuditRecord record_of(Row row) {
    AuditRecord record;
    record.id = row.get<std::int64_t>(0);
    record.at = row.get<Instant>(1);
    record.actor_kind = row.get<std::string>(2);
    record.actor_name = row.get<std::string>(3);
    record.person = row.get<std::optional<std::int64_t>>(4).value_or(0);
    record.account = row.get<std::optional<std::int64_t>>(5).value_or(0);
    record.entry.action = row.get<std::string>(6);
    record.entry.subject = row.get<std::string>(7);
    record.entry.before = row.get<std::optional<std::string>>(8).value_or("");
    record.entry.after = row.get<std::optional<std::string>>(9).value_or("");
    record.request_id = row.get<std::string>(10);
    return record;
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

std::vector<AuditRecord> read_audit(Reader& reader, std::string_view subject, std::int64_t before,
                                    int limit) {
    const std::int64_t below = before != 0 ? before : std::numeric_limits<std::int64_t>::max();
    const int most = std::min(limit, kMostRecords);
    const std::string select =
        "select id, at, actor_kind, actor_name, person, account, action, subject, before, after, "
        "request"
        " from kernel_audit where ";
    if (subject.empty())
        return reader.all(record_of, select + "id < ? order by id desc limit ?", below, most);
    return reader.all(record_of, select + "subject = ? and id < ? order by id desc limit ?",
                      subject, below, most);
}

}  // namespace tessera::kernel
