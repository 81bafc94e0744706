#include "attempt_view.hpp"

#include "completion.hpp"
#include "result_view.hpp"

#include <nlohmann/json.hpp>

namespace tessera::elearning {

namespace {

Json number(std::optional<scorm::Real> value) {
    return number_json(value ? std::optional(value->units) : std::nullopt);
}

Json time(std::optional<Instant> at) { return at ? Json(iso_text(*at)) : Json(nullptr); }

/// Values by activity as the state keeps them ("cmi" of each entry of "data").
std::map<std::int64_t, Json> values_of(const std::string& state) {
    std::map<std::int64_t, Json> values;
    const Json document = Json::parse(state, nullptr, false);
    const auto data = document.is_object() ? document.find("data") : document.end();
    if (!document.is_object() || data == document.end()) return values;
    for (const Json& entry : *data)
        values[entry.value("activity", -1)] = entry.value("cmi", Json());
    return values;
}

Json interaction_json(const InteractionRecord& one) {
    return {{"number", one.number},      {"id", one.identifier},
            {"type", one.kind},          {"learner_response", one.learner_response},
            {"result", one.result},      {"timestamp", one.answered_at},
            {"latency", one.latency},    {"description", one.description},
            {"weighting", one.weighting}};
}

Json activities_json(const StoredAttempt& attempt, const LoadedCourse& course,
                     const std::vector<InteractionRecord>& interactions) {
    Json activities = Json::array();
    const auto opening = scorm::opening_from_json(attempt.opening_data);
    const auto session =
        opening ? scorm::Session::open(course.course, *opening, attempt.state) : nullptr;
    const auto values = values_of(attempt.state);
    const auto& all = course.course.activities;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto index = static_cast<std::int32_t>(i);
        scorm::ActivitySummary summary;
        if (session) summary = session->summary(index);
        Json answers = Json::array();
        for (const InteractionRecord& one : interactions) {
            if (one.activity == index) answers.push_back(interaction_json(one));
        }
        const auto found = values.find(index);
        activities.push_back(
            {{"id", all[i].identifier},
             {"title", all[i].title},
             {"parent", all[i].parent < 0
                            ? Json(nullptr)
                            : Json(all[static_cast<std::size_t>(all[i].parent)].identifier)},
             {"completion", completion_text(summary.completion)},
             {"success", success_text(summary.success)},
             {"score", number(summary.score_scaled)},
             {"score_raw", number(summary.score_raw)},
             {"score_max", number(summary.score_max)},
             {"unscaled", !summary.score_scaled && summary.score_raw},
             {"progress", number(summary.progress_measure)},
             {"time_ms", summary.total_time},
             {"attempts", summary.attempts},
             {"interactions", answers},
             {"data", found == values.end() ? Json(nullptr) : found->second}});
    }
    return activities;
}

}  // namespace

Json attempt_json(const StoredAttempt& attempt, const LoadedCourse& course,
                  const std::vector<InteractionRecord>& interactions) {
    const AttemptRecord& record = attempt.record;
    Json best = result_json(record.best);
    best["at"] = time(record.best_at);
    return {{"id", record.id.text()},
            {"enrolment", record.enrolment.text()},
            {"person", record.person.text()},
            {"course", record.course.text()},
            {"number", record.number},
            {"completion", record.completion},
            {"success", record.success},
            {"score", number_json(record.score)},
            {"score_raw", number_json(record.score_raw)},
            {"score_max", number_json(record.score_max)},
            {"unscaled", record.last().unscaled()},
            {"last", result_json(record.last())},
            {"best", std::move(best)},
            {"time_ms", record.total_time},
            {"parts_done", record.parts_done},
            {"parts", record.parts},
            {"commits", record.commit_number},
            {"created", iso_text(record.created)},
            {"opened", time(record.opened)},
            {"saved", time(record.committed)},
            {"completed", time(record.completed)},
            {"activities", activities_json(attempt, course, interactions)}};
}

}  // namespace tessera::elearning
