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

/// What a permission is about, as its manifest says. It decides which reaches mean anything: whoever
/// has a permission about the site for one unit has nothing of it.
enum class About : std::uint8_t {
    Own,     ///< what people do for themselves, or all see alike: any reach
    Person,  ///< other people: oneself and one's reports, the people of a unit, everybody
    Unit,    ///< a unit and what belongs to it: one unit with all below it, or the whole site
    Site     ///< what everybody shares (courses, packages, rules, settings, keys): the whole site
};

constexpr bool reach_counts(About about, Reach reach) {
    const Reach least = about == About::Site   ? Reach::Site
                        : about == About::Unit ? Reach::Unit
                                               : Reach::Self;
    return reach >= least;
}

/// "own", "person", "unit" or "site", as in plugin.json.
constexpr const char* about_text(About about) {
    switch (about) {
        case About::Own:
            return "own";
        case About::Person:
            return "person";
        case About::Unit:
            return "unit";
        case About::Site:
            break;
    }
    return "site";
}

/// "self", "unit" or "site".
constexpr const char* reach_text(Reach reach) {
    return reach == Reach::Site ? "site" : reach == Reach::Unit ? "unit" : "self";
}

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
    /// Only those whose reach counts for the permission.
    std::vector<Grant> grants;
    /// What this person has to do before anything else, in the authenticator's own words ("terms");
    /// empty: nothing. Loaded together with the grants.
    std::string pending;

    bool signed_in() const { return kind != Kind::Anonymous; }
    /// Whether the permission is held at all. Says nothing about a person or a unit: for those ask
    /// the directory of people (may_see, may_reach).
    bool can(std::string_view permission) const;
    /// Whether it is held with a reach that counts for what it is about.
    bool can(std::string_view permission, About about) const;
    /// Whether it is held for the person's own records and those of who reports to them.
    bool can_self(std::string_view permission) const;
    /// Whether it is held for the whole site.
    bool can_everywhere(std::string_view permission) const;
    /// The units it is held for; empty when it is held for none.
    std::vector<std::int64_t> units(std::string_view permission) const;

    /// The kernel itself: jobs, commands, the demo.
    static Principal system(std::string name);
};

/// The gate of a use case about the site: Error{Forbidden} with the permission as its code unless
/// the actor holds it for the whole site.
TESSERA_API void check_site(const Principal& actor, std::string_view permission);

/// Who is named in the trail for what happens within a use case that has checked its permission, or
/// follows from something else (a course completed, the demonstration). A function that takes a
/// Principal checks what the actor may do; one that takes this leaves it to its caller.
struct Trusted {
    explicit Trusted(const Principal& principal) : actor(principal) {}
    operator const Principal&() const { return actor; }
    const Principal& actor;
};

}  // namespace tessera
