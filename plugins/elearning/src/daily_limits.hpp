// How much one learner may make the database grow in a day: attempts and bytes (settings
// elearning.attempts-a-day and elearning.megabytes-a-day). No course comes near; a script would.
#pragma once

#include "tessera_elearning/attempts.hpp"

namespace tessera::elearning {

/// Bytes are counted in steps of this size, so that few commits write a row more.
inline constexpr std::int64_t kCountedAtOnce = std::int64_t{256} * 1024;

/// Counts one attempt more, in the transaction that begins it. Error{TooMany,
/// "elearning.attempts-today"} when there were enough in the last 24 hours.
void count_attempt(Transaction& tx, Host& host, Id<Person> person);
/// Counts what was sent, in the transaction that stores it. Error{TooMany, "elearning.bytes-today"}.
void count_bytes(Transaction& tx, Host& host, Id<Person> person, std::int64_t bytes);

}  // namespace tessera::elearning
