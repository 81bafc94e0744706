// SQL of accounts, roles, sessions, tries and API keys, next to its row mapping. No rules here.
#pragma once

#include "rules.hpp"
#include "throttle.hpp"

namespace tessera::identity::store {

struct AccountRecord {
    Id<Account> id;
    Id<Person> person;
    std::string email;  ///< empty: none
    std::string display_name, password_hash, locale;
    bool must_change = false, blocked = false;
    int terms_version = 0;
    std::optional<Instant> last_sign_in;
    std::optional<Instant> temporary_until;  ///< end of a temporary password
};

std::optional<AccountRecord> account(Reader& reader, Id<Account> id);
std::optional<AccountRecord> account_of(Reader& reader, Id<Person> person);
std::optional<AccountRecord> account_by_email(Reader& reader, std::string_view email);
void insert_account(Transaction& tx, const AccountRecord& account, Instant at);
void rename(Transaction& tx, Id<Person> person, const std::string& email,
            std::string_view display_name);
/// A temporary one has an end and must be changed.
void set_password(Transaction& tx, Id<Account> id, std::string_view hash,
                  std::optional<Instant> temporary_until);
/// Gives those that have none an end.
void end_temporary_passwords(Transaction& tx, Instant until);
/// The same password hashed anew, unless it was changed since it was read.
void rehash(Transaction& tx, Id<Account> id, std::string_view before, std::string_view after);
void set_blocked(Transaction& tx, Id<Account> id, bool blocked);
void set_locale(Transaction& tx, Id<Account> id, std::string_view locale);
void accept_terms(Transaction& tx, Id<Account> id, int version);
void signed_in(Transaction& tx, Id<Account> id, Instant at);

struct RoleRecord {
    std::int64_t id = 0;
    RoleGrant grant;
};
std::vector<RoleRecord> roles(Reader& reader, Id<Account> account);
std::vector<RoleGrant> role_grants(Reader& reader, Id<Account> account);
/// Returns false when it is held already.
bool insert_role(Transaction& tx, std::int64_t id, Id<Account> account, const RoleGrant& role);
bool delete_role(Transaction& tx, Id<Account> account, std::int64_t id);

/// Whose accounts have a role beyond an employee's own, or a session.
std::vector<Id<Person>> with_roles_or_sessions(Reader& reader);

struct SessionRecord {
    Id<Session> id;
    Id<Account> account;
    bool keep = false;
    Instant created, last_seen, expires;
    std::string device;
};
/// The session of a token's digest with its account.
std::optional<std::pair<SessionRecord, AccountRecord>> session(Reader& reader,
                                                               std::string_view digest);
std::optional<SessionRecord> session(Reader& reader, Id<Session> id);
/// Whether the person has an account that may not be used.
bool is_blocked(Reader& reader, Id<Person> person);
std::vector<SessionRecord> sessions(Reader& reader, Id<Account> account, Instant now);
void insert_session(Transaction& tx, const SessionRecord& session, std::string_view digest);
void seen(Transaction& tx, Id<Session> id, Instant at, Instant expires);
bool delete_session(Transaction& tx, Id<Account> account, Id<Session> id);
/// All of them but `except`.
void delete_sessions(Transaction& tx, Id<Account> account, Id<Session> except);
void delete_expired(Transaction& tx, Instant now);

Tries tries(Reader& reader, std::string_view subject);
void save_tries(Transaction& tx, std::string_view subject, const Tries& tries);
void forget_tries(Transaction& tx, std::string_view subject);
void forget_old_tries(Transaction& tx, Instant before);

struct ApiKeyRecord {
    Id<Account> id;
    std::string name, created_by;
    Id<Person> created_by_person{};  ///< none: not a person, or not known
    Id<Account> created_by_account{};
    Instant created;
    std::optional<Instant> last_used, revoked;
    std::vector<std::string> scopes;
};
std::vector<ApiKeyRecord> api_keys(Reader& reader);
/// One that is not revoked.
std::optional<ApiKeyRecord> api_key(Reader& reader, std::string_view digest);
bool is_key_in_force(Reader& reader, Id<Account> key);
void insert_api_key(Transaction& tx, const ApiKeyRecord& key, std::string_view digest);
void key_used(Transaction& tx, Id<Account> id, Instant at);
bool revoke(Transaction& tx, Id<Account> id, Instant at);

}  // namespace tessera::identity::store
