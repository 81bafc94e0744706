#include "account_store.hpp"

namespace tessera::identity::store {

namespace {

constexpr const char* kAccountColumns =
    "a.id, a.person, a.email, a.display_name, a.password_hash, a.must_change, a.terms_version, "
    "a.locale, "
    "a.blocked, a.last_sign_in, a.temporary_until";

AccountRecord read_account(Row row, int from = 0) {
    AccountRecord account;
    account.id = row.get<Id<Account>>(from);
    account.person = row.get<Id<Person>>(from + 1);
    account.email = row.get<std::optional<std::string>>(from + 2).value_or("");
    account.display_name = row.get<std::string>(from + 3);
    account.password_hash = row.get<std::string>(from + 4);
    account.must_change = row.get<bool>(from + 5);
    account.terms_version = row.get<int>(from + 6);
    account.locale = row.get<std::string>(from + 7);
    account.blocked = row.get<bool>(from + 8);
    account.last_sign_in = row.get<std::optional<Instant>>(from + 9);
    account.temporary_until = row.get<std::optional<Instant>>(from + 10);
    return account;
}

template <class T>
std::optional<AccountRecord> account_where(Reader& reader, const char* column, const T& value) {
    return reader.first(
        [](Row row) { return read_account(row); },
        std::string("SELECT ") + kAccountColumns + " FROM account a WHERE a." + column + " = ?",
        value);
}

constexpr const char* kSessionColumns =
    "s.id, s.account, s.keep, s.created_at, s.last_seen, s.expires_at, s.device";

SessionRecord read_session(Row row) {
    SessionRecord session;
    session.id = row.get<Id<Session>>(0);
    session.account = row.get<Id<Account>>(1);
    session.keep = row.get<bool>(2);
    session.created = row.get<Instant>(3);
    session.last_seen = row.get<Instant>(4);
    session.expires = row.get<Instant>(5);
    session.device = row.get<std::string>(6);
    return session;
}

std::optional<std::string> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string>(text);
}

}  // namespace

std::optional<AccountRecord> account(Reader& reader, Id<Account> id) {
    return account_where(reader, "id", id);
}

std::optional<AccountRecord> account_of(Reader& reader, Id<Person> person) {
    return account_where(reader, "person", person);
}

std::optional<AccountRecord> account_by_email(Reader& reader, std::string_view email) {
    return account_where(reader, "email", email);
}

void insert_account(Transaction& tx, const AccountRecord& account, Instant at) {
    tx.execute(
        "INSERT INTO account (id, person, email, display_name, password_hash, must_change, "
        "terms_version, "
        "locale, blocked, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        account.id, account.person, unless_empty(account.email), account.display_name,
        account.password_hash, account.must_change, account.terms_version, account.locale,
        account.blocked, at);
}

void rename(Transaction& tx, Id<Person> person, const std::string& email,
            std::string_view display_name) {
    tx.execute("UPDATE account SET email = ?, display_name = ? WHERE person = ?",
               unless_empty(email), display_name, person);
}

void set_password(Transaction& tx, Id<Account> id, std::string_view hash,
                  std::optional<Instant> temporary_until) {
    tx.execute(
        "UPDATE account SET password_hash = ?, must_change = ?, temporary_until = ? WHERE id = ?",
        hash, temporary_until.has_value(), temporary_until, id);
}

void end_temporary_passwords(Transaction& tx, Instant until) {
    tx.execute(
        "UPDATE account SET temporary_until = ? WHERE must_change = 1 AND temporary_until IS NULL",
        until);
}

void rehash(Transaction& tx, Id<Account> id, std::string_view before, std::string_view after) {
    tx.execute("UPDATE account SET password_hash = ? WHERE id = ? AND password_hash = ?", after, id,
               before);
}

void set_blocked(Transaction& tx, Id<Account> id, bool blocked) {
    tx.execute("UPDATE account SET blocked = ? WHERE id = ?", blocked, id);
}

void set_locale(Transaction& tx, Id<Account> id, std::string_view locale) {
    tx.execute("UPDATE account SET locale = ? WHERE id = ?", locale, id);
}

