#include "daily_limits.hpp"

namespace tessera::elearning {

namespace {

constexpr std::int64_t kDay = std::int64_t{24} * 60 * 60 * 1000;

struct Day {
    std::int64_t attempts = 0, bytes = 0;
};

Day add(Transaction& tx, Id<Person> person, Instant now, const Day& more) {
    Day day;
    Instant since = now;
    for (Row row :
         tx.query("SELECT since, attempts, bytes FROM learner_day WHERE person = ?", person)) {
        if (now - row.get<Instant>(0) >= kDay) break;
        since = row.get<Instant>(0);
        day = {row.get<std::int64_t>(1), row.get<std::int64_t>(2)};
    }
    day.attempts += more.attempts;
    day.bytes += more.bytes;
    tx.execute(
        "INSERT INTO learner_day (person, since, attempts, bytes) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (person) DO UPDATE SET since = excluded.since, "
        "attempts = excluded.attempts, bytes = excluded.bytes",
        person, since, day.attempts, day.bytes);
    return day;
}

}  // namespace

void count_attempt(Transaction& tx, Host& host, Id<Person> person) {
    const Day day = add(tx, person, host.clock().now(), {1, 0});
    if (day.attempts > host.settings().integer("elearning.attempts-a-day")) {
        throw Error(ErrorKind::TooMany, "elearning.attempts-today",
                    "So many attempts were begun today that no more can be. Go on with one of "
                    "them, or come back tomorrow.");
    }
}

void count_bytes(Transaction& tx, Host& host, Id<Person> person, std::int64_t bytes) {
    const Day day = add(tx, person, host.clock().now(), {0, bytes});
    if (day.bytes > host.settings().integer("elearning.megabytes-a-day") * 1024 * 1024) {
        throw Error(ErrorKind::TooMany, "elearning.bytes-today",
                    "Your courses have sent so much today that no more is kept until tomorrow.");
    }
}

}  // namespace tessera::elearning
