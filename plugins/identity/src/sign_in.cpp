// The part of the service that signs people in and out.
#include "account_service.hpp"

#include "tessera/text.hpp"

#include <algorithm>

namespace tessera::identity {

namespace {

/// A longer one is no password of ours; hashing it would only cost time.
constexpr std::size_t kMaxTyped = 1000;
constexpr std::size_t kMostLogin = 254;
constexpr std::int64_t kDeviceDays = 400;
constexpr std::int64_t kNoticeDays = 400;
constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;
constexpr const char* kBusy = "identity.error.busy";
constexpr std::int64_t kMinuteMs = 60'000;

int minutes_until(Instant then, Instant now) {
    return static_cast<int>(std::max<std::int64_t>(1, (then - now + kMinuteMs - 1) / kMinuteMs));
}

}  // namespace

std::string AccountService::normal_login(std::string_view login) const {
    login = login.substr(0, kMostLogin);
    if (login.find('@') != std::string_view::npos) return text::compact_key(login);
    // By its spelling alone: whether anybody has the number makes no difference.
    std::string number = directory_.passport_number(login);
    return number.empty() ? text::compact_key(login) : number;
}

std::optional<store::AccountRecord> AccountService::find_login(Reader& reader,
                                                               std::string_view normal) {
    if (normal.empty()) return std::nullopt;
    if (normal.find('@') != std::string_view::npos) return store::account_by_email(reader, normal);
    const auto person = directory_.person_by_passport(reader, normal);
    return person ? store::account_of(reader, person->id) : std::nullopt;
}

void AccountService::give_back_try(const std::vector<std::string>& subjects) {
    host_.db().write([&](Transaction& tx) {
        for (const std::string& subject : subjects)
            store::save_tries(tx, subject, give_back(store::tries(tx, subject)));
    });
}

SignInResult AccountService::sign_in(const SignInForm& form) {
    auto& secrets = host_.secrets();
    // Before anything is written: a flood costs no more than this answer.
    if (secrets.busy()) throw Error(ErrorKind::Unavailable, "secrets.busy", say({}, kBusy));
    const std::string login = normal_login(form.login);
    const std::string device = form.device_token.empty() ? "" : secrets.digest(form.device_token);
    bool known_device = false;
    const auto account = host_.db().read([&](Reader& reader) {
        auto found = find_login(reader, login);
        known_device = found && !device.empty() && store::knows_device(reader, found->id, device);
        return found;
    });
    auto& settings = host_.settings();
    const std::int64_t pause = settings.integer("identity.pause-minutes") * kMinuteMs;
    const ThrottleLimit for_login{static_cast<int>(settings.integer("identity.tries")), pause};
    const ThrottleLimit for_address{
        static_cast<int>(settings.integer("identity.tries-per-address")), pause};
    // Counted by what was typed, known or not, so that the page does not tell which it is. A device
    // that signed in to the account before counts apart: strangers' tries don't lock its owner out.
    const std::string by_login = secrets.digest(
        known_device ? "device:" + device + ":" + account->id.text() : "login:" + login);
    const std::string by_address =
        known_device ? by_login : secrets.digest("address:" + form.address);

    const Instant now = host_.clock().now();
    const auto [who, where] = host_.db().write([&](Transaction& tx) {
        const auto name = take_try(store::tries(tx, by_login), for_login, now);
        const auto place =
            known_device ? name : take_try(store::tries(tx, by_address), for_address, now);
        if (name.allowed && place.allowed) {
            if (!known_device) store::save_tries(tx, by_address, place.next);
            store::save_tries(tx, by_login, name.next);
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
    bool right = false;
    std::string fresh;
    try {
        right =
            secrets.verify_password(hash, form.password.size() <= kMaxTyped ? form.password : "");
        right = right && !hash.empty();
        if (right && secrets.needs_rehash(hash)) fresh = secrets.hash_password(form.password);
    } catch (const Error&) {
        // It was not looked at, so it counts for nothing.
        give_back_try(known_device ? std::vector{by_login} : std::vector{by_login, by_address});
        throw;
    }
    if (!right) {
        result.tries_left = std::min(who.left, where.left);
        result.kind =
            result.tries_left > 0 ? SignInResult::Kind::Wrong : SignInResult::Kind::Paused;
        result.pause_minutes = static_cast<int>(pause / kMinuteMs);
        host_.metrics().count("sign_in_wrong_total");
        host_.log().info("Sign-in refused", {{"account", account ? account->id.text() : "unknown"},
                                             {"address", form.address}});
        return result;
    }
    if (account->must_change && account->temporary_until && *account->temporary_until <= now) {
        result.kind = SignInResult::Kind::Ended;
        return result;
    }
    result.token = open_session(*account, form, fresh, [&](Transaction& tx) {
        store::forget_tries(tx, by_login);
        if (!known_device)
            store::save_tries(tx, by_address, give_back(store::tries(tx, by_address)));
        result.has_notices = !store::unseen(tx, account->id).empty();
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
        if (!form.device_token.empty())
            store::keep_device(tx, account.id, host_.secrets().digest(form.device_token), now);
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
        store::forget_old_tries(tx, now + -kDayMs);
        store::forget_old_devices(tx, now + -kDeviceDays * kDayMs);
        store::forget_seen(tx, now + -kNoticeDays * kDayMs);
        store::delete_expired_once(tx, now);
        store::end_temporary_passwords(
            tx, now + host_.settings().integer("identity.temporary-days") * kDayMs);
    });
}

}  // namespace tessera::identity
