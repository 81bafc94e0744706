// Keys by which other systems call the REST API: made, listed, revoked.
#pragma once

#include "account_store.hpp"
#include "once.hpp"
#include "principal_cache.hpp"

namespace tessera::identity {

class ApiKeys {
public:
    static constexpr const char* kOncePurpose = "api-key";

    ApiKeys(Host& host, PrincipalCache& cache, OnceSecrets& once)
        : host_(host), cache_(cache), once_(once) {}

    /// Returns the key itself, which is stored nowhere. Error{Invalid} for a scope that no running
    /// plugin declares, and for one the actor does not hold for the whole site.
    std::string create(const Principal& actor, std::string_view name,
                       const std::vector<std::string>& scopes);
    /// The same, and returns the token under which the actor may look at the key (OnceSecrets).
    std::string create_shown_once(const Principal& actor, std::string_view name,
                                  const std::vector<std::string>& scopes);
    /// By id or by name; Error{Conflict} when several keys in use have the name, Error{Forbidden}
    /// for a key that may do what the actor may not.
    void revoke(const Principal& actor, std::string_view id_or_name);
    std::vector<store::ApiKeyRecord> list();

private:
    /// Who may do it, and the key as it will be stored.
    store::ApiKeyRecord checked(const Principal& actor, std::string_view name,
                                std::vector<std::string> scopes);
    void insert(Transaction& tx, const Principal& actor, const store::ApiKeyRecord& record,
                const std::string& key);
    std::string say(const Principal& actor, std::string_view key, const TextArgs& args = {}) const;

    Host& host_;
    PrincipalCache& cache_;
    OnceSecrets& once_;
};

}  // namespace tessera::identity
