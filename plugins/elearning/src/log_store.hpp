// The record of what player pages sent (table attempt_log).
//
// It is whole or it ends: a commit is recorded only when all before it are and there is room. So
// what is recorded can always be replayed from the beginning.
#pragma once

#include "play_store.hpp"

#include <functional>

namespace tessera::elearning {

/// How far the record of an attempt goes.
struct LogEnd {
    std::int64_t number = 0;  ///< of the last commit recorded; 0: none
    std::int64_t bytes = 0;
};

/// Operations as they are stored.
struct PackedOperations {
    std::int64_t size = 0;  ///< before deflating
    std::string bytes;
};

/// A page that found entries in its device's journal which no player of the attempt had signed.
struct LeftOut {
    std::int64_t opening = 0;
    Instant at;
    std::int64_t entries = 0;
};

struct LoggedCommit {
    std::int64_t number = 0, opening = 0;
    Instant at;
    std::string operations;  ///< the JSON array
};

/// Deflates what is worth it.
PackedOperations packed(std::string_view operations);
/// Nothing when the bytes are damaged.
std::optional<std::string> unpacked(const PackedOperations& packed);

namespace store {

LogEnd log_end(Reader& reader, Id<Attempt> attempt);

/// Whether a commit of that number and size, by that player page, is recorded behind `end`.
bool fits_log(const LogEnd& end, std::int64_t opening, std::int64_t number, std::int64_t size);
void keep_in_log(Transaction& tx, Id<Attempt> attempt, const CommitChanges& changes,
                 const PackedOperations& operations);

/// Calls `use` with each commit recorded, in order, until it returns false. Damaged ones end it.
void each_logged(Reader& reader, Id<Attempt> attempt,
                 const std::function<bool(const LoggedCommit&)>& use);

struct LoggedPageRow {
    std::string opening_data;
    Id<PackageVersion> version;
    Instant at;
};
std::optional<LoggedPageRow> logged_page(Reader& reader, Id<Attempt> attempt, std::int64_t opening);

/// Pages that left entries of their journal out, oldest first.
std::vector<LeftOut> left_out(Reader& reader, Id<Attempt> attempt);

/// Attempts with a record whose last commit is older, by id from behind `after`.
std::vector<Id<Attempt>> logged_before(Reader& reader, Instant committed, Id<Attempt> after,
                                       int limit);
/// With the openings that only the record needed; unless somebody has committed meanwhile.
void remove_log(Transaction& tx, Id<Attempt> attempt, Instant committed_before);

struct PackageAttempt {
    AttemptRecord attempt;
    std::int64_t version = 0;  ///< its number
};
struct AttemptQuery {
    std::string state;               ///< "completed", "open", or empty for both
    std::vector<Id<Person>> people;  ///< empty: everybody's
    int limit = 0, offset = 0;
};
/// Latest activity first.
std::vector<PackageAttempt> attempts_of_package(Reader& reader, Id<Package> package,
                                                const AttemptQuery& query);

}  // namespace store
}  // namespace tessera::elearning
