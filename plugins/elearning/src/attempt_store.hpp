// SQL of attempts as other parts read them; what the player does to them is in play_store.
#pragma once

#include "package_store.hpp"
#include "result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tessera::elearning {

struct VersionMove;

struct AttemptRecord {
    Id<Attempt> id;
    Id<enrolment::Enrolment> enrolment;
    std::int64_t number = 1;  ///< 1 is the first of the enrolment
    Id<Person> person;
    Id<catalogue::Course> course;
    Id<PackageVersion> version;
    std::int64_t seed = 0;
    Instant created;
    std::optional<Instant> opened, committed, completed;
    std::int64_t opening = 0;   ///< the player page that holds the lease; 0: none yet
    std::int64_t openings = 0;  ///< player pages so far
    std::int64_t commit_number = 0;
    std::string completion = "not attempted", success = "unknown";
    std::optional<std::int64_t> score, score_raw, score_max;  ///< fixed-point, seven decimals
    bool concluded = false;  ///< scorm::ActivitySummary::concluded of the whole
    Result best;             ///< of all there were; success and score above are the last one
    std::optional<Instant> best_at;
    std::int64_t total_time = 0;  ///< milliseconds
    std::int64_t parts_done = 0, parts = 0;
    /// The content's own word; `completion` and `success` are what the package's rule makes of it.
    std::string reported_completion = "not attempted", reported_success = "unknown";
    std::int64_t parts_opened = 0;
    std::int32_t part = -1;      ///< the activity the learner was in last; -1: none yet
    bool ended = false;          ///< the learner finished the course, or came to its end
    std::int64_t seen_time = 0;  ///< milliseconds that a player page was open, told by its commits
    std::optional<Id<VersionMove>> moved_by;  ///< brought it to its version
    std::int64_t moves = 0;  ///< attempts of the enrolment, up to this one, that a move began

    Result last() const;
    /// Completed by the content's own word, with nothing left to do: the attempt is only looked at
    /// again. One goes on that a rule or a pass completed while parts are open, or that counts as
    /// completed because its content said nothing when it was left.
    bool stands() const;
    /// Attempts of the enrolment that count against a limit.
    std::int64_t used() const { return number - moves; }
};

struct InteractionRecord {
    std::int64_t activity = 0, number = 0;
    std::string identifier, kind, learner_response, result, answered_at, latency, description,
        weighting;
};

namespace store {

std::optional<AttemptRecord> attempt(Reader& reader, Id<Attempt> id);
std::optional<AttemptRecord> latest_attempt(Reader& reader, Id<enrolment::Enrolment> enrolment);
/// The latest that is completed.
std::optional<AttemptRecord> completed_attempt(Reader& reader, Id<enrolment::Enrolment> enrolment);
std::string state(Reader& reader, Id<Attempt> id);
/// In the order of the course, then as they were answered.
std::vector<InteractionRecord> interactions(Reader& reader, Id<Attempt> id);
/// The latest attempt of each of the person's enrolments.
std::vector<Progress> progress(Reader& reader, Id<Person> person);
/// Latest attempts of their enrolments that were opened and are not completed, on any version; the
/// last worked on first, kMostInProgress at most.
std::vector<AttemptRecord> in_progress(Reader& reader, Id<catalogue::Course> course);
inline constexpr int kMostInProgress = 20'000;
/// By a rule, between commits.
void complete(Transaction& tx, Id<Attempt> id, std::string_view completion,
              std::string_view success, Instant at);
/// Id, seed, number, moves and what it belongs to; all else as for one that was not opened yet.
void insert(Transaction& tx, const AttemptRecord& attempt);

}  // namespace store
}  // namespace tessera::elearning
