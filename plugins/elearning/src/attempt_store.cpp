#include "attempt_store.hpp"

#include "completion.hpp"

namespace tessera::elearning {

bool AttemptRecord::stands() const {
    const bool passed = parts == 1 && best.success == scorm::Success::Passed;
    const bool done = parts_done >= parts || reported_completion == "completed" || passed;
    return completed && done && (!concluded || best.success != scorm::Success::Unknown);
}

Result AttemptRecord::last() const { return {success_of(success), score, score_raw, score_max}; }

}  // namespace tessera::elearning

namespace tessera::elearning::store {

namespace {

constexpr std::string_view kSelect =
    "SELECT id, enrolment, number, person, course, package_version, seed, created_at, opened_at, "
    "committed_at, completed_at, opening, openings, commit_number, completion, success, score, "
    "score_raw, total_time, parts_done, parts, moved_by, moves, reported_completion, "
    "reported_success, parts_opened, part, ended, seen_time, score_max, best_success, best_score, "
    "best_raw, best_max, best_at, concluded FROM attempt ";

AttemptRecord to_attempt(Row row) {
    AttemptRecord attempt;
    attempt.id = row.get<Id<Attempt>>(0);
    attempt.enrolment = row.get<Id<enrolment::Enrolment>>(1);
    attempt.number = row.get<std::int64_t>(2);
    attempt.person = row.get<Id<Person>>(3);
    attempt.course = row.get<Id<catalogue::Course>>(4);
    attempt.version = row.get<Id<PackageVersion>>(5);
    attempt.seed = row.get<std::int64_t>(6);
    attempt.created = row.get<Instant>(7);
    attempt.opened = row.get<std::optional<Instant>>(8);
    attempt.committed = row.get<std::optional<Instant>>(9);
    attempt.completed = row.get<std::optional<Instant>>(10);
    attempt.opening = row.get<std::int64_t>(11);
    attempt.openings = row.get<std::int64_t>(12);
    attempt.commit_number = row.get<std::int64_t>(13);
    attempt.completion = row.get<std::string>(14);
    attempt.success = row.get<std::string>(15);
    attempt.score = row.get<std::optional<std::int64_t>>(16);
    attempt.score_raw = row.get<std::optional<std::int64_t>>(17);
    attempt.total_time = row.get<std::int64_t>(18);
    attempt.parts_done = row.get<std::int64_t>(19);
    attempt.parts = row.get<std::int64_t>(20);
    attempt.moved_by = row.get<std::optional<Id<VersionMove>>>(21);
    attempt.moves = row.get<std::int64_t>(22);
    attempt.reported_completion = row.get<std::string>(23);
    attempt.reported_success = row.get<std::string>(24);
    attempt.parts_opened = row.get<std::int64_t>(25);
    attempt.part = row.get<std::int32_t>(26);
    attempt.ended = row.get<bool>(27);
    attempt.seen_time = row.get<std::int64_t>(28);
    attempt.score_max = row.get<std::optional<std::int64_t>>(29);
    attempt.best = {
        success_of(row.get<std::string_view>(30)), row.get<std::optional<std::int64_t>>(31),
        row.get<std::optional<std::int64_t>>(32), row.get<std::optional<std::int64_t>>(33)};
    attempt.best_at = row.get<std::optional<Instant>>(34);
    attempt.concluded = row.get<bool>(35);
    return attempt;
}

}  // namespace

std::optional<AttemptRecord> attempt(Reader& reader, Id<Attempt> id) {
    return reader.first(to_attempt, std::string(kSelect) + "WHERE id = ?", id);
}

std::optional<AttemptRecord> latest_attempt(Reader& reader, Id<enrolment::Enrolment> enrolment) {
    return reader.first(to_attempt,
                        std::string(kSelect) + "WHERE enrolment = ? ORDER BY number DESC LIMIT 1",
                        enrolment);
}

std::optional<AttemptRecord> completed_attempt(Reader& reader, Id<enrolment::Enrolment> enrolment) {
    return reader.first(to_attempt,
                        std::string(kSelect) +
                            "WHERE enrolment = ? AND completed_at IS NOT NULL "
                            "ORDER BY number DESC LIMIT 1",
                        enrolment);
}

std::string state(Reader& reader, Id<Attempt> id) {
    return reader.value<std::string>("SELECT state FROM attempt WHERE id = ?", id).value_or("");
}

std::vector<InteractionRecord> interactions(Reader& reader, Id<Attempt> id) {
    return reader.all(
        [](Row row) {
            InteractionRecord one;
            one.activity = row.get<std::int64_t>(0);
            one.number = row.get<std::int64_t>(1);
            one.identifier = row.get<std::string>(2);
            one.kind = row.get<std::string>(3);
            one.learner_response = row.get<std::string>(4);
            one.result = row.get<std::string>(5);
            one.answered_at = row.get<std::string>(6);
            one.latency = row.get<std::string>(7);
            one.description = row.get<std::string>(8);
            one.weighting = row.get<std::string>(9);
            return one;
        },
        "SELECT activity, number, identifier, kind, learner_response, result, answered_at, "
        "latency, "
        "description, weighting FROM attempt_interaction WHERE attempt = ? "
        "ORDER BY activity, number",
        id);
}

std::vector<Progress> progress(Reader& reader, Id<Person> person) {
    return reader.all(
        [](Row row) {
            Progress one;
            one.enrolment = row.get<Id<enrolment::Enrolment>>(0);
            one.attempt = row.get<Id<Attempt>>(1);
            one.parts_done = row.get<int>(2);
            one.parts = row.get<int>(3);
            one.opened = row.get<Instant>(4);
            return one;
        },
        "SELECT a.enrolment, a.id, a.parts_done, a.parts, COALESCE(a.opened_at, a.created_at) "
        "FROM attempt a WHERE a.person = ? AND NOT EXISTS (SELECT 1 FROM attempt b "
        "WHERE b.enrolment = a.enrolment AND b.number > a.number)",
        person);
}

std::vector<AttemptRecord> in_progress(Reader& reader, Id<catalogue::Course> course) {
    return reader.all(to_attempt,
                      std::string(kSelect) +
                          "WHERE course = ? AND completed_at IS NULL AND commit_number > 0 "
                          "AND NOT EXISTS (SELECT 1 FROM attempt b WHERE b.enrolment = "
                          "attempt.enrolment AND b.number > attempt.number) "
                          "ORDER BY committed_at DESC, id LIMIT ?",
                      course, kMostInProgress);
}

void complete(Transaction& tx, Id<Attempt> id, std::string_view completion,
              std::string_view success, Instant at) {
    tx.execute(
        "UPDATE attempt SET completed_at = ?, completion = ?, success = ?, best_success = "
        "CASE WHEN ? = 'passed' THEN 'passed' ELSE best_success END WHERE id = ?",
        at, completion, success, success, id);
}

void insert(Transaction& tx, const AttemptRecord& attempt) {
    tx.execute(
        "INSERT INTO attempt (id, enrolment, number, person, course, package_version, seed, "
        "created_at, opening, openings, commit_number, completion, success, total_time, "
        "parts_done, parts, state, moved_by, moves) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?, 0, 0, ?, '', ?, ?)",
        attempt.id, attempt.enrolment, attempt.number, attempt.person, attempt.course,
        attempt.version, attempt.seed, attempt.created, attempt.completion, attempt.success,
        attempt.parts, attempt.moved_by, attempt.moves);
}

}  // namespace tessera::elearning::store
