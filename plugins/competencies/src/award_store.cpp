#include "store.hpp"

namespace tessera::competencies::store {

namespace {

Holding to_holding(Row row) {
    Holding holding;
    holding.award = row.get<Id<Award>>(0);
    holding.competency = row.get<Id<Competency>>(1);
    holding.level = row.get<int>(2);
    holding.achieved = row.get<Date>(3);
    holding.expires = row.get<std::optional<Date>>(4);
    holding.source = row.get<std::string>(5);
    return holding;
}

}  // namespace

std::vector<Holding> holdings(Reader& reader, Id<Person> person) {
    return reader.all(
        to_holding,
        "SELECT id, competency, level, achieved, expires, source FROM competency_award "
        "WHERE person = ? AND withdrawn_at IS NULL",
        person);
}

void each_holding(Reader& reader, const std::function<void(Id<Person>, const Holding&)>& visit) {
    for (Row row : reader.query("SELECT id, competency, level, achieved, expires, source, person "
                                "FROM competency_award "
                                "WHERE withdrawn_at IS NULL ORDER BY person")) {
        visit(row.get<Id<Person>>(6), to_holding(row));
    }
}

std::vector<std::pair<Id<Person>, Holding>> holders(Reader& reader, Id<Competency> competency) {
    return reader.all(
        [](Row row) { return std::pair(row.get<Id<Person>>(6), to_holding(row)); },
        "SELECT id, competency, level, achieved, expires, source, person FROM competency_award "
        "WHERE competency = ? AND withdrawn_at IS NULL",
        competency);
}

std::vector<AwardRecord> awards(Reader& reader, Id<Person> person) {
    return reader.all(
        [](Row row) {
            AwardRecord award;
            award.holding = to_holding(row);
            award.competency_name = row.get<std::string>(6);
            award.evidence = row.get<std::string>(7);
            award.awarded_by = row.get<std::string>(8);
            award.withdrawn = row.get<std::optional<Instant>>(9);
            award.withdrawn_reason = row.get<std::optional<std::string>>(10).value_or("");
            return award;
        },
        "SELECT a.id, a.competency, a.level, a.achieved, a.expires, a.source, c.name, a.evidence, "
        "a.awarded_by, a.withdrawn_at, a.withdrawn_reason "
        "FROM competency_award a JOIN competency c ON c.id = a.competency "
        "WHERE a.person = ? ORDER BY a.achieved DESC, a.id DESC",
        person);
}

std::optional<std::pair<Id<Person>, Id<Competency>>> standing_award(Reader& reader, Id<Award> id) {
    return reader.first(
        [](Row row) { return std::pair(row.get<Id<Person>>(0), row.get<Id<Competency>>(1)); },
        "SELECT person, competency FROM competency_award WHERE id = ? AND withdrawn_at IS NULL",
        id);
}

void insert(Transaction& tx, Id<Award> id, const NewAward& award, const Principal& actor,
            Instant now) {
    tx.execute(
        "INSERT INTO competency_award (id, person, competency, level, achieved, expires, source, "
        "evidence, awarded_by, awarded_by_person, awarded_by_account, created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id, award.person, award.competency, award.level, award.achieved, award.expires,
        award.source, award.evidence, actor.name, actor.person, actor.account, now);
}

void withdraw(Transaction& tx, Id<Award> id, std::string_view reason, Instant now) {
    tx.execute("UPDATE competency_award SET withdrawn_at = ?, withdrawn_reason = ? WHERE id = ?",
               now, reason, id);
}

std::optional<NewAward> withdrawn_award(Reader& reader, Id<Person> person, Id<Award> id) {
    return reader.first(
        [&](Row row) {
            const Holding holding = to_holding(row);
            return NewAward{person,
                            holding.competency,
                            holding.level,
                            holding.achieved,
                            holding.expires,
                            holding.source,
                            ""};
        },
        "SELECT id, competency, level, achieved, expires, source FROM competency_award "
        "WHERE id = ? AND person = ? AND withdrawn_at IS NOT NULL",
        id, person);
}

void reinstate(Transaction& tx, Id<Award> id) {
    tx.execute(
        "UPDATE competency_award SET withdrawn_at = NULL, withdrawn_reason = NULL WHERE id = ?",
        id);
}

}  // namespace tessera::competencies::store
