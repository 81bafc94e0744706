#include "play_store.hpp"

namespace tessera::elearning::store {

namespace {

std::optional<std::int64_t> units(std::optional<scorm::Real> value) {
    return value ? std::optional(value->units) : std::nullopt;
}

std::optional<scorm::Real> real(std::optional<std::int64_t> value) {
    return value ? std::optional(scorm::Real{*value}) : std::nullopt;
}

void put_interactions(Transaction& tx, Id<Attempt> attempt,
                      const std::vector<scorm::Interaction>& interactions) {
    for (const scorm::Interaction& one : interactions) {
        tx.execute(
            "INSERT INTO attempt_interaction (attempt, activity, number, identifier, kind, "
            "learner_response, result, answered_at, latency, description, weighting) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (attempt, activity, number) "
            "DO UPDATE SET identifier = excluded.identifier, kind = excluded.kind, "
            "learner_response = excluded.learner_response, result = excluded.result, "
            "answered_at = excluded.answered_at, latency = excluded.latency, "
            "description = excluded.description, weighting = excluded.weighting",
            attempt, one.activity, one.index, one.id, one.type, one.learner_response, one.result,
            one.timestamp, one.latency, one.description, one.weighting);
    }
}

void put_objectives(Transaction& tx, Id<Person> person,
                    const std::vector<scorm::GlobalObjective>& objectives) {
    for (const scorm::GlobalObjective& one : objectives) {
        tx.execute(
            "INSERT INTO learner_objective (person, objective, satisfied, measure, raw, minimum, "
            "maximum, completed, progress) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (person, objective) DO UPDATE SET satisfied = excluded.satisfied, "
            "measure = excluded.measure, raw = excluded.raw, minimum = excluded.minimum, "
            "maximum = excluded.maximum, completed = excluded.completed, "
            "progress = excluded.progress",
            person, one.id, one.satisfied, units(one.measure), units(one.raw), units(one.min),
            units(one.max), one.completed, units(one.progress));
    }
}

void put_shared_data(Transaction& tx, Id<Person> person,
                     const std::vector<scorm::SharedDataValue>& values) {
    for (const scorm::SharedDataValue& one : values) {
        tx.execute(
            "INSERT INTO learner_shared_data (person, bucket, store) VALUES (?, ?, ?) "
            "ON CONFLICT (person, bucket) DO UPDATE SET store = excluded.store",
            person, one.id, one.store);
    }
}

}  // namespace

std::optional<StoredAttempt> stored_attempt(Reader& reader, Id<Attempt> id) {
    const auto record = attempt(reader, id);
    if (!record) return std::nullopt;
    StoredAttempt stored{*record, state(reader, id), {}, record->version};
    for (Row row :
         reader.query("SELECT data, version FROM attempt_opening WHERE attempt = ? AND opening = ?",
                      id, record->opening)) {
        stored.opening_data = row.get<std::string>(0);
        stored.page_version = row.get<Id<PackageVersion>>(1);
    }
    return stored;
}

std::optional<StoredPage> page(Reader& reader, const AttemptRecord& attempt, std::int64_t opening) {
    auto found = reader.first(
        [](Row row) {
            return StoredPage{{row.get<std::int64_t>(0), 0},
                              row.get<std::string>(1),
                              row.get<Id<PackageVersion>>(2)};
        },
        "SELECT base, data, version FROM attempt_opening WHERE attempt = ? AND opening = ?",
        attempt.id, opening);
    if (!found) return std::nullopt;
    found->range.end = reader
                           .value<std::int64_t>(
                               "SELECT base FROM attempt_opening WHERE attempt = ? AND opening > ? "
                               "ORDER BY opening LIMIT 1",
                               attempt.id, opening)
                           .value_or(attempt.commit_number);
    return found;
}

void open_page(Transaction& tx, const AttemptRecord& attempt, std::int64_t opening,
               std::string_view opening_data, Instant at, std::int64_t dropped) {
    tx.execute(
        "INSERT INTO attempt_opening (attempt, opening, base, data, at, version, dropped) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        attempt.id, opening, attempt.commit_number, opening_data, at, attempt.version, dropped);
    // What the record of the attempt is replayed with stays as long as it.
    tx.execute(
        "DELETE FROM attempt_opening WHERE attempt = ? AND opening <= ? AND opening NOT IN "
        "(SELECT opening FROM attempt_log WHERE attempt = ?)",
        attempt.id, opening - kPages, attempt.id);
    tx.execute("UPDATE attempt SET opening = ?, openings = ?, opened_at = ? WHERE id = ?", opening,
               opening, at, attempt.id);
}

void forget_pages_after(Transaction& tx, Id<Attempt> attempt, std::int64_t opening) {
    tx.execute("DELETE FROM attempt_opening WHERE attempt = ? AND opening > ?", attempt, opening);
}

bool commit(Transaction& tx, const AttemptRecord& before, const CommitChanges& changes) {
    const auto rows = tx.execute(
        "UPDATE attempt SET opening = ?, commit_number = ?, committed_at = ?, completed_at = ?, "
        "completion = ?, success = ?, score = ?, score_raw = ?, total_time = ?, parts_done = ?, "
        "state = ?, reported_completion = ?, reported_success = ?, parts_opened = ?, part = ?, "
        "ended = ?, seen_time = ?, score_max = ?, best_success = ?, best_score = ?, best_raw = ?, "
        "best_max = ?, best_at = ?, concluded = ? WHERE id = ? AND opening = ? AND commit_number = "
        "? "
        "AND package_version = ? AND COALESCE(completed_at, 0) = ?",
        changes.opening, changes.number, changes.at, changes.completed, changes.completion,
        changes.success, changes.score, changes.score_raw, changes.total_time, changes.parts_done,
        changes.state, changes.reported_completion, changes.reported_success, changes.parts_opened,
        std::int64_t{changes.part}, changes.ended, changes.seen_time, changes.score_max,
        success_text(changes.best.success), changes.best.score, changes.best.raw, changes.best.max,
        changes.best_at, changes.concluded, before.id, before.opening, before.commit_number,
        before.version, before.completed.value_or(Instant{}));
    if (rows == 0) return false;
    put_parts(tx, before.id, changes.parts);
    put_interactions(tx, before.id, changes.interactions);
    put_objectives(tx, before.person, changes.objectives);
    put_shared_data(tx, before.person, changes.shared_data);
    return true;
}

std::vector<scorm::GlobalObjective> objectives(Reader& reader, Id<Person> person) {
    return reader.all(
        [](Row row) {
            const auto number = [&](int column) {
                return real(row.get<std::optional<std::int64_t>>(column));
            };
            scorm::GlobalObjective one;
            one.id = row.get<std::string>(0);
            one.satisfied = row.get<std::optional<bool>>(1);
            one.measure = number(2);
            one.raw = number(3);
            one.min = number(4);
            one.max = number(5);
            one.completed = row.get<std::optional<bool>>(6);
            one.progress = number(7);
            return one;
        },
        "SELECT objective, satisfied, measure, raw, minimum, maximum, completed, progress "
        "FROM learner_objective WHERE person = ?",
        person);
}

std::vector<scorm::SharedDataValue> shared_data(Reader& reader, Id<Person> person) {
    return reader.all(
        [](Row row) {
            return scorm::SharedDataValue{row.get<std::string>(0), row.get<std::string>(1)};
        },
        "SELECT bucket, store FROM learner_shared_data WHERE person = ?", person);
}

}  // namespace tessera::elearning::store
