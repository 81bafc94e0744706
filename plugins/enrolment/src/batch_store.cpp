#include "batch_store.hpp"

namespace tessera::enrolment::store {

void insert_batch(Transaction& tx, const BatchRecord& batch) {
    tx.execute(
        "INSERT INTO enrolment_batch (id, course, account, person, actor, created_at, taking_back) "
        "VALUES (?, ?, ?, ?, ?, ?, 0)",
        batch.id, batch.course, batch.actor.account, batch.actor.person, batch.actor.name,
        batch.created);
}

std::optional<BatchRecord> batch(Reader& reader, Id<Batch> id) {
    return reader.first(
        [](Row row) {
            BatchRecord batch;
            batch.id = row.get<Id<Batch>>(0);
            batch.course = row.get<Id<catalogue::Course>>(1);
            batch.actor.account = row.get<Id<Account>>(2);
            batch.actor.person = row.get<Id<Person>>(3);
            batch.actor.name = row.get<std::string>(4);
            batch.actor.kind =
                batch.actor.person ? Principal::Kind::Person : Principal::Kind::ApiKey;
            batch.created = row.get<Instant>(5);
            batch.taking_back = row.get<bool>(6);
            return batch;
        },
        "SELECT id, course, account, person, actor, created_at, taking_back FROM enrolment_batch "
        "WHERE id = ?",
        id);
}

void set_taking_back(Transaction& tx, Id<Batch> id) {
    tx.execute("UPDATE enrolment_batch SET taking_back = 1 WHERE id = ?", id);
}

void put_line(Transaction& tx, Id<Batch> batch, const BatchLine& line) {
    tx.execute(
        "INSERT INTO enrolment_batch_person (batch, person, outcome, enrolment, reason) "
        "VALUES (?, ?, ?, ?, ?) ON CONFLICT (batch, person) DO UPDATE SET "
        "outcome = excluded.outcome, enrolment = excluded.enrolment, reason = excluded.reason",
        batch, line.person, line.outcome, line.enrolment, line.reason);
}

std::vector<BatchLine> lines(Reader& reader, Id<Batch> batch, std::string_view outcome, int limit) {
    return reader.all(
        [](Row row) {
            return BatchLine{row.get<Id<Person>>(0), row.get<std::string>(1),
                             row.get<std::optional<Id<Enrolment>>>(2).value_or(Id<Enrolment>{}),
                             row.get<std::string>(3)};
        },
        "SELECT person, outcome, enrolment, reason FROM enrolment_batch_person "
        "WHERE batch = ? AND (? = '' OR outcome = ?) ORDER BY outcome DESC, person LIMIT ?",
        batch, outcome, outcome, limit);
}

std::map<std::string, int, std::less<>> outcomes(Reader& reader, Id<Batch> batch) {
    std::map<std::string, int, std::less<>> counts;
    for (Row row : reader.query("SELECT outcome, COUNT(*) FROM enrolment_batch_person "
                                "WHERE batch = ? GROUP BY outcome",
                                batch))
        counts[row.get<std::string>(0)] = row.get<int>(1);
    return counts;
}

std::set<Id<Person>> enrolled_among(Reader& reader, Id<catalogue::Course> course,
                                    const std::vector<Id<Person>>& people) {
    std::set<Id<Person>> found;
    if (people.empty()) return found;
    std::vector<Param> params{course};
    std::string marks;
    for (const auto person : people) {
        marks += marks.empty() ? "?" : ", ?";
        params.emplace_back(person);
    }
    for (Row row : reader.query_with(
             "SELECT person FROM enrolment WHERE course = ? AND ended = 0 AND person IN (" + marks +
                 ")",
             params))
        found.insert(row.get<Id<Person>>(0));
    return found;
}

std::map<Id<Person>, Status> open_by_person(Reader& reader, Id<catalogue::Course> course) {
    std::map<Id<Person>, Status> found;
    for (Row row : reader.query(
             "SELECT person, status FROM enrolment WHERE course = ? AND ended = 0", course)) {
        if (const auto status = status_parse(row.get<std::string_view>(1)))
            found[row.get<Id<Person>>(0)] = *status;
    }
    return found;
}

std::map<Id<Person>, Instant> completed_by_person(Reader& reader, Id<catalogue::Course> course) {
    std::map<Id<Person>, Instant> found;
    for (Row row : reader.query("SELECT person, MAX(changed_at) FROM enrolment "
                                "WHERE course = ? AND status = 'completed' GROUP BY person",
                                course))
        found[row.get<Id<Person>>(0)] = row.get<Instant>(1);
    return found;
}

}  // namespace tessera::enrolment::store
