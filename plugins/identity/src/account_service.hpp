// Use cases of accounts: signing in and out, passwords, roles.
//
// Who acts on another person's account could become that person, or lock them out. So nobody does who
// does not hold all that the account holds, at least as wide (outranks); and only who may grant roles
// acts on how somebody with more than an employee's permissions signs in (may_take_over).
#pragma once

#include "authenticator.hpp"
#include "once.hpp"
#include "safety_store.hpp"

#include "tessera_people/people.hpp"

#include <functional>

namespace tessera::identity {

struct SignInForm {
    std::string login;  ///< e-mail address or passport number, as typed
    std::string password;
    bool keep = false;
    std::string address, device;
    std::string device_token;  ///< of the device's cookie, checked; empty: none yet
};

struct SignInResult {
    enum class Kind : std::uint8_t { Welcome, Wrong, Paused, Ended } kind = Kind::Wrong;
    std::string token;  ///< for the cookie
    bool has_notices = false;
    std::string locale;     ///< the account's language, may be empty
    int tries_left = 0;     ///< when wrong
    int pause_minutes = 0;  ///< how long sign-in pauses, or still pauses
};

class AccountService : public Accounts {
public:
    AccountService(Host& host, people::Directory& directory, SessionAuthenticator& authenticator,
                   OnceSecrets& once)
        : host_(host), directory_(directory), authenticator_(authenticator), once_(once) {}

    Id<Account> create(Transaction& tx, Trusted actor, Id<Person> person, std::string_view email,
                       std::string_view display_name, std::string_view password_hash,
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
    /// Whether the actor may change how this person signs in: their password, their address.
    bool may_take_over(Reader& reader, const Principal& actor, Id<Person> person);
    /// Gives the person an account, or a new password to an account they have, and signs them out
    /// everywhere. The password is to be told once and changed at the next sign-in, within the days
    /// of the setting. Returns the token under which the actor may look at it (OnceSecrets).
    std::string give_temporary_password(const Principal& actor, Id<Person> person);
    void set_blocked(const Principal& actor, Id<Person> person, bool blocked);
    void grant_role(const Principal& actor, Id<Person> person, const RoleGrant& role);
    void remove_role(const Principal& actor, Id<Person> person, std::int64_t role);

    /// The account follows the person's name and e-mail address; of another address its owner is
    /// told at the next sign-in.
    void follow(Transaction& tx, Id<Person> person);
    std::vector<store::Notice> notices(Reader& reader, const Principal& principal);
    void saw_notices(const Principal& principal, std::int64_t last);

    /// Somebody whose last employment has ended keeps an employee's own permissions (the passport is
    /// theirs for life), no other role and no session.
    void end_roles_of_leaver(Transaction& tx, Id<Person> person);
    void end_roles_of_leavers();

    /// Ended sessions, old tries and devices.
    void clean();

private:
    /// The login as it is looked up and counted: one spelling of an address or a passport number.
    std::string normal_login(std::string_view login) const;
    std::optional<store::AccountRecord> find_login(Reader& reader, std::string_view normal);
    bool outranks(Reader& reader, const Principal& actor, Id<Account> account);
    bool within(Reader& reader, std::int64_t inner, std::int64_t outer);
    void end_roles(Transaction& tx, Id<Account> account, Id<Person> person);
    std::string open_session(const store::AccountRecord& account, const SignInForm& form,
                             const std::string& fresh_hash,
                             const std::function<void(Transaction&)>& besides);
    void give_back_try(const std::vector<std::string>& subjects);
    store::AccountRecord own(const Principal& principal);
    std::string take_password_try(const Principal& principal);
    [[noreturn]] void refuse(const Principal& actor, std::string field, std::string_view key) const;
    std::string say(const Principal& actor, std::string_view key) const;

    Host& host_;
    people::Directory& directory_;
    SessionAuthenticator& authenticator_;
    OnceSecrets& once_;
};

}  // namespace tessera::identity
