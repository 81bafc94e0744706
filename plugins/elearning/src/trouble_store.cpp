#include "trouble_store.hpp"

namespace tessera::elearning::store {

namespace {

constexpr std::int64_t kMostOfAttempt = 100;

Trouble to_trouble(Row row) {
    Trouble found;
    found.attempt = row.get<Id<Attempt>>(0);
    found.part = row.get<std::string>(1);
    found.trouble = row.get<std::string>(2);
    found.last = row.get<Instant>(3);
    found.times = row.get<std::int64_t>(4);
    return found;
}

}  // namespace

void note_trouble(Transaction& tx, Id<Attempt> attempt, std::string_view part,
                  std::string_view trouble, Instant now) {
    const bool known = tx.execute(
                           "UPDATE attempt_trouble SET last_at = ?, times = times + 1 "
                           "WHERE attempt = ? AND part = ? AND trouble = ?",
                           now, attempt, part, trouble) == 1;
    if (known || static_cast<std::int64_t>(troubles(tx, attempt).size()) >= kMostOfAttempt) return;
    tx.execute(
        "INSERT INTO attempt_trouble (attempt, part, trouble, first_at, last_at, times) "
        "VALUES (?, ?, ?, ?, ?, 1)",
        attempt, part, trouble, now, now);
}

std::vector<Trouble> troubles(Reader& reader, Id<Attempt> attempt) {
    return reader.all(to_trouble,
                      "SELECT attempt, part, trouble, last_at, times FROM attempt_trouble "
                      "WHERE attempt = ? ORDER BY last_at DESC, part, trouble",
                      attempt);
}

std::vector<Trouble> troubles(Reader& reader, Id<catalogue::Course> course) {
    return reader.all(to_trouble,
                      "SELECT t.attempt, t.part, t.trouble, t.last_at, t.times "
                      "FROM attempt_trouble t JOIN attempt a ON a.id = t.attempt "
                      "WHERE a.course = ? ORDER BY t.last_at DESC LIMIT 1000",
                      course);
}

}  // namespace tessera::elearning::store
