#include "greeting_store.hpp"

namespace hello {

std::int64_t count_greetings(tessera::Reader& reader) {
    return reader.value<std::int64_t>("SELECT count(*) FROM hello_greeting").value_or(0);
}

void add_greeting(tessera::Transaction& tx, tessera::Id<Greeting> id, std::string_view name,
                  tessera::Instant at) {
    tx.execute("INSERT INTO hello_greeting (id, name, at) VALUES (?, ?, ?)", id, name, at);
}

void remove_greetings(tessera::Transaction& tx) { tx.execute("DELETE FROM hello_greeting"); }

}  // namespace hello
