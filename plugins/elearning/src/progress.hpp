// How people get on with a version of a package: who opened and completed each part, where they
// are, and why some don't come to the end.
#pragma once

#include "rule_service.hpp"
#include "stuck.hpp"

#include <unordered_map>

namespace tessera::elearning {

/// One part that launches something. Counts are of people: the latest attempt of each enrolment.
struct PartProgress {
    std::int32_t activity = 0;
    std::int64_t opened = 0;
    std::int64_t completed = 0;  ///< completed or passed
    std::int64_t passed = 0;
    std::int64_t left = 0;                    ///< in progress, and were in this part last
    std::optional<std::int64_t> median_time;  ///< milliseconds, of those for whom time is known
};

struct StuckPerson {
    Id<Attempt> attempt;
    Id<Person> person;
    std::int64_t number = 1;  ///< of the attempt
    Instant last;             ///< sign of work
};

struct StuckGroup {
    Stuck why;
    std::vector<StuckPerson> people;  ///< the longest away first
};

struct PackageProgress {
    std::int64_t opened = 0, completed = 0, in_progress = 0;
    std::vector<PartProgress> parts;  ///< in the order of the course, also those nobody opened
    std::vector<StuckGroup> stuck;    ///< most people first
    /// People beyond those looked at (store::kMostInProgress of the course): their reasons and
    /// places are not in it.
    bool more = false;

    std::int64_t stuck_people() const;
};

namespace store {

struct VersionCounts {
    std::int64_t opened = 0, completed = 0;
};
VersionCounts version_counts(Reader& reader, Id<PackageVersion> version);
/// What came of the parts that were opened.
struct PartWork {
    std::vector<PartProgress> parts;  ///< by activity; `left` is not filled
    /// Parts that people in progress have opened and not done, by activity.
    std::unordered_map<Id<Attempt>, std::vector<OpenPart>> undone;
};
/// Reads a row for each part that somebody opened: the median of a million in the database takes
/// ten times as long.
PartWork part_work(Reader& reader, Id<PackageVersion> version);

}  // namespace store

/// Thread-safe.
class ProgressService {
public:
    ProgressService(Host& host, enrolment::Enrolments& enrolments, RuleService& rules)
        : host_(host), enrolments_(enrolments), rules_(rules) {}

    /// Five queries, however many people and parts there are.
    PackageProgress progress(Reader& reader, const PackageRecord& package,
                             Id<PackageVersion> version, const scorm::Course& course);

private:
    Host& host_;
    enrolment::Enrolments& enrolments_;
    RuleService& rules_;
};

}  // namespace tessera::elearning
