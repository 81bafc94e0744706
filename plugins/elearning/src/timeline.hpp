// The timeline of an attempt: what content and learner did and what came of it, told by replaying
// the record of what the player pages sent (log_store) from the first page on, each page on what it
// was opened with, just as the commits were applied.
#pragma once

#include "course_cache.hpp"
#include "log_store.hpp"

#include <map>

namespace tessera::elearning {

/// What a player page was opened with.
struct LoggedPage {
    std::string opening_data;
    std::shared_ptr<const LoadedCourse> course;
    Instant at;
};

struct TimelineSource {
    AttemptRecord attempt;
    std::string state;  ///< as stored
    std::vector<LoggedCommit> commits;
    std::map<std::int64_t, LoggedPage> pages;  ///< by opening
    std::vector<LeftOut> left_out;
};

/// A part from its delivery to the next, or a page before any part was delivered.
struct TimelineVisit {
    std::int64_t opening = 0;
    Instant at;
    std::int32_t activity = -1;
    std::shared_ptr<const LoadedCourse> course;
};

struct TimelineEntry {
    std::size_t visit = 0;  ///< index in Timeline::visits
    scorm::TraceEntry entry;
};

struct Timeline {
    std::vector<TimelineVisit> visits;
    std::vector<TimelineEntry> entries;  ///< as they happened
    std::int64_t commits = 0;            ///< how many of the attempt's are in it
    bool cut = false;                    ///< it has more than is shown, or took too long
    bool differs = false;                ///< at its end stands another state than the stored one
};

/// At most 50,000 entries and five seconds.
Timeline timeline_of(const TimelineSource& source);

/// What a filter of the timeline shows.
enum class TimelineGroup : std::uint8_t { Calls, Navigation, Rules, Status };
TimelineGroup group_of(scorm::TraceKind kind);
/// A value was asked for that is not there yet: SCORM 2004 calls that an error, and it is ordinary.
bool is_question(const scorm::TraceEntry& entry);
/// A call or request that was refused.
bool is_refused(const scorm::TraceEntry& entry);

}  // namespace tessera::elearning
