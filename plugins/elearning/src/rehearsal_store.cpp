#include "rehearsal_store.hpp"

namespace tessera::elearning::store {

namespace {

/// A state may hold megabytes: nobody plays more of them at a time.
constexpr std::int64_t kMostOfOwner = 5;

}  // namespace

std::optional<RehearsalRecord> rehearsal(Reader& reader, Id<Rehearsal> id) {
    return reader.first(
        [](Row row) {
            RehearsalRecord found;
            found.id = row.get<Id<Rehearsal>>(0);
            found.owner = row.get<std::int64_t>(1);
            found.version = row.get<Id<PackageVersion>>(2);
            found.mode = row.get<std::string>(3);
            found.learner_name = row.get<std::string>(4);
            found.exit_path = row.get<std::string>(5);
            found.expires = row.get<Instant>(6);
            found.opening = row.get<std::int64_t>(7);
            found.commit_number = row.get<std::int64_t>(8);
            found.opening_data = row.get<std::string>(9);
            found.state = row.get<std::string>(10);
            return found;
        },
        "SELECT id, owner, package_version, mode, learner_name, exit_path, expires_at, opening, "
        "commit_number, opening_data, state FROM rehearsal WHERE id = ?",
        id);
}

void insert(Transaction& tx, const RehearsalRecord& rehearsal) {
    tx.execute(
        "INSERT INTO rehearsal (id, owner, package_version, mode, learner_name, exit_path, "
        "expires_at, opening, commit_number, opening_data, state) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?)",
        rehearsal.id, rehearsal.owner, rehearsal.version, rehearsal.mode, rehearsal.learner_name,
        rehearsal.exit_path, rehearsal.expires, rehearsal.opening_data, rehearsal.state);
    tx.execute(
        "DELETE FROM rehearsal WHERE owner = ? AND id NOT IN "
        "(SELECT id FROM rehearsal WHERE owner = ? ORDER BY id DESC LIMIT ?)",
        rehearsal.owner, rehearsal.owner, kMostOfOwner);
}

void open_page(Transaction& tx, Id<Rehearsal> id, std::int64_t opening) {
    tx.execute("UPDATE rehearsal SET opening = ? WHERE id = ?", opening, id);
}

bool keep_state(Transaction& tx, const RehearsalRecord& before, std::int64_t commit_number,
                std::string_view state) {
    return tx.execute(
               "UPDATE rehearsal SET commit_number = ?, state = ? "
               "WHERE id = ? AND opening = ? AND commit_number = ?",
               commit_number, state, before.id, before.opening, before.commit_number) == 1;
}

std::int64_t remove_rehearsals(Transaction& tx, Instant expired_before) {
    return tx.execute("DELETE FROM rehearsal WHERE expires_at < ?", expired_before);
}

}  // namespace tessera::elearning::store
