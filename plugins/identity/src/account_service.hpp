// Use cases of accounts: signing in and out, passwords, roles. Permissions on other people's
// accounts are checked here, by administrable().
#pragma once

#include "authenticator.hpp"

#include "tessera_people/people.hpp"

#include <functional>

namespace tessera::identity {

struct SignInForm {
    std::string login;  ///< e-mail address or passport number, as typed
    std::string password;
    bool keep = false;
    std::string address, device;
};

struct SignInResult {
    enum class Kind : std::uint8_t { Welcome, Wrong, Paused } kind = Kind::Wrong;
    std::string token;      ///< for the cookie
    std::string locale;     ///< the account's language, may be empty
    int tries_left = 0;     ///< when wrong
    int pause_minutes = 0;  ///< how long sign-in pauses, or still pauses
};

class AccountService : public Accounts {
public:
    AccountService(Host& host, people::Directory& directory, SessionAuthenticator& authenticator)
        : host_(host), directory_(directory), authenticator_(authenticator) {}

    Id<Account> create(Transaction& tx, const Principal& actor, Id<Person> person,
                       std::string_view email, std::string_view display_name,
                       std::string_view password_hash,
                       const std::vector<RoleGrant>& roles) override;

    SignInResult sign_in(const SignInForm& form);
    void sign_out(const Principal& principal);
    void end_session(const Principal& principal, Id<Session> session);
    /// All sessions but the one that asks.
    void sign_out_elsewhere(const Principal& principal);

    void change_password(const Principal& principal, std::string_view before,
                         std::string_view after, std::string_view again);
    void set_locale(const Principal& principal, std::string_view locale);
    void accept_terms(const Principal& principal);

    /// The account of a person the principal may administer. Error{NotFound} when the person is not
    /// theirs to see; nothing when the person has no account yet.
    std::optional<store::AccountRecord> administrable(Reader& reader, const Principal& actor,
                                                      Id<Person> person);
    /// Gives the person an account, or a new password to an account they have, and signs them out
    /// everywhere. Returns the temporary password, to be told once and changed at the next sign-in.
    std::string give_temporary_password(const Principal& actor, Id<Person> person);
    void set_blocked(const Principal& actor, Id<Person> person, bool blocked);
    void grant_role(const Principal& actor, Id<Person> person, const RoleGrant& role);
    void remove_role(const Principal& actor, Id<Person> person, std::int64_t role);

    /// Ended sessions and old tries.
    void clean();

private:
    std::optional<store::AccountRecord> find_login(Reader& reader, std::string_view login);
    std::string open_session(const store::AccountRecord& account, const SignInForm& form,
                             const std::string& fresh_hash,
                             const std::function<void(Transaction&)>& besides);
    store::AccountRecord own(const Principal& principal);
    std::string take_password_try(const Principal& principal);
    [[noreturn]] void refuse(const Principal& actor, std::string field, std::string_view key) const;
    std::string say(const Principal& actor, std::string_view key) const;

    Host& host_;
    people::Directory& directory_;
    SessionAuthenticator& authenticator_;
};

}  // namespace tessera::identity
