#include "version_store.hpp"

namespace tessera::elearning::store {

namespace {

constexpr std::string_view kSelect =
    "SELECT id, package, from_version, to_version, ordered_by, ordered_at FROM version_move ";

MoveRecord to_move(Row row) {
    MoveRecord move;
    move.id = row.get<Id<VersionMove>>(0);
    move.package = row.get<Id<Package>>(1);
    move.from = row.get<Id<PackageVersion>>(2);
    move.to = row.get<Id<PackageVersion>>(3);
    move.ordered_by = row.get<std::string>(4);
    move.ordered = row.get<Instant>(5);
    return move;
}

std::map<Id<PackageVersion>, std::int64_t> counts(Rows rows) {
    std::map<Id<PackageVersion>, std::int64_t> result;
    for (Row row : rows) result.emplace(row.get<Id<PackageVersion>>(0), row.get<std::int64_t>(1));
    return result;
}

}  // namespace

std::optional<MoveRecord> open_move(Reader& reader, Id<PackageVersion> from) {
    return reader.first(to_move,
                        std::string(kSelect) + "WHERE from_version = ? AND ended_at IS NULL", from);
}

std::vector<MoveRecord> open_moves(Reader& reader, Id<Package> package) {
    return reader.all(to_move, std::string(kSelect) + "WHERE package = ? AND ended_at IS NULL",
                      package);
}

void insert(Transaction& tx, const MoveRecord& move, const Principal& actor) {
    tx.execute(
        "INSERT INTO version_move (id, package, from_version, to_version, ordered_by, "
        "ordered_by_person, ordered_by_account, ordered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        move.id, move.package, move.from, move.to, move.ordered_by, actor.person, actor.account,
        move.ordered);
}

void end_move(Transaction& tx, Id<VersionMove> move, Instant at) {
    tx.execute("UPDATE version_move SET ended_at = ? WHERE id = ? AND ended_at IS NULL", at, move);
}

void end_moves(Transaction& tx, Id<Package> package, Instant at) {
    tx.execute("UPDATE version_move SET ended_at = ? WHERE package = ? AND ended_at IS NULL", at,
               package);
}

std::vector<UnfinishedAttempt> unfinished(Reader& reader, Id<Package> package) {
    return reader.all(
        [](Row row) {
            return UnfinishedAttempt{row.get<Id<PackageVersion>>(0),
                                     row.get<Id<enrolment::Enrolment>>(1)};
        },
        "SELECT a.package_version, a.enrolment FROM package_version v "
        "JOIN attempt a ON a.package_version = v.id WHERE v.package = ? AND a.completed_at IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM attempt b WHERE b.enrolment = a.enrolment "
        "AND b.number > a.number)",
        package);
}

std::map<Id<PackageVersion>, std::int64_t> completed(Reader& reader, Id<Package> package) {
    return counts(reader.query(
        "SELECT a.package_version, COUNT(DISTINCT a.enrolment) FROM package_version v "
        "JOIN attempt a ON a.package_version = v.id "
        "WHERE v.package = ? AND a.completed_at IS NOT NULL GROUP BY a.package_version",
        package));
}

std::map<Id<PackageVersion>, std::int64_t> arrived(Reader& reader, Id<Package> package) {
    return counts(
        reader.query("SELECT m.from_version, COUNT(*) FROM version_move m "
                     "JOIN attempt a ON a.moved_by = m.id "
                     "WHERE m.package = ? AND m.ended_at IS NULL GROUP BY m.from_version",
                     package));
}

bool bring_over(Transaction& tx, const AttemptRecord& before, const MoveRecord& move,
                std::int64_t parts) {
    return tx.execute(
               "UPDATE attempt SET package_version = ?, parts = ?, moved_by = ? WHERE id = ? "
               "AND package_version = ? AND commit_number = ? AND completed_at IS NULL",
               move.to, parts, move.id, before.id, before.version, before.commit_number) == 1;
}

void set_version(Transaction& tx, Id<Attempt> attempt, Id<PackageVersion> version,
                 std::int64_t parts) {
    tx.execute("UPDATE attempt SET package_version = ?, parts = ?, moved_by = NULL WHERE id = ?",
               version, parts, attempt);
}

}  // namespace tessera::elearning::store
