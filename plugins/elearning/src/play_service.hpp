// What player pages do: open an attempt, and commit to it.
//
// A commit replays the page's operations in a session of our own (the same code as in the page) and
// stores the result: summary, snapshot, answers, global values, and what follows from completion,
// in one transaction. Sessions in use are kept, so that an ordinary commit reads nothing.
#pragma once

#include "completion.hpp"
#include "course_cache.hpp"
#include "launch_rights.hpp"
#include "log_store.hpp"
#include "outcome.hpp"
#include "play_errors.hpp"
#include "play_store.hpp"
#include "rule_service.hpp"
#include "tessera_people/people.hpp"
#include "version_service.hpp"

#include <mutex>

namespace tessera::elearning {

/// What the page that opens an attempt gets.
struct OpenedPage {
    std::int64_t opening = 0;
    std::int64_t number = 0;  ///< of the last commit stored
    std::shared_ptr<const LoadedCourse> course;
    std::string opening_data, state;
    Instant now;
};

/// Thread-safe.
class PlayService {
public:
    PlayService(Host& host, people::Directory& people, Outcomes& outcomes, RuleService& rules,
                CourseCache& courses, VersionService& versions, LaunchRights& rights)
        : host_(host),
          people_(people),
          outcomes_(outcomes),
          rules_(rules),
          courses_(courses),
          versions_(versions),
          rights_(rights) {}

    /// What both sides open a session of the attempt with: person, seed, what is known globally.
    scorm::Opening opening(Reader& reader, const AttemptRecord& attempt, const LoadedCourse& course,
                           const std::string& locale);

    /// The launch of a page that plays the attempt. Errors as LaunchRights::check.
    Launch launch_of(Id<Attempt> attempt, const PageRequest& page) const;
    /// A new page takes the attempt over from the one before. `dropped`: what it left out of its
    /// journal, because no player of the attempt had written it. Throws AttemptMoved.
    OpenedPage open(Id<Attempt> attempt, const PageRequest& page, std::int64_t dropped);

    /// Returns the number of the last commit on disk, which is this one or a later one. Throws
    /// CommitConflict, Error{Invalid, "elearning.commit-refused"} with the element at fault, and
    /// the errors of the token.
    std::int64_t commit(Id<Attempt> attempt, const PageRequest& page, const CommitEnvelope& commit);
    /// What the page's token opened. Throws the errors of the token.
    Launch launch_of(Reader& reader, Id<Attempt> attempt, const PageRequest& page) const;

private:
    struct Live {
        std::mutex mutex;
        std::shared_ptr<const LoadedCourse> course;  ///< what the page that holds the lease plays
        Id<PackageVersion> version;                  ///< of it
        RuleInForce rule;
        PartRecords parts;     ///< as stored
        StoredAttempt stored;  ///< its state is only good until the session is there
        LogEnd log;
        std::int64_t uncounted = 0;  ///< bytes that the learner's day does not know of yet
        std::unique_ptr<scorm::Session> session;
    };
    enum class Step : std::uint8_t { Done, Again };

    std::shared_ptr<Live> live(Id<Attempt> attempt, bool fresh);
    Step step(Live& live, bool fresh, const CommitEnvelope& commit, std::int64_t& stored);
    static void take_back(Live& live, const store::StoredPage& page,
                          std::shared_ptr<const LoadedCourse> course, std::int64_t opening);
    void apply(Live& live, const CommitEnvelope& commit);
    CommitChanges changes(Live& live, const CommitEnvelope& commit);
    bool save(Live& live, const AttemptRecord& before, const CommitChanges& changes,
              std::string_view operations);
    void follow(Transaction& tx, const Live& live, const AttemptRecord& attempt,
                const CommitChanges& changes);

    Host& host_;
    people::Directory& people_;
    Outcomes& outcomes_;
    RuleService& rules_;
    CourseCache& courses_;
    VersionService& versions_;
    LaunchRights& rights_;

    static constexpr std::size_t kLive = 1024;
    Lru<std::int64_t, Live> live_{kLive};
};

}  // namespace tessera::elearning
