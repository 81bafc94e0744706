#include "waiting_store.hpp"

namespace tessera::competencies::store {

namespace {

constexpr const char* kSelect =
    "SELECT id, person, competency, level, achieved, evidence, course, editors, created_at, "
    "decision FROM competency_waiting WHERE ";

WaitingRecord read(Row row) {
    WaitingRecord record;
    record.id = row.get<Id<WaitingAward>>(0);
    record.award.person = row.get<Id<Person>>(1);
    record.award.competency = row.get<Id<Competency>>(2);
    record.award.level = row.get<int>(3);
    record.award.achieved = row.get<Date>(4);
    record.award.source = "course";
    record.award.evidence = row.get<std::string>(5);
    record.course = row.get<Id<catalogue::Course>>(6);
    record.editors = row.get<std::string>(7);
    record.created = row.get<Instant>(8);
    record.decision = row.get<std::string>(9);
    return record;
}

}  // namespace

void put_editor(Transaction& tx, Id<Competency> competency, Id<Person> person,
                std::string_view name, Instant now) {
    tx.execute(
        "INSERT INTO competency_editor (competency, person, name, changed_at) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (competency, person) DO UPDATE SET name = excluded.name, "
        "changed_at = excluded.changed_at",
        competency, person, name, now);
}

std::vector<std::pair<Id<Person>, std::string>> editors(Reader& reader, Id<Competency> competency) {
    return reader.all(
        [](Row row) { return std::pair(row.get<Id<Person>>(0), row.get<std::string>(1)); },
        "SELECT person, name FROM competency_editor WHERE competency = ? ORDER BY changed_at DESC, "
        "person",
        competency);
}

bool insert(Transaction& tx, const WaitingRecord& waiting) {
    const NewAward& award = waiting.award;
    return tx.execute(
               "INSERT INTO competency_waiting (id, person, competency, level, achieved, evidence, "
               "course, editors, created_at, decision, decided_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
               "?, '', '') ON CONFLICT (evidence, competency, level) DO NOTHING",
               waiting.id, award.person, award.competency, award.level, award.achieved,
               award.evidence, waiting.course, waiting.editors, waiting.created) == 1;
}

std::optional<WaitingRecord> waiting(Reader& reader, Id<WaitingAward> id) {
    return reader.first(read, std::string(kSelect) + "id = ?", id);
}

std::vector<WaitingRecord> waiting(Reader& reader, std::optional<Id<Person>> person) {
    const std::string open = std::string(kSelect) + "decision = ''";
    if (person) return reader.all(read, open + " AND person = ? ORDER BY id LIMIT 200", *person);
    return reader.all(read, open + " ORDER BY id LIMIT 200");
}

void decide(Transaction& tx, Id<WaitingAward> id, std::string_view decision, std::string_view by,
            Instant now) {
    tx.execute(
        "UPDATE competency_waiting SET decision = ?, decided_by = ?, decided_at = ? WHERE id = ?",
        decision, by, now, id);
}

}  // namespace tessera::competencies::store
