// Keys by which other systems call the REST API: made, listed, revoked.
#pragma once

#include "account_store.hpp"
#include "principal_cache.hpp"

namespace tessera::identity {

class ApiKeys {
public:
    ApiKeys(Host& host, PrincipalCache& cache) : host_(host), cache_(cache) {}

    /// Returns the key itself, which is stored nowhere. Error{Invalid} for a scope that no running
    /// plugin declares, and for one the actor does not hold for the whole site.
    std::string create(const Principal& actor, std::string_view name,
                       std::vector<std::string> scopes);
    /// By id or by name; Error{Conflict} when several keys in use have the name.
    void revoke(const Principal& actor, std::string_view id_or_name);
    std::vector<store::ApiKeyRecord> list();

private:
    std::string say(const Principal& actor, std::string_view key, const TextArgs& args = {}) const;

    Host& host_;
    PrincipalCache& cache_;
};

}  // namespace tessera::identity