void accept_terms(Transaction& tx, Id<Account> id, int version) {
    tx.execute("UPDATE account SET terms_version = ? WHERE id = ?", version, id);
}

void signed_in(Transaction& tx, Id<Account> id, Instant at) {
    tx.execute("UPDATE account SET last_sign_in = ? WHERE id = ?", at, id);
}

std::vector<RoleRecord> roles(Reader& reader, Id<Account> account) {
    return reader.all(
        [](Row row) {
            RoleRecord record;
            record.id = row.get<std::int64_t>(0);
            record.grant.role = row.get<std::string>(1);
            record.grant.reach = parse_reach(row.get<std::string>(2)).value_or(Reach::Self);
            record.grant.unit = row.get<std::int64_t>(3);
            return record;
        },
        "SELECT id, role, reach, unit FROM account_role WHERE account = ? ORDER BY id", account);
}

std::vector<RoleGrant> role_grants(Reader& reader, Id<Account> account) {
    std::vector<RoleGrant> grants;
    for (RoleRecord& record : roles(reader, account)) grants.push_back(std::move(record.grant));
    return grants;
}

bool insert_role(Transaction& tx, std::int64_t id, Id<Account> account, const RoleGrant& role) {
    return tx.execute(
               "INSERT INTO account_role (id, account, role, reach, unit) VALUES (?, ?, ?, ?, ?) "
               "ON CONFLICT (account, role, reach, unit) DO NOTHING",
               id, account, role.role, reach_text(role.reach), role.unit) == 1;
}

bool delete_role(Transaction& tx, Id<Account> account, std::int64_t id) {
    return tx.execute("DELETE FROM account_role WHERE id = ? AND account = ?", id, account) == 1;
}

std::vector<Id<Person>> with_roles_or_sessions(Reader& reader) {
    return reader.all(
        [](Row row) { return row.get<Id<Person>>(0); },
        "SELECT a.person FROM account a WHERE EXISTS (SELECT 1 FROM account_session s WHERE "
        "s.account = a.id) OR EXISTS (SELECT 1 FROM account_role r WHERE r.account = a.id AND NOT "
        "(r.role = 'employee' AND r.reach = 'self'))");
}

std::optional<std::pair<SessionRecord, AccountRecord>> session(Reader& reader,
                                                               std::string_view digest) {
    return reader.first(
        [](Row row) { return std::pair(read_session(row), read_account(row, 7)); },
        std::string("SELECT ") + kSessionColumns + ", " + kAccountColumns +
            " FROM account_session s JOIN account a ON a.id = s.account WHERE s.token_digest = ?",
        digest);
}

std::optional<SessionRecord> session(Reader& reader, Id<Session> id) {
    return reader.first(
        read_session,
        std::string("SELECT ") + kSessionColumns + " FROM account_session s WHERE s.id = ?", id);
}

bool is_blocked(Reader& reader, Id<Person> person) {
    return reader
        .value<std::int64_t>("SELECT id FROM account WHERE person = ? AND blocked <> 0", person)
        .has_value();
}

std::vector<SessionRecord> sessions(Reader& reader, Id<Account> account, Instant now) {
    return reader.all(read_session,
                      std::string("SELECT ") + kSessionColumns +
                          " FROM account_session s WHERE s.account = ? AND s.expires_at > ? "
                          "ORDER BY s.last_seen DESC, s.id",
                      account, now);
}

void insert_session(Transaction& tx, const SessionRecord& session, std::string_view digest) {
    tx.execute(
        "INSERT INTO account_session (id, account, token_digest, keep, created_at, last_seen, "
        "expires_at, "
        "device) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        session.id, session.account, digest, session.keep, session.created, session.last_seen,
        session.expires, session.device);
}

void seen(Transaction& tx, Id<Session> id, Instant at, Instant expires) {
    tx.execute("UPDATE account_session SET last_seen = ?, expires_at = ? WHERE id = ?", at, expires,
               id);
}

bool delete_session(Transaction& tx, Id<Account> account, Id<Session> id) {
    return tx.execute("DELETE FROM account_session WHERE id = ? AND account = ?", id, account) == 1;
}

