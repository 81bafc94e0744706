#include "safety_store.hpp"

namespace tessera::identity::store {

namespace {

/// A person has a handful; scripts that keep no cookies would add one at each sign-in.
constexpr int kMostDevices = 20;

}  // namespace

bool knows_device(Reader& reader, Id<Account> account, std::string_view digest) {
    return reader
        .value<std::int64_t>(
            "SELECT last_used FROM account_device WHERE account = ? AND device_digest = ?", account,
            digest)
        .has_value();
}

void keep_device(Transaction& tx, Id<Account> account, std::string_view digest, Instant now) {
    tx.execute(
        "INSERT INTO account_device (account, device_digest, last_used) VALUES (?, ?, ?) "
        "ON CONFLICT (account, device_digest) DO UPDATE SET last_used = excluded.last_used",
        account, digest, now);
    tx.execute(
        "DELETE FROM account_device WHERE account = ? AND device_digest NOT IN (SELECT "
        "device_digest FROM account_device WHERE account = ? ORDER BY last_used DESC, "
        "device_digest LIMIT ?)",
        account, account, kMostDevices);
}

void forget_devices(Transaction& tx, Id<Account> account) {
    tx.execute("DELETE FROM account_device WHERE account = ?", account);
}

void forget_old_devices(Transaction& tx, Instant before) {
    tx.execute("DELETE FROM account_device WHERE last_used < ?", before);
}

void insert(Transaction& tx, Id<Account> account, const Notice& notice) {
    tx.execute(
        "INSERT INTO account_notice (id, account, kind, detail, actor, created_at) VALUES (?, ?, "
        "?, ?, ?, ?)",
        notice.id, account, notice.kind, notice.detail, notice.actor, notice.at);
}

std::vector<Notice> unseen(Reader& reader, Id<Account> account) {
    return reader.all(
        [](Row row) {
            return Notice{row.get<std::int64_t>(0), row.get<std::string>(1),
                          row.get<std::string>(2), row.get<std::string>(3), row.get<Instant>(4)};
        },
        "SELECT id, kind, detail, actor, created_at FROM account_notice WHERE account = ? AND "
        "seen_at IS NULL ORDER BY id DESC LIMIT 20",
        account);
}

void seen_up_to(Transaction& tx, Id<Account> account, std::int64_t last, Instant now) {
    tx.execute(
        "UPDATE account_notice SET seen_at = ? WHERE account = ? AND id <= ? AND seen_at IS NULL",
        now, account, last);
}

void forget_seen(Transaction& tx, Instant before) {
    tx.execute("DELETE FROM account_notice WHERE seen_at < ?", before);
}

void insert(Transaction& tx, std::string_view digest, const OnceRecord& record) {
    tx.execute(
        "INSERT INTO account_once (token_digest, maker, purpose, sealed, expires_at) VALUES (?, ?, "
        "?, ?, ?)",
        digest, record.maker, record.purpose, record.sealed, record.expires);
}

std::optional<OnceRecord> once(Reader& reader, std::string_view digest) {
    return reader.first(
        [](Row row) {
            return OnceRecord{row.get<std::int64_t>(0), row.get<std::string>(1),
                              row.get<std::string>(2), row.get<Instant>(3)};
        },
        "SELECT maker, purpose, sealed, expires_at FROM account_once WHERE token_digest = ?",
        digest);
}

bool delete_once(Transaction& tx, std::string_view digest) {
    return tx.execute("DELETE FROM account_once WHERE token_digest = ?", digest) == 1;
}

void delete_expired_once(Transaction& tx, Instant now) {
    tx.execute("DELETE FROM account_once WHERE expires_at <= ?", now);
}

}  // namespace tessera::identity::store
