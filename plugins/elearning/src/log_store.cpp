#include "log_store.hpp"

#include <zlib.h>

namespace tessera::elearning {

namespace {

/// Of all operations of an attempt, before deflating: days of ordinary learning, seconds of replay.
constexpr std::int64_t kMostLogged = 4 * 1024 * 1024;
/// What each page was opened with is kept as well.
constexpr std::int64_t kMostOpenings = 500;
/// Smaller ones are as quickly written as deflated.
constexpr std::size_t kWorthDeflating = 1024;

}  // namespace

PackedOperations packed(std::string_view operations) {
    PackedOperations out{static_cast<std::int64_t>(operations.size()), std::string(operations)};
    if (operations.size() < kWorthDeflating) return out;
    uLongf length = compressBound(operations.size());
    std::string deflated(length, '\0');
    const int result = compress2(reinterpret_cast<Bytef*>(deflated.data()), &length,
                                 reinterpret_cast<const Bytef*>(operations.data()),
                                 operations.size(), Z_BEST_SPEED);
    if (result != Z_OK || length >= operations.size()) return out;
    deflated.resize(length);
    out.bytes = std::move(deflated);
    return out;
}

std::optional<std::string> unpacked(const PackedOperations& packed) {
    if (packed.size < 0 || packed.size > kMostLogged) return std::nullopt;
    if (static_cast<std::int64_t>(packed.bytes.size()) == packed.size) return packed.bytes;
    std::string out(static_cast<std::size_t>(packed.size), '\0');
    uLongf length = out.size();
    const int result =
        uncompress(reinterpret_cast<Bytef*>(out.data()), &length,
                   reinterpret_cast<const Bytef*>(packed.bytes.data()), packed.bytes.size());
    if (result != Z_OK || length != out.size()) return std::nullopt;
    return out;
}

namespace store {

LogEnd log_end(Reader& reader, Id<Attempt> attempt) {
    return reader
        .first(
            [](Row row) {
                return LogEnd{row.get<std::int64_t>(0), row.get<std::int64_t>(1)};
            },
            "SELECT COALESCE(MAX(number), 0), COALESCE(SUM(size), 0) FROM attempt_log "
            "WHERE attempt = ?",
            attempt)
        .value_or(LogEnd{});
}

bool fits_log(const LogEnd& end, std::int64_t opening, std::int64_t number, std::int64_t size) {
    return end.number + 1 == number && end.bytes + size <= kMostLogged && opening <= kMostOpenings;
}

void keep_in_log(Transaction& tx, Id<Attempt> attempt, const CommitChanges& changes,
                 const PackedOperations& operations) {
    tx.execute(
        "INSERT INTO attempt_log (attempt, number, opening, at, size, operations) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        attempt, changes.number, changes.opening, changes.at, operations.size,
        Param::blob(operations.bytes));
}

void each_logged(Reader& reader, Id<Attempt> attempt,
                 const std::function<bool(const LoggedCommit&)>& use) {
    for (Row row : reader.query("SELECT number, opening, at, size, operations FROM attempt_log "
                                "WHERE attempt = ? ORDER BY number",
                                attempt)) {
        auto operations = unpacked({row.get<std::int64_t>(3), row.get<std::string>(4)});
        if (!operations) return;
        const LoggedCommit commit{row.get<std::int64_t>(0), row.get<std::int64_t>(1),
                                  row.get<Instant>(2), std::move(*operations)};
        if (!use(commit)) return;
    }
}

std::optional<LoggedPageRow> logged_page(Reader& reader, Id<Attempt> attempt,
                                         std::int64_t opening) {
    return reader.first(
        [](Row row) {
            return LoggedPageRow{row.get<std::string>(0), row.get<Id<PackageVersion>>(1),
                                 row.get<Instant>(2)};
        },
        "SELECT data, version, at FROM attempt_opening WHERE attempt = ? AND opening = ?", attempt,
        opening);
}

std::vector<LeftOut> left_out(Reader& reader, Id<Attempt> attempt) {
    return reader.all(
        [](Row row) {
            return LeftOut{row.get<std::int64_t>(0), row.get<Instant>(1), row.get<std::int64_t>(2)};
        },
        "SELECT opening, at, dropped FROM attempt_opening WHERE attempt = ? AND dropped > 0 "
        "ORDER BY opening",
        attempt);
}

std::vector<Id<Attempt>> logged_before(Reader& reader, Instant committed, Id<Attempt> after,
                                       int limit) {
    return reader.all([](Row row) { return row.get<Id<Attempt>>(0); },
                      "SELECT a.id FROM attempt a WHERE a.id > ? AND a.committed_at < ? AND EXISTS "
                      "(SELECT 1 FROM attempt_log l WHERE l.attempt = a.id) ORDER BY a.id LIMIT ?",
                      after, committed, limit);
}

void remove_log(Transaction& tx, Id<Attempt> attempt, Instant committed_before) {
    const auto removed = tx.execute(
        "DELETE FROM attempt_log WHERE attempt = ? AND EXISTS "
        "(SELECT 1 FROM attempt WHERE id = ? AND committed_at < ?)",
        attempt, attempt, committed_before);
    if (removed == 0) return;
    tx.execute(
        "DELETE FROM attempt_opening WHERE attempt = ? AND opening <= "
        "(SELECT openings FROM attempt WHERE id = ?) - ?",
        attempt, attempt, kPages);
}

std::vector<PackageAttempt> attempts_of_package(Reader& reader, Id<Package> package,
                                                const AttemptQuery& query) {
    std::string sql =
        "SELECT a.id, a.number, a.person, a.course, a.completion, a.success, a.score, "
        "a.created_at, a.committed_at, a.completed_at, a.parts_done, a.parts, v.number, "
        "a.score_raw, a.score_max, a.best_success, a.best_score, a.best_raw, a.best_max "
        "FROM attempt a "
        "JOIN package_version v ON v.id = a.package_version WHERE v.package = ?";
    std::vector<Param> params{package};
    if (query.state == "completed") sql += " AND a.completed_at IS NOT NULL";
    if (query.state == "open") sql += " AND a.completed_at IS NULL";
    for (std::size_t i = 0; i < query.people.size(); ++i) {
        sql += i == 0 ? " AND a.person IN (?" : ", ?";
        params.emplace_back(query.people[i]);
    }
    if (!query.people.empty()) sql += ")";
    sql += " ORDER BY COALESCE(a.committed_at, a.created_at) DESC, a.id DESC LIMIT ? OFFSET ?";
    params.emplace_back(query.limit);
    params.emplace_back(query.offset);
    std::vector<PackageAttempt> found;
    for (Row row : reader.query_with(sql, params)) {
        PackageAttempt& one = found.emplace_back();
        AttemptRecord& attempt = one.attempt;
        attempt.id = row.get<Id<Attempt>>(0);
        attempt.number = row.get<std::int64_t>(1);
        attempt.person = row.get<Id<Person>>(2);
        attempt.course = row.get<Id<catalogue::Course>>(3);
        attempt.completion = row.get<std::string>(4);
        attempt.success = row.get<std::string>(5);
        attempt.score = row.get<std::optional<std::int64_t>>(6);
        attempt.created = row.get<Instant>(7);
        attempt.committed = row.get<std::optional<Instant>>(8);
        attempt.completed = row.get<std::optional<Instant>>(9);
        attempt.parts_done = row.get<std::int64_t>(10);
        attempt.parts = row.get<std::int64_t>(11);
        one.version = row.get<std::int64_t>(12);
        attempt.score_raw = row.get<std::optional<std::int64_t>>(13);
        attempt.score_max = row.get<std::optional<std::int64_t>>(14);
        attempt.best = {
            success_of(row.get<std::string_view>(15)), row.get<std::optional<std::int64_t>>(16),
            row.get<std::optional<std::int64_t>>(17), row.get<std::optional<std::int64_t>>(18)};
    }
    return found;
}

}  // namespace store
}  // namespace tessera::elearning
