// The greetings in the database.
#pragma once

#include <tessera/tessera.hpp>

namespace hello {

std::int64_t count_greetings(tessera::Reader& reader);
void add_greeting(tessera::Transaction& tx, tessera::Id<struct Greeting> id, std::string_view name,
                  tessera::Instant at);
void remove_greetings(tessera::Transaction& tx);

}  // namespace hello
