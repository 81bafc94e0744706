// Playing that nothing comes of: a learner looks again at a completed attempt (review) or looks
// around (browse), somebody who looks after packages tries a version out (trial run).
//
// The player speaks to it as to an attempt (open, numbered commits, one page with the lease), and
// what was done is there again after a reload, until the link ends. No attempt, enrolment or award
// changes, no answer or global objective is kept.
#pragma once

#include "launch_service.hpp"
#include "play_service.hpp"
#include "rehearsal_store.hpp"
#include "version_service.hpp"

namespace tessera::elearning {

/// Thread-safe.
class RehearsalService {
public:
    RehearsalService(Host& host, people::Directory& people, CourseCache& courses,
                     LaunchService& launches, PlayService& play, VersionService& versions,
                     LaunchRights& rights)
        : host_(host),
          people_(people),
          courses_(courses),
          launches_(launches),
          play_(play),
          versions_(versions),
          rights_(rights) {}

    /// Review opens a copy of the enrolment's latest completed attempt; Error{Conflict} when there
    /// is none. Browse opens the version that the enrolment plays, from the beginning. Errors as
    /// LaunchService::launch. `attempt` of the result is the one that is looked at.
    Launched look(const Principal& principal, Id<enrolment::Enrolment> enrolment, scorm::Mode mode,
                  const std::string& locale);
    /// Plays a version from the beginning, as Normal or Browse, without knowing anything of the
    /// person. Error{Conflict} for principals that are no person.
    Launched trial(const Principal& principal, Id<Package> package, Id<PackageVersion> version,
                   scorm::Mode mode, const std::string& locale);

    /// Error{NotFound} when it has ended.
    RehearsalRecord find(Reader& reader, Id<Rehearsal> id) const;
    /// What the page of a launch loads instead of a completed attempt, which is only looked at
    /// again: a result that stands is not played over. Nothing when the attempt goes on. Error as
    /// PlayService::launch.
    std::optional<std::string> instead(Id<Attempt> attempt, const PageRequest& page);
    /// As PlayService::open and commit.
    OpenedPage open(Id<Rehearsal> id, const PageRequest& page);
    std::int64_t commit(Id<Rehearsal> id, const PageRequest& page, const CommitEnvelope& commit);

private:
    Launched insert(RehearsalRecord rehearsal, Launch launch);
    RehearsalRecord look_of(Reader& reader, const AttemptRecord& attempt, scorm::Mode mode,
                            const std::string& locale);
    void check(Id<Rehearsal> id, const PageRequest& page) const;

    Host& host_;
    people::Directory& people_;
    CourseCache& courses_;
    LaunchService& launches_;
    PlayService& play_;
    VersionService& versions_;
    LaunchRights& rights_;
};

}  // namespace tessera::elearning
