// The part of the service that signs people in and out.
#include "account_service.hpp"

#include <algorithm>

namespace tessera::identity {

namespace {

/// More is no password of ours; hashing it would only cost time.
constexpr std::size_t kMaxTyped = 1000;
constexpr std::int64_t kMinuteMs = 60'000;

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

int minutes_until(Instant then, Instant now) {
    return static_cast<int>(std::max<std::int64_t>(1, (then - now + kMinuteMs - 1) / kMinuteMs));
}

}  // namespace

std::optional<store::AccountRecord> AccountService::find_login(Reader& reader,
                                                               std::string_view login) {
    if (login.size() > 254) return std::nullopt;
    if (login.find('@') != std::string_view::npos)
        return store::account_by_email(reader, lower(login));
    const auto person = directory_.person_by_passport(reader, login);
    return person ? store::account_of(reader, person->id) : std::nullopt;
}

SignInResult AccountService::sign_in(const SignInForm& form) {
    const auto account =
        host_.db().read([&](Reader& reader) { return find_login(reader, form.login); });
    auto& settings = host_.settings();
    const std::int64_t pause = settings.integer("identity.pause-minutes") * kMinuteMs;
    const ThrottleLimit for_account{static_cast<int>(settings.integer("identity.tries")), pause};
    const ThrottleLimit for_address{
        static_cast<int>(settings.integer("identity.tries-per-address")), pause};
    // An unknown name is counted like a known one, so that the page tells nothing about which it
    // is.
    auto& secrets = host_.secrets();
    const std::string by_account =
        secrets.digest("account:" + (account ? account->id.text() : lower(form.login)));
    const std::string by_address = secrets.digest("address:" + form.address);

    const Instant now = host_.clock().now();
    const auto [who, where] = host_.db().write([&](Transaction& tx) {
        const auto name = take_try(store::tries(tx, by_account), for_account, now);
        const auto place = take_try(store::tries(tx, by_address), for_address, now);
        if (name.allowed && place.allowed) {
            store::save_tries(tx, by_account, name.next);
            store::save_tries(tx, by_address, place.next);
        }
        return std::pair(name, place);
    });
    SignInResult result;
    if (!who.allowed || !where.allowed) {
        result.kind = SignInResult::Kind::Paused;
        result.pause_minutes = minutes_until(std::max(who.paused_until, where.paused_until), now);
        host_.metrics().count("sign_in_paused_total");
        return result;
    }

    // Without an account the empty hash costs the same time and is never right.
    const std::string hash = account && !account->blocked ? account->password_hash : std::string();
    const bool right =
        secrets.verify_password(hash, form.password.size() <= kMaxTyped ? form.password : "");
    if (!right || hash.empty()) {
        result.tries_left = std::min(who.left, where.left);
        result.kind =
            result.tries_left > 0 ? SignInResult::Kind::Wrong : SignInResult::Kind::Paused;
        result.pause_minutes = static_cast<int>(pause / kMinuteMs);
        host_.metrics().count("sign_in_wrong_total");
        host_.log().info("Sign-in refused", {{"account", account ? account->id.text() : "unknown"},
                                             {"address", form.address}});
        return result;
    }
    const std::string fresh =
        secrets.needs_rehash(hash) ? secrets.hash_password(form.password) : "";
    result.token = open_session(*account, form, fresh, [&](Transaction& tx) {
        store::forget_tries(tx, by_account);
        store::save_tries(tx, by_address, give_back(store::tries(tx, by_address)));
    });
    result.kind = SignInResult::Kind::Welcome;
    result.locale = account->locale;
    return result;
}

std::string AccountService::open_session(const store::AccountRecord& account,
                                         const SignInForm& form, const std::string& fresh_hash,
                                         const std::function<void(Transaction&)>& besides) {
    const std::string token = host_.secrets().random_token();
    const std::string digest = host_.secrets().digest(token);
    const Instant now = host_.clock().now();
    store::SessionRecord session;
    session.id = host_.ids().make<Session>();
    session.account = account.id;
    session.keep = form.keep;
    session.created = session.last_seen = now;
    session.expires = now + (form.keep ? kKeepSignedInMs : kIdleMs);
    session.device = form.device;
    Principal actor;
    actor.kind = Principal::Kind::Person;
    actor.person = account.person;
    actor.account = account.id;
    actor.name = account.display_name;
    host_.db().write([&](Transaction& tx) {
        store::insert_session(tx, session, digest);
        store::signed_in(tx, account.id, now);
        if (!fresh_hash.empty()) store::rehash(tx, account.id, account.password_hash, fresh_hash);
        besides(tx);
        tx.audit(actor, {"identity.sign-in", "person:" + account.person.text(), "", ""});
    });
    return token;
}

void AccountService::sign_out(const Principal& principal) {
    end_session(principal, principal.session);
}

void AccountService::end_session(const Principal& principal, Id<Session> session) {
    host_.db().write([&](Transaction& tx) {
        if (!store::delete_session(tx, principal.account, session)) return;
        tx.audit(principal, {"identity.sign-out", "person:" + principal.person.text(), "", ""});
    });
    authenticator_.cache().forget_all();
}

void AccountService::sign_out_elsewhere(const Principal& principal) {
    host_.db().write([&](Transaction& tx) {
        store::delete_sessions(tx, principal.account, principal.session);
        tx.audit(principal,
                 {"identity.sign-out-elsewhere", "person:" + principal.person.text(), "", ""});
    });
    authenticator_.cache().forget_all();
}

void AccountService::clean() {
    const Instant now = host_.clock().now();
    host_.db().write([&](Transaction& tx) {
        store::delete_expired(tx, now);
        store::forget_old_tries(tx, now + -24 * 60 * kMinuteMs);
    });
}

}  // namespace tessera::identity
