// Who is asking: session cookie or API key → principal. Called on every request.
#pragma once

#include "account_store.hpp"
#include "principal_cache.hpp"

#include "tessera/auth.hpp"
#include "tessera/sign_ins.hpp"

namespace tessera::identity {

/// Raised when the terms change: everybody is asked again.
inline constexpr int kTermsVersion = 1;
/// What a principal may have pending: Principal::pending.
inline constexpr const char* kPendingPassword = "password";
inline constexpr const char* kPendingTerms = "terms";
inline constexpr std::int64_t kIdleMs = 12LL * 3600 * 1000;
inline constexpr std::int64_t kKeepSignedInMs = 30LL * 24 * 3600 * 1000;

class SessionAuthenticator : public Authenticator, public SignIns {
public:
    explicit SessionAuthenticator(Host& host) : host_(host) {}

    Principal from_session(std::string_view token) override;
    Principal from_api_key(std::string_view key) override;
    bool stands(const SignIn& by) override;
    std::string sign_in_path() const override { return "/sign-in"; }
    std::string detour(const Principal& principal, std::string_view path) override;

    PrincipalCache& cache() { return cache_; }
    /// What an account may do: its roles, and looking after the account itself.
    std::vector<Grant> grants(const std::vector<RoleGrant>& roles) const;
    /// What somebody else must hold to act on an account with these roles (claims_of).
    std::vector<Grant> claims(const std::vector<RoleGrant>& roles) const;

private:
    /// Puts off the end of a session that is in use; returns its new end.
    Instant put_off(const store::SessionRecord& session, Instant now);
    std::optional<PrincipalCache::Entry> load_session(const std::string& digest, Instant now);
    std::optional<PrincipalCache::Entry> load_key(const std::string& digest, Instant now);

    Host& host_;
    PrincipalCache cache_;
};

}  // namespace tessera::identity