void delete_sessions(Transaction& tx, Id<Account> account, Id<Session> except) {
    tx.execute("DELETE FROM account_session WHERE account = ? AND id <> ?", account, except);
}

void delete_expired(Transaction& tx, Instant now) {
    tx.execute("DELETE FROM account_session WHERE expires_at <= ?", now);
}

Tries tries(Reader& reader, std::string_view subject) {
    return reader
        .first(
            [](Row row) {
                return Tries{row.get<int>(0), row.get<Instant>(1), row.get<Instant>(2)};
            },
            "SELECT tries, window_start, paused_until FROM account_try WHERE subject = ?", subject)
        .value_or(Tries{});
}

void save_tries(Transaction& tx, std::string_view subject, const Tries& tries) {
    tx.execute(
        "INSERT INTO account_try (subject, tries, window_start, paused_until) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (subject) DO UPDATE SET tries = excluded.tries, "
        "window_start = excluded.window_start, paused_until = excluded.paused_until",
        subject, tries.count, tries.window_start, tries.paused_until);
}

void forget_tries(Transaction& tx, std::string_view subject) {
    tx.execute("DELETE FROM account_try WHERE subject = ?", subject);
}

void forget_old_tries(Transaction& tx, Instant before) {
    tx.execute("DELETE FROM account_try WHERE window_start < ? AND paused_until < ?", before,
               before);
}

namespace {

ApiKeyRecord read_key(Row row) {
    ApiKeyRecord key;
    key.id = row.get<Id<Account>>(0);
    key.name = row.get<std::string>(1);
    key.created_by = row.get<std::string>(2);
    key.created = row.get<Instant>(3);
    key.last_used = row.get<std::optional<Instant>>(4);
    key.revoked = row.get<std::optional<Instant>>(5);
    return key;
}

constexpr const char* kKeyColumns = "id, name, created_by, created_at, last_used, revoked_at";

}  // namespace

std::vector<ApiKeyRecord> api_keys(Reader& reader) {
    auto keys =
        reader.all(read_key, std::string("SELECT ") + kKeyColumns +
                                 " FROM account_api_key ORDER BY revoked_at IS NOT NULL, id DESC");
    for (Row row : reader.query(
             "SELECT api_key, permission FROM account_api_key_scope ORDER BY permission")) {
        const auto id = row.get<Id<Account>>(0);
        for (ApiKeyRecord& key : keys) {
            if (key.id == id) key.scopes.push_back(row.get<std::string>(1));
        }
    }
    return keys;
}

std::optional<ApiKeyRecord> api_key(Reader& reader, std::string_view digest) {
    auto key = reader.first(read_key,
                            std::string("SELECT ") + kKeyColumns +
                                " FROM account_api_key WHERE key_digest = ? AND revoked_at IS NULL",
                            digest);
    if (!key) return key;
    key->scopes =
        reader.all([](Row row) { return row.get<std::string>(0); },
                   "SELECT permission FROM account_api_key_scope WHERE api_key = ?", key->id);
    return key;
}

bool is_key_in_force(Reader& reader, Id<Account> key) {
    return reader
        .value<std::int64_t>("SELECT id FROM account_api_key WHERE id = ? AND revoked_at IS NULL",
                             key)
        .has_value();
}

void insert_api_key(Transaction& tx, const ApiKeyRecord& key, std::string_view digest) {
    tx.execute(
        "INSERT INTO account_api_key (id, name, key_digest, created_by, created_by_person, "
        "created_by_account, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        key.id, key.name, digest, key.created_by, key.created_by_person, key.created_by_account,
        key.created);
    for (const std::string& scope : key.scopes) {
        tx.execute("INSERT INTO account_api_key_scope (api_key, permission) VALUES (?, ?)", key.id,
                   scope);
    }
}

void key_used(Transaction& tx, Id<Account> id, Instant at) {
    tx.execute("UPDATE account_api_key SET last_used = ? WHERE id = ?", at, id);
}

bool revoke(Transaction& tx, Id<Account> id, Instant at) {
    return tx.execute(
               "UPDATE account_api_key SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", at,
               id) == 1;
}

}  // namespace tessera::identity::store
