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
/// How far a role reaches when nothing else is said: administrators everywhere, others themselves.
Reach usual_reach(std::string_view role);
const char* reach_text(Reach reach);
std::optional<Reach> parse_reach(std::string_view text);

/// Key of the message that says why a password can't be used, or empty. `own` are the person's
/// name, e-mail address and passport number, which others know.
std::string password_problem(std::string_view password, const std::vector<std::string>& own);

/// What the roles allow; of the same permission only the widest reach stays.
std::vector<Grant> grants_of(const std::vector<RoleGrant>& roles,
                             const std::vector<PermissionInfo>& permissions);
/// Whether somebody with `mine` may do everything that `theirs` allow: only then may they set that
/// person's password.
bool covers(const std::vector<Grant>& mine, const std::vector<Grant>& theirs);

/// Where to go after signing in: a path of this site, or "/" when `next` is none.
std::string safe_next(std::string_view next);

/// "Firefox, Windows" from a User-Agent header; empty when it tells neither.
std::string device_name(std::string_view user_agent);

/// A password to read out, about 57 bits: "bakelo-rimuto-vasedi".
std::string temporary_password(const std::function<std::uint64_t()>& random);

}  // namespace tessera::identity
