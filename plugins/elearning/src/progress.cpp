#include "progress.hpp"

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
    const auto part_rows = store::part_progress(reader, version);
    auto undone = store::undone_parts(reader, version);
    const auto attempts = store::in_progress(reader, package.course);

    std::vector<PartFacts> facts = part_facts(course);
    PackageProgress out;
    out.opened = opened;
    out.completed = completed;
    out.more = attempts.size() == store::kMostInProgress;
    out.parts = all_parts(facts, part_rows);
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
        stay.undone = std::move(undone[attempt.id]);
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

std::vector<PartProgress> part_progress(Reader& reader, Id<PackageVersion> version) {
    // The median: the time in the middle of those that are known, of two the shorter.
    return reader.all(
        [](Row row) {
            PartProgress part;
            part.activity = row.get<std::int32_t>(0);
            part.opened = row.get<std::int64_t>(1);
            part.completed = row.get<std::int64_t>(2);
            part.passed = row.get<std::int64_t>(3);
            part.median_time = row.get<std::optional<std::int64_t>>(4);
            return part;
        },
        std::string(
            "WITH part AS (SELECT t.activity, t.completion, t.success, t.total_time, "
            "CASE WHEN t.total_time > 0 THEN 1 ELSE 0 END AS timed, "
            "ROW_NUMBER() OVER (PARTITION BY t.activity ORDER BY t.total_time DESC) AS place, "
            "SUM(CASE WHEN t.total_time > 0 THEN 1 ELSE 0 END) OVER (PARTITION BY t.activity) "
            "AS many FROM attempt a JOIN attempt_part t ON t.attempt = a.id WHERE ") +
            kLatest +
            ") SELECT activity, COUNT(*), "
            "SUM(CASE WHEN completion = 'completed' OR success = 'passed' THEN 1 ELSE 0 END), "
            "SUM(CASE WHEN success = 'passed' THEN 1 ELSE 0 END), "
            "MAX(CASE WHEN timed = 1 AND place = many / 2 + 1 THEN total_time END) "
            "FROM part GROUP BY activity ORDER BY activity",
        version);
}

std::unordered_map<Id<Attempt>, std::vector<OpenPart>> undone_parts(Reader& reader,
                                                                    Id<PackageVersion> version) {
    std::unordered_map<Id<Attempt>, std::vector<OpenPart>> undone;
    for (Row row :
         reader.query(std::string("SELECT t.attempt, t.activity, t.completion FROM attempt a "
                                  "JOIN attempt_part t ON t.attempt = a.id WHERE ") +
                          kLatest +
                          "AND a.completed_at IS NULL AND t.completion <> 'completed' "
                          "AND t.success <> 'passed' ORDER BY t.attempt, t.activity",
                      version)) {
        undone[row.get<Id<Attempt>>(0)].push_back(
            {row.get<std::int32_t>(1), completion_of(row.get<std::string_view>(2))});
    }
    return undone;
}

}  // namespace store
}  // namespace tessera::elearning
