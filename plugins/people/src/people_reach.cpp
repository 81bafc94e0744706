// The part of the service that says whom and which units a permission reaches.
#include "names.hpp"
#include "people_service.hpp"

#include <algorithm>
#include <set>

namespace tessera::people {

namespace {

/// People that one statement asks for.
constexpr std::size_t kAtOnce = 500;

}  // namespace

bool PeopleService::may_see(Reader& reader, const Principal& principal, std::string_view permission,
                            Id<Person> person) {
    if (!principal.can(permission)) return false;
    if (principal.can_everywhere(permission)) return true;
    const Date today = host_.clock().today();
    if (principal.person && principal.can_self(permission)) {
        if (principal.person == person) return true;
        if (store::is_report(reader, person, principal.person, today)) return true;
    }
    for (const std::int64_t unit : principal.units(permission)) {
        if (store::is_employed_in(reader, person, Id<Unit>{unit}, today)) return true;
    }
    return false;
}

std::vector<PersonRecord> PeopleService::visible(Reader& reader, const Principal& principal,
                                                 std::string_view permission,
                                                 const std::vector<Id<Person>>& people) {
    // Callers list things of people, and one person may have several of them.
    const std::set<Id<Person>> wanted(people.begin(), people.end());
    store::PersonFilter filter;
    filter.scope = scope_of(reader, principal, permission);
    filter.on = host_.clock().today();
    std::vector<PersonRecord> result;
    const auto read = [&] {
        filter.limit = static_cast<int>(filter.among.size());
        for (store::PersonLine& line : store::people(reader, filter))
            result.push_back(std::move(line.person));
        filter.among.clear();
    };
    for (const Id<Person> person : wanted) {
        filter.among.push_back(person);
        if (filter.among.size() == kAtOnce) read();
    }
    if (!filter.among.empty()) read();
    if (wanted.size() <= kAtOnce) return result;
    std::sort(result.begin(), result.end(), [](const PersonRecord& a, const PersonRecord& b) {
        return std::pair(sort_name(a.given_name, a.family_name), a.id) <
               std::pair(sort_name(b.given_name, b.family_name), b.id);
    });
    return result;
}

bool PeopleService::may_reach(Reader& reader, const Principal& principal,
                              std::string_view permission, Id<Unit> unit) {
    if (principal.can_everywhere(permission)) return true;
    const auto place = store::unit(reader, unit);
    if (!place) return false;
    for (const std::int64_t id : principal.units(permission)) {
        const auto held = store::unit(reader, Id<Unit>{id});
        if (held && place->path.rfind(held->path, 0) == 0) return true;
    }
    return false;
}

store::Scope PeopleService::scope_of(Reader& reader, const Principal& principal,
                                     std::string_view permission) {
    store::Scope scope;
    if (!principal.can(permission)) return scope;
    scope.everybody = principal.can_everywhere(permission);
    if (principal.can_self(permission)) scope.self = principal.person;
    for (const std::int64_t id : principal.units(permission)) {
        if (auto record = store::unit(reader, Id<Unit>{id}))
            scope.unit_paths.push_back(record->path);
    }
    return scope;
}

void PeopleService::check_edit(Reader& reader, const Principal& actor, Id<Person> person) {
    if (!store::person(reader, person) || !may_see(reader, actor, "people.edit", person))
        throw not_found("There is no such person.");
}

void PeopleService::check_reach(Reader& reader, std::vector<Problem>& problems,
                                const Principal& actor, std::string_view permission,
                                Id<Unit> unit) {
    if (!may_reach(reader, actor, permission, unit))
        problems.push_back({"unit", "people.error.unit-reach"});
}

}  // namespace tessera::people
