// Versions of a package: which one is in use, who is on which, and moving people to the one in use.
//
// A move is a wish: nothing is rewritten when it is ordered, however many people it concerns. It is
// carried out for one attempt at a time, when a player page opens it and has delivered what the
// device still held: that is the only moment at which nothing unsent can be in the way. Undoing it
// is ending the wish.
#pragma once

#include "course_cache.hpp"
#include "launch_rights.hpp"
#include "play_store.hpp"
#include "version_store.hpp"

namespace tessera::elearning {

/// A version with the people on it.
struct VersionUse {
    VersionRecord version;
    std::int64_t in_progress = 0;  ///< latest attempts of enrolments that have not ended
    std::int64_t completed = 0;
    std::optional<MoveRecord> move;  ///< leads from here to the version in use
    std::int64_t arrived = 0;        ///< came over by that move
    bool keeps_place = false;        ///< the version in use has the same structure
};

struct PackageVersions {
    PackageRecord package;
    std::vector<VersionUse> versions;  ///< newest first

    const VersionUse& in_use() const;
};

/// Thread-safe.
class VersionService {
public:
    VersionService(Host& host, enrolment::Enrolments& enrolments, catalogue::Courses& catalogue,
                   CourseCache& courses, LaunchRights& rights)
        : host_(host),
          enrolments_(enrolments),
          catalogue_(catalogue),
          courses_(courses),
          rights_(rights) {}

    /// Error{NotFound} for an unknown package.
    PackageVersions overview(Reader& reader, Id<Package> package);
    /// Error{NotFound} when the package has no such version.
    VersionRecord version(Reader& reader, Id<Package> package, Id<PackageVersion> version);

    /// New attempts get this version. Moves to the one before end.
    void use(const Principal& actor, Id<Package> package, Id<PackageVersion> version);
    /// People in the middle of `from` move to the version in use. Error{Conflict} when that is
    /// `from`. Ordered twice it is one move.
    void move(const Principal& actor, Id<Package> package, Id<PackageVersion> from);
    /// Those who have not opened the new version keep theirs.
    void stop_move(const Principal& actor, Id<Package> package, Id<PackageVersion> from);

    /// Called when a page opens the attempt of the launch. When a move waits for it, it is carried
    /// out: to the same attempt where its state fits the new version, else to the next attempt of
    /// the enrolment. Returns the address that the page has to load when the launch no longer is
    /// one of the attempt's version: each version's package has an origin of its own.
    std::optional<std::string> carry_out(const Launch& launch);

private:
    bool state_fits(const AttemptRecord& attempt, const std::string& state,
                    const std::string& opening_data, const LoadedCourse& from,
                    const LoadedCourse& to) const;
    AttemptRecord next_attempt(Transaction& tx, const AttemptRecord& attempt,
                               const MoveRecord& move, std::int64_t parts, std::int64_t seed);

    Host& host_;
    enrolment::Enrolments& enrolments_;
    catalogue::Courses& catalogue_;
    CourseCache& courses_;
    LaunchRights& rights_;
};

}  // namespace tessera::elearning
