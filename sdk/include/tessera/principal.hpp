// Who is asking, and what they may do.
#pragma once

#include "tessera/export.hpp"
#include "tessera/id.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tessera {

// Tags of ids that the kernel itself knows; plugins own the things.
struct Person;
struct Account;
struct Session;

/// How far a permission reaches.
enum class Reach : std::uint8_t {
    Self,  ///< the person's own records
    Unit,  ///< one unit of the organisation and everything below it
    Site   ///< everything
};

struct Grant {
    std::string permission;  ///< id from a manifest: "compliance.team"
    Reach reach = Reach::Self;
    std::int64_t unit = 0;  ///< for Reach::Unit
};

/// Immutable for one request. Anonymous when nobody is signed in.
class TESSERA_API Principal {
public:
    enum class Kind : std::uint8_t { Anonymous, Person, ApiKey, System };

    Kind kind = Kind::Anonymous;
    Id<Person> person;    ///< none for API keys and the system
    Id<Account> account;  ///< the account, or the API key's id
    Id<Session> session;
    std::string name;    ///< as shown in the top bar and the audit trail
    std::string csrf;    ///< token that forms carry
    std::string locale;  ///< preferred language, empty when none was chosen
    std::vector<Grant> grants;

    bool signed_in() const { return kind != Kind::Anonymous; }
    /// Whether the permission is held at all, with any reach.
    bool can(std::string_view permission) const;
    /// Whether it is held for the whole site.
    bool can_everywhere(std::string_view permission) const;
    /// The units it is held for; empty when it is held for none.
    std::vector<std::int64_t> units(std::string_view permission) const;

    /// The kernel itself: jobs, commands, the demo.
    static Principal system(std::string name);
};

}  // namespace tessera
