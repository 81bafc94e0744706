// SQL of moves from one version of a package to another, and of who is on which.
#pragma once

#include "attempt_store.hpp"

#include <map>

namespace tessera::elearning {

/// People in the middle of `from` go over to `to`, each when next opening the course.
struct MoveRecord {
    Id<VersionMove> id;
    Id<Package> package;
    Id<PackageVersion> from, to;
    std::string ordered_by;
    Instant ordered;
};

/// The latest attempt of an enrolment, when it is not completed.
struct UnfinishedAttempt {
    Id<PackageVersion> version;
    Id<enrolment::Enrolment> enrolment;
};

namespace store {

std::optional<MoveRecord> open_move(Reader& reader, Id<PackageVersion> from);
std::vector<MoveRecord> open_moves(Reader& reader, Id<Package> package);
void insert(Transaction& tx, const MoveRecord& move, const Principal& actor);
void end_move(Transaction& tx, Id<VersionMove> move, Instant at);
/// Ends all moves of the package.
void end_moves(Transaction& tx, Id<Package> package, Instant at);

std::vector<UnfinishedAttempt> unfinished(Reader& reader, Id<Package> package);
/// Enrolments with a completed attempt, by version.
std::map<Id<PackageVersion>, std::int64_t> completed(Reader& reader, Id<Package> package);
/// Attempts that the package's open moves have brought over, by the version they came from.
std::map<Id<PackageVersion>, std::int64_t> arrived(Reader& reader, Id<Package> package);

/// The attempt goes on with the move's version as it is. False when it is no longer as `before`
/// says.
bool bring_over(Transaction& tx, const AttemptRecord& before, const MoveRecord& move,
                std::int64_t parts);
/// A player page has committed: the attempt is on the version of that page.
void set_version(Transaction& tx, Id<Attempt> attempt, Id<PackageVersion> version,
                 std::int64_t parts);

}  // namespace store
}  // namespace tessera::elearning
