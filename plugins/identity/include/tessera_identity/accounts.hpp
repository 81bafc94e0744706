// Accounts as other plugins see them.
#pragma once

#include "tessera/tessera.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tessera::identity {

/// A role held by an account and how far it reaches. Role ids: employee, manager, instructor,
/// learning-administrator, site-administrator; what each may do is in the manifests' permissions.
struct RoleGrant {
    std::string role;
    Reach reach = Reach::Self;
    std::int64_t unit = 0;  ///< for Reach::Unit
};

class Accounts {
public:
    static constexpr const char* kId = "identity.accounts/1";
    virtual ~Accounts() = default;

    /// Creates the account of a person. Hashing a password is slow: pass the hash made before the
    /// transaction (Secrets::hash_password), or empty for an account that gets its password by
    /// e-mail.
    /// In the name of somebody whose permission the caller has checked. Error{Invalid} for a role
    /// with a reach that its permissions don't know.
    virtual Id<Account> create(Transaction& tx, Trusted actor, Id<Person> person,
                               std::string_view email, std::string_view display_name,
                               std::string_view password_hash,
                               const std::vector<RoleGrant>& roles) = 0;
};

}  // namespace tessera::identity
