// SQL of playing: player pages, commits. The commit is the busiest write there is, so it
// is one statement where nothing but the attempt changed.
#pragma once

#include "attempt_store.hpp"
#include "commit.hpp"
#include "part_store.hpp"
#include "scorm/session.hpp"

namespace tessera::elearning {

/// An attempt with all that is needed to go on with it.
struct StoredAttempt {
    AttemptRecord record;
    std::string state;
    std::string opening_data;  ///< scorm::Opening of the page that holds the lease; empty: none yet
    Id<PackageVersion> page_version;  ///< what that page plays
};

/// What a commit changes.
struct CommitChanges {
    std::int64_t opening = 0;
    std::int64_t number = 0;
    Instant at;
    std::optional<Instant> completed;
    std::string completion, success, reported_completion, reported_success, state;
    std::optional<std::int64_t> score, score_raw, score_max;
    Result best;
    std::optional<Instant> best_at;
    std::int64_t total_time = 0, seen_time = 0, parts_done = 0, parts_opened = 0;
    std::int32_t part = -1;
    bool ended = false, concluded = false;
    PartRecords parts;  ///< those that changed
    std::vector<scorm::Interaction> interactions;
    std::vector<scorm::GlobalObjective> objectives;
    std::vector<scorm::SharedDataValue> shared_data;
};

namespace store {

/// Pages of an attempt that are remembered: commits of older ones can't be told apart any more.
inline constexpr std::int64_t kPages = 32;

std::optional<StoredAttempt> stored_attempt(Reader& reader, Id<Attempt> id);
/// The data of one page, and which commits were its own.
struct StoredPage {
    PageRange range;
    std::string opening_data;
    Id<PackageVersion> version;
};
std::optional<StoredPage> page(Reader& reader, const AttemptRecord& attempt, std::int64_t opening);
/// A new page takes the lease; pages long gone are forgotten.
void open_page(Transaction& tx, const AttemptRecord& attempt, std::int64_t opening,
               std::string_view opening_data, Instant at, std::int64_t dropped);
/// The lease goes back to an earlier page: those after it are forgotten.
void forget_pages_after(Transaction& tx, Id<Attempt> attempt, std::int64_t opening);

/// False when the attempt is not where `before` says: somebody else was quicker.
bool commit(Transaction& tx, const AttemptRecord& before, const CommitChanges& changes);

std::vector<scorm::GlobalObjective> objectives(Reader& reader, Id<Person> person);
std::vector<scorm::SharedDataValue> shared_data(Reader& reader, Id<Person> person);

}  // namespace store
}  // namespace tessera::elearning
