#include "progress_view.hpp"

#include "tessera/csv.hpp"

#include <nlohmann/json.hpp>

namespace tessera::elearning {

namespace {

/// A page of ten thousand parts helps nobody; the CSV has them all.
constexpr std::size_t kParts = 200;

std::string count_text(std::int64_t count) { return std::to_string(count); }

std::string title_of(const scorm::Course& course, std::int32_t activity) {
    const auto index = static_cast<std::size_t>(activity < 0 ? 0 : activity);
    if (index >= course.activities.size()) return {};
    const scorm::Activity& part = course.activities[index];
    return part.title.empty() ? part.identifier : part.title;
}

/// "35 s", "4 min", "1 h 20 min"
std::string time_text(const Request& request, std::int64_t milliseconds) {
    const std::int64_t seconds = (milliseconds + 500) / 1000;
    if (seconds < 60)
        return request.t("elearning.time-seconds", {{"seconds", count_text(seconds)}});
    const std::int64_t minutes = (seconds + 30) / 60;
    if (minutes < 60)
        return request.t("elearning.time-minutes", {{"minutes", count_text(minutes)}});
    return request.t("elearning.time-hours",
                     {{"hours", count_text(minutes / 60)}, {"minutes", count_text(minutes % 60)}});
}

/// Where to go to mend it; empty when the people concerned have to act themselves.
std::string remedy_link(Reason reason, Id<Package> package) {
    const std::string page = "/admin/packages/" + package.text();
    switch (reason) {
        case Reason::NoAttemptsLeft:
            return page + "#attempts";
        case Reason::NoMeasure:
        case Reason::Unreachable:
        case Reason::NeverReports:
        case Reason::WholeIncomplete:
        case Reason::NoScore:
            return page + "/rules";
        case Reason::None:
        case Reason::Failed:
        case Reason::EndedEarly:
        case Reason::Stopped:
            break;
    }
    return {};
}

std::string names_link(const Stuck& why, const ProgressPlace& place) {
    return "/admin/packages/" + place.package.text() + "/stuck?version=" + place.version.text() +
           "&reason=" + std::string(reason_text(why.reason)) + "&part=" + std::to_string(why.part);
}

Json part_rows(const Request& request, const PackageProgress& progress,
               const scorm::Course& course) {
    Json rows = Json::array();
    for (std::size_t i = 0; i < progress.parts.size() && i < kParts; ++i) {
        const PartProgress& part = progress.parts[i];
        const std::int64_t percent =
            progress.opened == 0 ? 0
                                 : std::min<std::int64_t>(100, part.opened * 100 / progress.opened);
        rows.push_back({{"title", title_of(course, part.activity)},
                        {"opened", part.opened},
                        {"percent", percent},
                        {"completed", part.completed},
                        {"passed", part.passed},
                        {"left", part.left},
                        {"time", part.median_time ? time_text(request, *part.median_time) : ""}});
    }
    return rows;
}

Json stuck_rows(const Request& request, const PackageProgress& progress,
                const scorm::Course& course, const ProgressPlace& place) {
    Json rows = Json::array();
    for (const StuckGroup& group : progress.stuck) {
        const std::string key = "elearning.stuck-" + std::string(reason_text(group.why.reason));
        const bool attempts = group.why.reason == Reason::NoAttemptsLeft;
        const auto people = static_cast<std::int64_t>(group.people.size());
        rows.push_back(
            {{"title", stuck_text(request, group.why, course)},
             {"help", request.t(key + "-help")},
             {"people", request.t("elearning.in-progress-count", {{"count", count_text(people)}})},
             {"names", place.may_see_names ? Json(names_link(group.why, place)) : Json(false)},
             {"remedy", remedy_link(group.why.reason, place.package)},
             {"remedy_text", request.t(attempts ? "elearning.allow-more-attempts"
                                                : "elearning.set-completion-rule")}});
    }
    return rows;
}

}  // namespace

std::string stuck_text(const Request& request, const Stuck& why, const scorm::Course& course) {
    return request.t("elearning.stuck-" + std::string(reason_text(why.reason)),
                     {{"part", title_of(course, why.part)}, {"days", count_text(kStoppedDays)}});
}

Json progress_data(const Request& request, const PackageProgress& progress,
                   const scorm::Course& course, const ProgressPlace& place) {
    const auto people = [&](const char* key, std::int64_t count) {
        return request.t(key, {{"count", count_text(count)}});
    };
    const std::int64_t stuck = progress.stuck_people();
    const std::size_t more = progress.parts.size() > kParts ? progress.parts.size() - kParts : 0;
    return {{"progress_any", progress.opened > 0},
            {"progress_lead", request.t("elearning.progress-lead",
                                        {{"count", count_text(progress.opened)},
                                         {"completed", count_text(progress.completed)},
                                         {"in_progress", count_text(progress.in_progress)}})},
            {"progress_parts", part_rows(request, progress, course)},
            {"progress_more",
             more == 0 ? "" : request.t("elearning.parts-more", {{"more", std::to_string(more)}})},
            {"progress_csv", "/admin/packages/" + place.package.text() +
                                 "/progress.csv?version=" + place.version.text()},
            {"progress_capped", progress.more},
            {"stuck_any", !progress.stuck.empty()},
            {"stuck_heading", people("elearning.stuck-heading", stuck)},
            {"on_the_way", people("elearning.stuck-on-the-way", progress.in_progress - stuck)},
            {"stuck", stuck_rows(request, progress, course, place)}};
}

Json progress_json(const PackageProgress& progress, const scorm::Course& course) {
    Json parts = Json::array();
    for (const PartProgress& part : progress.parts) {
        const auto& activity = course.activities[static_cast<std::size_t>(part.activity)];
        parts.push_back(
            {{"id", activity.identifier},
             {"title", activity.title},
             {"opened", part.opened},
             {"completed", part.completed},
             {"passed", part.passed},
             {"left_there", part.left},
             {"median_time_ms", part.median_time ? Json(*part.median_time) : Json(nullptr)}});
    }
    Json stuck = Json::array();
    for (const StuckGroup& group : progress.stuck) {
        const auto part = static_cast<std::size_t>(group.why.part);
        stuck.push_back({{"reason", reason_text(group.why.reason)},
                         {"part", group.why.part < 0 ? Json(nullptr)
                                                     : Json(course.activities[part].identifier)},
                         {"people", group.people.size()}});
    }
    return {{"opened", progress.opened},
            {"completed", progress.completed},
            {"in_progress", progress.in_progress},
            {"parts", parts},
            {"stuck", stuck}};
}

std::string progress_csv(const Request& request, const PackageProgress& progress,
                         const scorm::Course& course) {
    std::string out;
    for (const char* key :
         {"elearning.part", "elearning.opened", "elearning.completed", "elearning.passed",
          "elearning.left-there", "elearning.median-seconds"}) {
        if (!out.empty()) out += ',';
        out += csv_field(request.t(key));
    }
    out += "\r\n";
    for (const PartProgress& part : progress.parts) {
        out += csv_field(title_of(course, part.activity));
        for (const std::int64_t count : {part.opened, part.completed, part.passed, part.left})
            (out += ',') += count_text(count);
        out += ',';
        if (part.median_time) out += count_text((*part.median_time + 500) / 1000);
        out += "\r\n";
    }
    return out;
}

std::string rule_text(const Request& request, const CompletionRule& rule) {
    return request.t("elearning.rule-" + std::string(when_text(rule.when)),
                     {{"count", count_text(rule.minutes.value_or(0))},
                      {"percent", count_text(rule.pass_mark.value_or(0))}});
}

Json rule_data(const Request& request, const CompletionRule& rule) {
    return {
        {"rule_text", rule_text(request, rule)},
        {"rule_own", !(rule == CompletionRule())},
        {"rule_mark", rule.pass_mark ? Json(count_text(*rule.pass_mark) + "%") : Json(false)},
        {"rule_failed", rule.failed_completes},
        {"rule_pass_not_enough", rule.when == CompleteWhen::Reported && !rule.passed_completes}};
}

}  // namespace tessera::elearning
