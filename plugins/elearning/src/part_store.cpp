#include "part_store.hpp"

#include <algorithm>

namespace tessera::elearning {

namespace {

bool before(const PartRecord& part, std::int32_t activity) { return part.activity < activity; }

}  // namespace

PartChanges part_changes(const scorm::Session& session, const LoadedCourse& course,
                         const PartRecords& known, Instant at) {
    PartChanges out;
    const std::int32_t delivered = session.view().activity;
    for (const std::int32_t leaf : course.leaves) {
        const scorm::ActivitySummary summary = session.summary(leaf);
        PartRecord part;
        part.activity = leaf;
        part.completion = summary.completion;
        part.success = summary.success;
        if (summary.score_scaled) part.score = summary.score_scaled->units;
        part.total_time = summary.total_time;
        part.opened = at;
        // What is completed from elsewhere, by a global objective, was not opened.
        out.done += part.done() ? 1 : 0;
        const auto found = std::lower_bound(known.begin(), known.end(), leaf, before);
        const bool is_known = found != known.end() && found->activity == leaf;
        if (is_known) part.opened = found->opened;
        if (is_known && after_fail(found->success, part.completion, part.success))
            part.success = scorm::Success::Failed;
        if (!is_known && summary.attempts == 0 && leaf != delivered) continue;
        ++out.opened;
        if (!is_known) out.last = leaf;
        if (!is_known || !(part == *found)) out.changed.push_back(part);
    }
    if (delivered >= 0) out.last = delivered;
    return out;
}

PartRecords merged(PartRecords known, const PartRecords& changed) {
    for (const PartRecord& part : changed) {
        const auto place = std::lower_bound(known.begin(), known.end(), part.activity, before);
        if (place != known.end() && place->activity == part.activity)
            *place = part;
        else
            known.insert(place, part);
    }
    return known;
}

namespace store {

PartRecords parts(Reader& reader, Id<Attempt> attempt) {
    return reader.all(
        [](Row row) {
            PartRecord part;
            part.activity = row.get<std::int32_t>(0);
            part.completion = completion_of(row.get<std::string_view>(1));
            part.success = success_of(row.get<std::string_view>(2));
            part.score = row.get<std::optional<std::int64_t>>(3);
            part.total_time = row.get<std::int64_t>(4);
            part.opened = row.get<Instant>(5);
            return part;
        },
        "SELECT activity, completion, success, score, total_time, opened_at FROM attempt_part "
        "WHERE attempt = ? ORDER BY activity",
        attempt);
}

void put_parts(Transaction& tx, Id<Attempt> attempt, const PartRecords& parts) {
    for (const PartRecord& part : parts) {
        tx.execute(
            "INSERT INTO attempt_part (attempt, activity, completion, success, score, total_time, "
            "opened_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (attempt, activity) DO UPDATE "
            "SET completion = excluded.completion, success = excluded.success, "
            "score = excluded.score, total_time = excluded.total_time",
            attempt, std::int64_t{part.activity}, completion_text(part.completion),
            success_text(part.success), part.score, part.total_time, part.opened);
    }
}

}  // namespace store
}  // namespace tessera::elearning
