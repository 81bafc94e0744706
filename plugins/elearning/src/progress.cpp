#include "progress.hpp"

#include "part_store.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_set>

namespace tessera::elearning {

namespace {

constexpr std::int64_t kDay = 24 * 60 * 60 * 1000;

/// Opened, of the version that is bound, and not followed by another attempt.
constexpr const char* kLatest =
    "a.package_version = ? AND a.commit_number > 0 AND NOT EXISTS (SELECT 1 FROM attempt b "
    "WHERE b.enrolment = a.enrolment AND b.number > a.number) ";

/// Every leaf of the course has a line; those that were opened have their counts.
std::vector<PartProgress> all_parts(const std::vector<PartFacts>& leaves,
                                    const std::vector<PartProgress>& opened) {
    std::vector<PartProgress> parts;
    auto known = opened.begin();
    for (const PartFacts& leaf : leaves) {
        while (known != opened.end() && known->activity < leaf.activity) ++known;
        const bool found = known != opened.end() && known->activity == leaf.activity;
        parts.push_back(found ? *known : PartProgress{leaf.activity, 0, 0, 0, 0, {}});
    }
    return parts;
}

void count_place(std::vector<PartProgress>& parts, std::int32_t activity) {
    const auto part = std::lower_bound(
        parts.begin(), parts.end(), activity,
        [](const PartProgress& one, std::int32_t wanted) { return one.activity < wanted; });
    if (part != parts.end() && part->activity == activity) ++part->left;
}

Stay stay_of(const AttemptRecord& attempt, std::int64_t attempt_limit, Instant now) {
    Stay stay;
    stay.facts = facts_of(attempt);
    stay.part = attempt.part;
    stay.idle_days = (now - attempt.committed.value_or(attempt.created)) / kDay;
    stay.last_attempt = AttemptCount{attempt.used(), attempt_limit}.last();
    return stay;
}

/// Of two in the middle the shorter; nothing of none.
std::optional<std::int64_t> median(std::vector<std::int64_t>& times) {
    if (times.empty()) return std::nullopt;
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>((times.size() - 1) / 2);
    std::nth_element(times.begin(), middle, times.end());
    return *middle;
}

std::vector<StuckGroup> groups_of(std::map<Stuck, std::vector<StuckPerson>>& found) {
    std::vector<StuckGroup> groups;
    for (auto& [why, people] : found) {
        std::sort(people.begin(), people.end(),
                  [](const StuckPerson& a, const StuckPerson& b) { return a.last < b.last; });
        groups.push_back({why, std::move(people)});
    }
    std::stable_sort(groups.begin(), groups.end(), [](const StuckGroup& a, const StuckGroup& b) {
        return a.people.size() > b.people.size();
    });
    return groups;
}

}  // namespace

std::int64_t PackageProgress::stuck_people() const {
    return std::accumulate(stuck.begin(), stuck.end(), std::int64_t{0},
                           [](std::int64_t sum, const StuckGroup& group) {
                               return sum + static_cast<std::int64_t>(group.people.size());
                           });
}

PackageProgress ProgressService::progress(Reader& reader, const PackageRecord& package,
                                          Id<PackageVersion> version, const scorm::Course& course) {
    const CompletionRule rule = rules_.rule(reader, package.id);
    const auto open = enrolments_.open_on(reader, package.course);
    const std::unordered_set<Id<enrolment::Enrolment>> enrolled(open.begin(), open.end());
    const auto [opened, completed] = store::version_counts(reader, version);
    store::PartWork work = store::part_work(reader, version);
    const auto attempts = store::in_progress(reader, package.course);

    std::vector<PartFacts> facts = part_facts(course);
    PackageProgress out;
    out.opened = opened;
    out.completed = completed;
    out.more = attempts.size() == store::kMostInProgress;
    out.parts = all_parts(facts, work.parts);
    for (std::size_t i = 0; i < facts.size(); ++i) {
        facts[i].opened = out.parts[i].opened;
        facts[i].done = out.parts[i].completed;
    }
    const Instant now = host_.clock().now();
    std::map<Stuck, std::vector<StuckPerson>> found;
    for (const AttemptRecord& attempt : attempts) {
        if (attempt.version != version || enrolled.count(attempt.enrolment) == 0) continue;
        ++out.in_progress;
        count_place(out.parts, attempt.part);
        Stay stay = stay_of(attempt, package.attempt_limit, now);
        stay.undone = std::move(work.undone[attempt.id]);
        const Stuck why = why_stuck(rule, facts, stay);
        if (why.reason == Reason::None) continue;
        found[why].push_back({attempt.id, attempt.person, attempt.number,
                              attempt.committed.value_or(attempt.created)});
    }
    out.stuck = groups_of(found);
    return out;
}

namespace store {

VersionCounts version_counts(Reader& reader, Id<PackageVersion> version) {
    const auto counts = reader.first(
        [](Row row) {
            return VersionCounts{row.get<std::int64_t>(0), row.get<std::int64_t>(1)};
        },
        std::string("SELECT COUNT(*), COUNT(a.completed_at) FROM attempt a WHERE ") + kLatest,
        version);
    return counts.value_or(VersionCounts{});
}

PartWork part_work(Reader& reader, Id<PackageVersion> version) {
    PartWork work;
    std::map<std::int32_t, PartProgress> parts;
    std::map<std::int32_t, std::vector<std::int64_t>> times;
    for (Row row : reader.query(
             std::string("SELECT t.attempt, t.activity, t.completion, t.success, t.total_time, "
                         "a.completed_at FROM attempt a JOIN attempt_part t ON t.attempt = a.id "
                         "WHERE ") +
                 kLatest,
             version)) {
        PartRecord record;
        record.activity = row.get<std::int32_t>(1);
        record.completion = completion_of(row.get<std::string_view>(2));
        record.success = success_of(row.get<std::string_view>(3));
        PartProgress& part = parts[record.activity];
        part.activity = record.activity;
        ++part.opened;
        part.completed += record.done() ? 1 : 0;
        part.passed += record.success == scorm::Success::Passed ? 1 : 0;
        if (const auto time = row.get<std::int64_t>(4); time > 0)
            times[record.activity].push_back(time);
        if (!record.done() && !row.get<std::optional<Instant>>(5))
            work.undone[row.get<Id<Attempt>>(0)].push_back({record.activity, record.completion});
    }
    for (auto& [activity, part] : parts) {
        part.median_time = median(times[activity]);
        work.parts.push_back(part);
    }
    for (auto& [attempt, open] : work.undone) {
        std::sort(open.begin(), open.end(),
                  [](const OpenPart& a, const OpenPart& b) { return a.activity < b.activity; });
    }
    return work;
}

}  // namespace store
}  // namespace tessera::elearning
