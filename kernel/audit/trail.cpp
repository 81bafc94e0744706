#include "audit/trail.hpp"

#include <algorithm>
#include <limits>

namespace tessera::kernel {

namespace {

constexpr int kMostRecords = 500;

AuditRecord record_of(Row row) {
    AuditRecord record;
    record.id = row.get<std::int64_t>(0);
    record.at = row.get<Instant>(1);
    record.actor_kind = row.get<std::string>(2);
    record.actor = row.get<std::string>(3);
    record.person = row.get<std::optional<std::int64_t>>(4).value_or(0);
    record.account = row.get<std::optional<std::int64_t>>(5).value_or(0);
    record.action = row.get<std::string>(6);
    record.subject = row.get<std::string>(7);
    record.before = row.get<std::optional<std::string>>(8).value_or("");
    record.after = row.get<std::optional<std::string>>(9).value_or("");
    record.request_id = row.get<std::string>(10);
    return record;
}

/// The area is a plugin's id; anything else would be a pattern.
bool is_area(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

}  // namespace

std::vector<AuditRecord> KernelAuditTrail::read(Reader& reader, const AuditFilter& filter) {
    if (!is_area(filter.area)) return {};
    std::string sql =
        "select id, at, actor_kind, actor_name, person, account, action, subject, before, after, "
        "request "
        "from kernel_audit where id < ?";
    const std::string pattern = filter.area + ".%";
    std::vector<Param> params = {filter.before != 0 ? filter.before
                                                    : std::numeric_limits<std::int64_t>::max()};
    if (!filter.subject.empty()) {
        sql += " and subject = ?";
        params.emplace_back(filter.subject);
    }
    if (!filter.area.empty()) {
        sql += " and action like ?";
        params.emplace_back(pattern);
    }
    sql += " order by id desc limit ?";
    params.emplace_back(std::clamp(filter.limit, 1, kMostRecords));
    std::vector<AuditRecord> records;
    for (Row row : reader.query_with(sql, params)) records.push_back(record_of(row));
    return records;
}

}  // namespace tessera::kernel
