// Rules of passwords, roles and addresses. Pure.
#pragma once

#include "tessera/principal.hpp"
#include "tessera_identity/accounts.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::identity {

/// The roles there are, the widest last.
inline constexpr std::array<const char*, 5> kRoles = {
    "employee", "manager", "instructor", "learning-administrator", "site-administrator"};
bool is_role(std::string_view role);
std::optional<Reach> parse_reach(std::string_view text);

/// Key of the message that says why a password can't be used, or empty. `own` are the person's
/// name, e-mail address and passport number, which others know.
std::string password_problem(std::string_view password, const std::vector<std::string>& own);

/// Whether the role can be granted with that reach. One with permissions about units or the site
/// can't reach only oneself; one without permissions about people or units reaches no unit.
bool role_knows(std::string_view role, Reach reach, const std::vector<PermissionInfo>& permissions);

/// What the roles allow: only what counts for what a permission is about, and of the same permission
/// only the widest reach.
std::vector<Grant> grants_of(const std::vector<RoleGrant>& roles,
                             const std::vector<PermissionInfo>& permissions);

/// What holding these roles means for others: every permission they name beyond what all employees
/// may do about themselves, with its reach, whether or not it counts today.
std::vector<Grant> claims_of(const std::vector<RoleGrant>& roles,
                             const std::vector<PermissionInfo>& permissions);

/// Whether unit `inner` is `outer` or below it.
using Within = std::function<bool(std::int64_t inner, std::int64_t outer)>;
/// Whether somebody with `mine` holds each of the claims at least as wide.
bool covers(const std::vector<Grant>& mine, const std::vector<Grant>& claims, const Within& within);

/// Where to go after signing in: a path of this site, or "/" when `next` is none.
std::string safe_next(std::string_view next);

/// "Firefox, Windows" from a User-Agent header; empty when it tells neither.
std::string device_name(std::string_view user_agent);

/// A password to read out, about 57 bits: "bakelo-rimuto-vasedi".
std::string temporary_password(const std::function<std::uint64_t()>& random);

}  // namespace tessera::identity
