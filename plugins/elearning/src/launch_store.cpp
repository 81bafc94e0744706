#include "launch_store.hpp"

namespace tessera::elearning::store {

namespace {

/// Pages open at a time, and addresses that wait: nobody has more. Older ones end.
constexpr std::int64_t kMostOfPerson = 200;

}  // namespace

std::optional<Launch> launch(Reader& reader, std::string_view digest) {
    return reader.first(
        [](Row row) {
            Launch found;
            found.attempt = row.get<Id<Attempt>>(0);
            found.rehearsal = row.get<Id<Rehearsal>>(1);
            found.version = row.get<Id<PackageVersion>>(2);
            found.person = row.get<Id<Person>>(3);
            found.enrolment = row.get<Id<enrolment::Enrolment>>(4);
            found.session = row.get<Id<Session>>(5);
            found.key = row.get<Id<Account>>(6);
            found.browser = row.get<std::string>(7);
            found.locale = row.get<std::string>(8);
            found.started = row.get<Instant>(9);
            found.expires = row.get<Instant>(10);
            return found;
        },
        "SELECT attempt, rehearsal, version, person, enrolment, session, api_key, browser, locale, "
        "started_at, expires_at FROM launch WHERE digest = ?",
        digest);
}

void insert_launch(Transaction& tx, std::string_view digest, const Launch& launch) {
    tx.execute(
        "INSERT INTO launch (digest, attempt, rehearsal, version, person, enrolment, session, "
        "api_key, browser, locale, started_at, expires_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?)",
        digest, launch.attempt, launch.rehearsal, launch.version, launch.person, launch.enrolment,
        launch.session, launch.key, launch.locale, launch.started, launch.expires);
    tx.execute(
        "DELETE FROM launch WHERE person = ? AND digest NOT IN "
        "(SELECT digest FROM launch WHERE person = ? ORDER BY started_at DESC, digest LIMIT ?)",
        launch.person, launch.person, kMostOfPerson);
}

bool set_browser(Transaction& tx, std::string_view digest, std::string_view browser) {
    return tx.execute("UPDATE launch SET browser = ? WHERE digest = ? AND browser = ''", browser,
                      digest) == 1;
}

std::int64_t remove_launches(Transaction& tx, Instant expired_before) {
    return tx.execute("DELETE FROM launch WHERE expires_at < ?", expired_before);
}

}  // namespace tessera::elearning::store
