// Who asked for something that a job does later: enough of a principal for the audit trail and for
// services. What they may do was asked when they asked for it.
#pragma once

#include "tessera/tessera.hpp"

#include <nlohmann/json.hpp>

namespace tessera::elearning {

inline Json actor_json(const Principal& actor) {
    return {{"kind", static_cast<int>(actor.kind)},
            {"person", actor.person.value},
            {"account", actor.account.value},
            {"name", actor.name}};
}

inline Principal actor_from(const Json& stored) {
    Principal actor;
    actor.kind = static_cast<Principal::Kind>(stored.at("kind").get<int>());
    actor.person = Id<Person>{stored.at("person").get<std::int64_t>()};
    actor.account = Id<Account>{stored.at("account").get<std::int64_t>()};
    actor.name = stored.at("name");
    return actor;
}

}  // namespace tessera::elearning
