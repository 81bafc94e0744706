// Progress in each part of an attempt, and its SQL. A part has a row once it was opened.
#pragma once

#include "attempt_store.hpp"
#include "completion.hpp"
#include "course_cache.hpp"

#include <vector>

namespace tessera::elearning {

struct PartRecord {
    std::int32_t activity = 0;
    scorm::Completion completion = scorm::Completion::NotAttempted;
    scorm::Success success = scorm::Success::Unknown;
    std::optional<std::int64_t> score;  ///< fixed-point, seven decimals
    std::int64_t total_time = 0;        ///< milliseconds
    Instant opened;
    friend bool operator==(const PartRecord&, const PartRecord&) = default;

    bool done() const {
        return completion == scorm::Completion::Completed || success == scorm::Success::Passed;
    }
};

/// The parts of one attempt that were opened, by activity.
using PartRecords = std::vector<PartRecord>;

/// What one commit makes of them.
struct PartChanges {
    PartRecords changed;  ///< rows that are new or differ, by activity
    std::int64_t opened = 0, done = 0;
    std::int32_t last = -1;  ///< the part the learner is in or went to last; -1: as before
};

/// Compares the session with the rows that are there. Parts that are opened now get `at`.
PartChanges part_changes(const scorm::Session& session, const LoadedCourse& course,
                         const PartRecords& known, Instant at);
/// `known` with the changes in it.
PartRecords merged(PartRecords known, const PartRecords& changed);

namespace store {

PartRecords parts(Reader& reader, Id<Attempt> attempt);
void put_parts(Transaction& tx, Id<Attempt> attempt, const PartRecords& parts);

}  // namespace store
}  // namespace tessera::elearning
