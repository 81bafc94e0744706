#include "account_service.hpp"

#include "throttle.hpp"

#include <nlohmann/json.hpp>

namespace tessera::identity {

namespace {

std::string role_json(const RoleGrant& role) {
    return Json{{"role", role.role},
                {"reach", reach_text(role.reach)},
                {"unit", role.unit ? id_text(role.unit) : ""}}
        .dump();
}

std::string subject_of(Id<Person> person) { return "person:" + person.text(); }

}  // namespace

std::string AccountService::say(const Principal& actor, std::string_view key) const {
    return host_.messages().text(actor.locale.empty() ? "en" : actor.locale, key);
}

void AccountService::refuse(const Principal& actor, std::string field, std::string_view key) const {
    throw invalid(std::move(field), say(actor, key));
}

Id<Account> AccountService::create(Transaction& tx, Trusted trusted, Id<Person> person,
                                   std::string_view email, std::string_view display_name,
                                   std::string_view password_hash,
                                   const std::vector<RoleGrant>& roles) {
    const Principal& actor = trusted;
    if (store::account_of(tx, person)) refuse(actor, "person", "identity.error.has-account");
    if (!email.empty() && store::account_by_email(tx, email)) {
        refuse(actor, "email", "identity.error.email-taken");
    }
    for (const RoleGrant& role : roles) {
        if (!is_role(role.role)) refuse(actor, "role", "identity.error.role");
        if (!role_knows(role.role, role.reach, host_.plugins().permissions()))
            refuse(actor, "reach", "identity.error.reach-unknown");
    }
    store::AccountRecord account;
    account.id = host_.ids().make<Account>();
    account.person = person;
    account.email = email;
    account.display_name = display_name;
    account.password_hash = password_hash;
    store::insert_account(tx, account, host_.clock().now());
    for (const RoleGrant& role : roles) {
        store::insert_role(tx, host_.ids().next(), account.id, role);
        tx.audit(actor, {"identity.grant", subject_of(person), "", role_json(role)});
    }
    tx.audit(actor, {"identity.create", subject_of(person), "", ""});
    return account.id;
}

store::AccountRecord AccountService::own(const Principal& principal) {
    auto account =
        host_.db().read([&](Reader& reader) { return store::account(reader, principal.account); });
    if (!account || principal.kind != Principal::Kind::Person) {
        throw not_found("Only people who are signed in have an account here.");
    }
    return *account;
}

/// Counts a try of the own password, under the limits of sign-in: with a session that was left open
/// or stolen, passwords could be guessed here instead. Returns what the try is kept under.
std::string AccountService::take_password_try(const Principal& principal) {
    const ThrottleLimit limit{static_cast<int>(host_.settings().integer("identity.tries")),
                              host_.settings().integer("identity.pause-minutes") * 60'000};
    std::string subject = host_.secrets().digest("password:" + principal.account.text());
    const bool allowed = host_.db().write([&](Transaction& tx) {
        const auto answer = take_try(store::tries(tx, subject), limit, host_.clock().now());
        if (answer.allowed) store::save_tries(tx, subject, answer.next);
        return answer.allowed;
    });
    if (!allowed) {
        throw Error(ErrorKind::TooMany, "identity.paused",
                    say(principal, "identity.error.password-paused"));
    }
    return subject;
}

void AccountService::change_password(const Principal& principal, std::string_view before,
                                     std::string_view after, std::string_view again) {
    const auto account = own(principal);
    const std::string subject = take_password_try(principal);
    if (!host_.secrets().verify_password(account.password_hash, before)) {
        refuse(principal, "current", "identity.error.password-current");
    }
    std::vector<std::string> known = {account.email, account.display_name};
    const auto person =
        host_.db().read([&](Reader& reader) { return directory_.person(reader, account.person); });
    if (person) known.push_back(person->passport_number);
    if (const auto key = password_problem(after, known); !key.empty())
        refuse(principal, "password", key);
    if (after != again) refuse(principal, "again", "identity.error.password-again");
    if (after == before) refuse(principal, "password", "identity.error.password-same");

    const std::string hash = host_.secrets().hash_password(after);
    host_.db().write([&](Transaction& tx) {
        store::set_password(tx, account.id, hash, std::nullopt);
        store::forget_tries(tx, subject);
        // Whoever knew the old one is out.
        store::delete_sessions(tx, account.id, principal.session);
        tx.audit(principal, {"identity.change-password", subject_of(account.person), "", ""});
    });
    authenticator_.cache().forget_all();
}

void AccountService::set_locale(const Principal& principal, std::string_view locale) {
    host_.db().write([&](Transaction& tx) { store::set_locale(tx, principal.account, locale); });
    authenticator_.cache().forget_all();
}

void AccountService::accept_terms(const Principal& principal) {
    const auto account = own(principal);
    host_.db().write([&](Transaction& tx) {
        store::accept_terms(tx, account.id, kTermsVersion);
        tx.audit(principal, {"identity.accept-terms", subject_of(account.person), "",
                             Json{{"version", kTermsVersion}}.dump()});
    });
    authenticator_.cache().forget_all();
}

std::optional<store::AccountRecord> AccountService::administrable(Reader& reader,
                                                                  const Principal& actor,
                                                                  Id<Person> person) {
    const bool seen = directory_.person(reader, person) &&
                      directory_.may_see(reader, actor, "identity.accounts", person);
    if (!seen) throw not_found(say(actor, "identity.no-person"));
    auto account = store::account_of(reader, person);
    if (account && !outranks(reader, actor, account->id))
        throw forbidden(say(actor, "identity.error.wider"));
    return account;
}

bool AccountService::within(Reader& reader, std::int64_t inner, std::int64_t outer) {
    const auto below = directory_.unit(reader, Id<people::Unit>{inner});
    const auto above = directory_.unit(reader, Id<people::Unit>{outer});
    return below && above && below->path.rfind(above->path, 0) == 0;
}

/// A person who may grant roles could grant themselves all there is. A key stays what it was made.
bool AccountService::outranks(Reader& reader, const Principal& actor, Id<Account> account) {
    if (actor.kind == Principal::Kind::System) return true;
    if (actor.kind == Principal::Kind::Person && actor.can_everywhere("identity.roles"))
        return true;
    return covers(actor.grants, authenticator_.claims(store::role_grants(reader, account)),
                  [&](auto inner, auto outer) { return within(reader, inner, outer); });
}

bool AccountService::may_take_over(Reader& reader, const Principal& actor, Id<Person> person) {
    const auto account = store::account_of(reader, person);
    if (!account || account->id == actor.account) return true;
    const bool privileged = !authenticator_.claims(store::role_grants(reader, account->id)).empty();
    return outranks(reader, actor, account->id) &&
           (!privileged || actor.can_everywhere("identity.roles"));
}

std::string AccountService::give_temporary_password(const Principal& actor, Id<Person> person) {
    const auto check = [&](Reader& reader) {
        auto account = administrable(reader, actor, person);
        if (!may_take_over(reader, actor, person))
            throw forbidden(say(actor, "identity.error.wider"));
        return account;
    };
    host_.db().read(check);
    const std::string password =
        temporary_password([this] { return host_.secrets().random_number(); });
    const std::string hash = host_.secrets().hash_password(password);
    const Instant now = host_.clock().now();
    const Instant until =
        now + host_.settings().integer("identity.temporary-days") * 24 * 3600 * 1000;
    const std::string token = host_.db().write([&](Transaction& tx) {
        // Roles may have been granted meanwhile.
        const auto account = check(tx);
        const auto record = directory_.person(tx, person);
        const auto id = account ? account->id
                                : create(tx, Trusted(actor), person, record->email,
                                         record->full_name(), hash, {{"employee", Reach::Self, 0}});
        store::set_password(tx, id, hash, until);
        store::delete_sessions(tx, id, {});
        store::forget_devices(tx, id);
        if (account) {
            store::insert(
                tx, id,
                store::Notice{host_.ids().next(), "temporary-password", "", actor.name, now});
        }
        tx.audit(actor, {"identity.temporary-password", subject_of(person), "", ""});
        return once_.keep(tx, actor, "password:" + person.text(), password);
    });
    authenticator_.cache().forget_all();
    return token;
}

void AccountService::set_blocked(const Principal& actor, Id<Person> person, bool blocked) {
    host_.db().write([&](Transaction& tx) {
        const auto account = administrable(tx, actor, person);
        if (!account) throw not_found(say(actor, "identity.no-account"));
        if (account->id == actor.account) throw forbidden(say(actor, "identity.error.own"));
        store::set_blocked(tx, account->id, blocked);
        if (blocked) store::delete_sessions(tx, account->id, {});
        tx.audit(actor,
                 {blocked ? "identity.block" : "identity.unblock", subject_of(person), "", ""});
    });
    authenticator_.cache().forget_all();
}

void AccountService::grant_role(const Principal& actor, Id<Person> person, const RoleGrant& role) {
    if (!actor.can_everywhere("identity.roles"))
        throw forbidden(say(actor, "identity.error.roles"));
    if (!is_role(role.role)) refuse(actor, "role", "identity.error.role");
    const auto permissions = host_.plugins().permissions();
    if (!role_knows(role.role, role.reach, permissions))
        refuse(actor, "reach", "identity.error.reach-unknown");
    host_.db().write([&](Transaction& tx) {
        const auto account = administrable(tx, actor, person);
        if (!account) throw not_found(say(actor, "identity.no-account"));
        if (role.reach == Reach::Unit && !directory_.unit(tx, Id<people::Unit>{role.unit})) {
            refuse(actor, "unit", "identity.error.unit");
        }
        const auto in = [&](auto inner, auto outer) { return within(tx, inner, outer); };
        if (actor.kind == Principal::Kind::ApiKey &&
            !covers(actor.grants, claims_of({role}, permissions), in)) {
            throw forbidden(say(actor, "identity.error.wider"));
        }
        if (!store::insert_role(tx, host_.ids().next(), account->id, role)) {
            refuse(actor, "role", "identity.error.role-held");
        }
        tx.audit(actor, {"identity.grant", subject_of(person), "", role_json(role)});
    });
    authenticator_.cache().forget_all();
}

void AccountService::remove_role(const Principal& actor, Id<Person> person, std::int64_t role) {
    if (!actor.can_everywhere("identity.roles"))
        throw forbidden(say(actor, "identity.error.roles"));
    host_.db().write([&](Transaction& tx) {
        const auto account = administrable(tx, actor, person);
        if (!account) throw not_found(say(actor, "identity.no-account"));
        std::string before;
        for (const auto& held : store::roles(tx, account->id)) {
            if (held.id != role) continue;
            // Somebody must remain who can grant roles: nobody takes that away from themselves.
            if (account->id == actor.account && held.grant.role == "site-administrator") {
                throw forbidden(say(actor, "identity.error.own"));
            }
            before = role_json(held.grant);
        }
        if (!store::delete_role(tx, account->id, role))
            throw not_found(say(actor, "identity.no-role"));
        tx.audit(actor, {"identity.remove-role", subject_of(person), before, ""});
    });
    authenticator_.cache().forget_all();
}

}  // namespace tessera::identity
