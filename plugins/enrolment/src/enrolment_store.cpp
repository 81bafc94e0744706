#include "enrolment_store.hpp"

namespace tessera::enrolment::store {

namespace {

constexpr std::string_view kSelect =
    "SELECT id, person, course, status, created_at, changed_at, reason FROM enrolment ";

std::string select(std::string_view where) { return std::string(kSelect).append(where); }

EnrolmentRecord to_enrolment(Row row) {
    EnrolmentRecord enrolment;
    enrolment.id = row.get<Id<Enrolment>>(0);
    enrolment.person = row.get<Id<Person>>(1);
    enrolment.course = row.get<Id<catalogue::Course>>(2);
    const auto status = status_parse(row.get<std::string_view>(3));
    if (!status) throw DbError(DbFailure::Type, "An enrolment has a status that is none.");
    enrolment.status = *status;
    enrolment.created = row.get<Instant>(4);
    enrolment.changed = row.get<Instant>(5);
    enrolment.reason = row.get<std::string>(6);
    return enrolment;
}

}  // namespace

std::optional<EnrolmentRecord> find(Reader& reader, Id<Enrolment> id) {
    return reader.first(to_enrolment, select("WHERE id = ?"), id);
}

std::optional<EnrolmentRecord> current(Reader& reader, Id<Person> person,
                                       Id<catalogue::Course> course) {
    return reader.first(to_enrolment, select("WHERE person = ? AND course = ? AND ended = 0"),
                        person, course);
}

std::vector<EnrolmentRecord> current(Reader& reader, Id<Person> person) {
    return reader.all(to_enrolment,
                      select("WHERE person = ? AND ended = 0 ORDER BY changed_at DESC, id DESC"),
                      person);
}

std::vector<EnrolmentRecord> ended(Reader& reader, Id<Person> person, Id<catalogue::Course> course,
                                   int limit) {
    return reader.all(to_enrolment,
                      select("WHERE person = ? AND ended = 1 AND (? = 0 OR course = ?) "
                             "ORDER BY changed_at DESC, id DESC LIMIT ?"),
                      person, course, course, limit);
}

std::vector<Id<Enrolment>> open_on(Reader& reader, Id<catalogue::Course> course) {
    return reader.all([](Row row) { return row.get<Id<Enrolment>>(0); },
                      "SELECT id FROM enrolment WHERE course = ? AND ended = 0", course);
}

void insert(Transaction& tx, const EnrolmentRecord& enrolment) {
    tx.execute(
        "INSERT INTO enrolment (id, person, course, status, ended, created_at, changed_at, reason) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        enrolment.id, enrolment.person, enrolment.course, status_text(enrolment.status),
        enrolment::ended(enrolment.status), enrolment.created, enrolment.changed, enrolment.reason);
}

void update(Transaction& tx, const EnrolmentRecord& enrolment) {
    tx.execute(
        "UPDATE enrolment SET status = ?, ended = ?, changed_at = ?, reason = ? WHERE id = ?",
        status_text(enrolment.status), enrolment::ended(enrolment.status), enrolment.changed,
        enrolment.reason, enrolment.id);
}

void keep_place(Transaction& tx, Id<Enrolment> enrolment,
                const people::EmploymentRecord& employment) {
    tx.execute("UPDATE enrolment SET completed_unit = ?, completed_job_role = ? WHERE id = ?",
               employment.unit, employment.job_role, enrolment);
}

void log(Transaction& tx, std::int64_t id, const EnrolmentRecord& enrolment, std::string_view from,
         const Principal& actor) {
    tx.execute(
        "INSERT INTO enrolment_log (id, enrolment, from_status, to_status, actor, actor_person, "
        "actor_account, reason, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id, enrolment.id, from, status_text(enrolment.status), actor.name, actor.person,
        actor.account, enrolment.reason, enrolment.changed);
}

}  // namespace tessera::enrolment::store
