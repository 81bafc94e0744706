#include "log_store.hpp"

#include <zlib.h>

namespace tessera::elearning {

namespace {

/// Of all operations of an attempt, before deflating: days of ordinary learning, seconds of replay.
constexpr std::int64_t kMostLogged = 4 * 1024 * 1024;
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

bool fits_log(const LogEnd& end, std::int64_t number, std::int64_t size) {
    return end.number + 1 == number && end.bytes + size <= kMostLogged;
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

std::vector<Id<Attempt>> logged_before(Reader& reader, Instant committed, int limit) {
    return reader.all([](Row row) { return row.get<Id<Attempt>>(0); },
                      "SELECT a.id FROM attempt a WHERE a.committed_at < ? AND EXISTS "
                      "(SELECT 1 FROM attempt_log l WHERE l.attempt = a.id) LIMIT ?",
                      committed, limit);
}

void remove_log(Transaction& tx, Id<Attempt> attempt) {
    tx.execute("DELETE FROM attempt_log WHERE attempt = ?", attempt);
}

}  // namespace store
}  // namespace tessera::elearning
