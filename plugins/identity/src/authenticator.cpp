#include "authenticator.hpp"

#include <algorithm>

namespace tessera::identity {

namespace {

constexpr std::size_t kMaxToken = 200;
/// Seen is written at most this often: reading pages is no reason to write.
constexpr std::int64_t kSeenEveryMs = 5 * 60'000;
constexpr const char* kOwnAccount = "identity.own-account";

const char* pending_of(const store::AccountRecord& account) {
    if (account.must_change) return kPendingPassword;
    return account.terms_version < kTermsVersion ? kPendingTerms : "";
}

}  // namespace

std::vector<Grant> SessionAuthenticator::grants(const std::vector<RoleGrant>& roles) const {
    auto grants = grants_of(roles, host_.plugins().permissions());
    const bool own = std::any_of(grants.begin(), grants.end(), [](const Grant& grant) {
        return grant.permission == kOwnAccount;
    });
    if (!own) grants.push_back({kOwnAccount, Reach::Self, 0});
    return grants;
}

std::vector<Grant> SessionAuthenticator::claims(const std::vector<RoleGrant>& roles) const {
    return claims_of(roles, host_.plugins().permissions());
}

std::optional<PrincipalCache::Entry> SessionAuthenticator::load_session(const std::string& digest,
                                                                        Instant now) {
    std::vector<RoleGrant> roles;
    const auto found = host_.db().read([&](Reader& reader) {
        auto pair = store::session(reader, digest);
        if (pair) roles = store::role_grants(reader, pair->second.id);
        return pair;
    });
    if (!found) return std::nullopt;
    const auto& [session, account] = *found;
    if (account.blocked || session.expires <= now) return std::nullopt;

    PrincipalCache::Entry entry;
    entry.loaded = now;
    entry.expires = session.expires;
    entry.last_seen = session.last_seen;
    Principal& principal = entry.principal;
    principal.pending = pending_of(account);
    principal.kind = Principal::Kind::Person;
    principal.person = account.person;
    principal.account = account.id;
    principal.session = session.id;
    principal.name = account.display_name;
    principal.locale = account.locale;
    principal.grants = grants(roles);
    if (now - session.last_seen >= kSeenEveryMs) {
        entry.last_seen = now;
        entry.expires = put_off(session, now);
    }
    return entry;
}

Instant SessionAuthenticator::put_off(const store::SessionRecord& session, Instant now) {
    const Instant expires = now + (session.keep ? kKeepSignedInMs : kIdleMs);
    host_.db().write([&](Transaction& tx) { store::seen(tx, session.id, now, expires); });
    return expires;
}

bool SessionAuthenticator::stands(const SignIn& by) {
    const Instant now = host_.clock().now();
    std::optional<store::SessionRecord> session;
    const bool stands = host_.db().read([&](Reader& reader) {
        if (by.person && store::is_blocked(reader, by.person)) return false;
        if (by.key) return store::is_key_in_force(reader, by.key);
        if (!by.session) return true;
        session = store::session(reader, by.session);
        return session && session->expires > now;
    });
    if (stands && session && now - session->last_seen >= kSeenEveryMs) put_off(*session, now);
    return stands;
}

Principal SessionAuthenticator::from_session(std::string_view token) {
    if (token.empty() || token.size() > kMaxToken) return {};
    const std::string digest = host_.secrets().digest(token);
    const Instant now = host_.clock().now();
    auto entry = cache_.find(digest, now);
    if (!entry) {
        const auto generation = cache_.generation();
        entry = load_session(digest, now);
        if (!entry) return {};
        cache_.put(digest, *entry, generation);
    }
    return entry->expires > now ? std::move(entry->principal) : Principal();
}

std::optional<PrincipalCache::Entry> SessionAuthenticator::load_key(const std::string& digest,
                                                                    Instant now) {
    const auto key =
        host_.db().read([&](Reader& reader) { return store::api_key(reader, digest); });
    if (!key) return std::nullopt;
    PrincipalCache::Entry entry;
    entry.loaded = now;
    entry.principal.kind = Principal::Kind::ApiKey;
    entry.principal.account = key->id;
    entry.principal.name = key->name;
    for (const std::string& scope : key->scopes) {
        entry.principal.grants.push_back({scope, Reach::Site, 0});
    }
    if (!key->last_used || now - *key->last_used >= kSeenEveryMs) {
        host_.db().write([&](Transaction& tx) { store::key_used(tx, key->id, now); });
    }
    return entry;
}

Principal SessionAuthenticator::from_api_key(std::string_view key) {
    if (key.empty() || key.size() > kMaxToken) return {};
    // Told apart from sessions, so that neither can be used as the other.
    const std::string digest = host_.secrets().digest(key);
    const std::string cached_as = "key:" + digest;
    const Instant now = host_.clock().now();
    auto entry = cache_.find(cached_as, now);
    if (!entry) {
        const auto generation = cache_.generation();
        entry = load_key(digest, now);
        if (!entry) return {};
        cache_.put(cached_as, *entry, generation);
    }
    return std::move(entry->principal);
}

std::string SessionAuthenticator::detour(const Principal& principal, std::string_view path) {
    if (path.substr(0, 8) == "/account") return {};
    if (principal.pending.empty()) return {};
    return principal.pending == kPendingTerms ? "/account/terms" : "/account/password";
}

}  // namespace tessera::identity
