#include "package_view.hpp"

#include <nlohmann/json.hpp>

namespace tessera::elearning {

namespace {

/// A page of ten thousand parts helps nobody.
constexpr std::size_t kParts = 200;

/// The other places where a finding is true, shown when they are asked for; false when there is none.
/// Reports of packages imported before had a finding for each.
Json places_of(const Request& request, const Json& finding) {
    const auto count = finding.value("count", std::int64_t{1});
    if (count < 2) return false;
    Json list = Json::array();
    for (const Json& place : finding.at("more")) list.push_back(place.at("text"));
    const std::int64_t left = count - 1 - static_cast<std::int64_t>(list.size());
    return {
        {"heading", request.t("elearning.finding-places", {{"count", std::to_string(count - 1)}})},
        {"list", std::move(list)},
        {"rest", left > 0 ? Json(request.t("elearning.finding-places-rest",
                                           {{"count", std::to_string(left)}}))
                          : Json(false)}};
}

Json findings_of(const Request& request, const Json& report, const char* severity) {
    Json list = Json::array();
    for (const Json& finding : report.at("findings")) {
        if (finding.at("severity") != severity) continue;
        // What the content does not report a completion rule can replace.
        const auto& code = finding.at("code").get_ref<const std::string&>();
        list.push_back({{"text", finding.at("text")},
                        {"needs_rule", code.rfind("reports.", 0) == 0},
                        {"where", finding.at("where")},
                        {"has_where", !finding.at("where").get_ref<const std::string&>().empty()},
                        {"code", finding.at("code")},
                        {"places", places_of(request, finding)}});
    }
    return list;
}

/// "80%", or nothing when the part has no pass mark.
std::string pass_mark(const scorm::Activity& activity) {
    if (!activity.mastery_score.empty()) return activity.mastery_score + "%";
    const auto& objectives = activity.sequencing.objectives;
    if (objectives.empty() || !objectives.front().satisfied_by_measure) return {};
    const scorm::Real least = objectives.front().minimum_satisfied_normalized_measure;
    return scorm::Real{least.units * 100}.text() + "%";
}

}  // namespace

std::string size_text(std::int64_t bytes) {
    constexpr std::int64_t kMega = 1'000'000;
    if (bytes < 1000) return std::to_string(bytes) + " B";
    if (bytes < kMega) return std::to_string((bytes + 500) / 1000) + " KB";
    const std::int64_t tenths = (bytes + kMega / 20) / (kMega / 10);
    return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " MB";
}

Json report_data(const Request& request, const Json& report) {
    Json errors = findings_of(request, report, "error");
    Json warnings = findings_of(request, report, "warning");
    const auto heading = [&](const char* key, const Json& list) {
        return request.t(key, {{"count", std::to_string(list.size())}});
    };
    const auto words = [&](const char* field) {
        return request.t(report.at("reports").at(field).get<bool>() ? "elearning.yes"
                                                                    : "elearning.none");
    };
    const auto number = [&](const char* field) {
        return std::to_string(report.at(field).get<std::int64_t>());
    };
    const bool playable = report.at("playable").get<bool>();
    return {
        {"playable", playable},
        {"title", report.at("title")},
        {"edition", report.at("edition")},
        {"has_tool", !report.at("tool").get_ref<const std::string&>().empty()},
        {"tool", report.at("tool")},
        {"size", size_text(report.at("zip_bytes").get<std::int64_t>())},
        {"files", request.t("elearning.files", {{"count", number("entries")}})},
        {"has_errors", !errors.empty()},
        {"errors_heading", heading("elearning.errors-heading", errors)},
        {"unusable_text", heading("elearning.unusable", errors)},
        {"has_warnings", !warnings.empty()},
        {"warnings_heading", heading(report.value("doubtful", false) ? "elearning.warnings"
                                                                     : "elearning.warnings-heading",
                                     warnings)},
        {"errors", std::move(errors)},
        {"warnings", std::move(warnings)},
        {"reports_text", report.at("reports").at("text")},
        {"completion", words("completion")},
        {"success", words("success")},
        {"score", words("score")},
        {"completion_known", report.at("reports").at("completion")},
        {"success_known", report.at("reports").at("success")},
        {"score_known", report.at("reports").at("score")}};
}

Json parts_data(const Request& request, const scorm::Course& course, const Json& report) {
    const Json& reports = report.at("reports");
    const bool any = reports.at("completion") == true || reports.at("success") == true ||
                     reports.at("score") == true;
    Json parts = Json::array();
    const std::size_t shown = std::min(course.activities.size(), kParts + 1);
    for (std::size_t i = 1; i < shown; ++i) {
        const scorm::Activity& activity = course.activities[i];
        const std::string mark = pass_mark(activity);
        parts.push_back({{"title", activity.title.empty() ? activity.identifier : activity.title},
                         {"sco", activity.leaf() && activity.sco && any},
                         {"silent", activity.leaf() && activity.sco && !any},
                         {"page", activity.leaf() && !activity.sco},
                         {"group", !activity.leaf()},
                         {"mark", mark},
                         {"has_mark", !mark.empty()}});
    }
    const std::size_t more = course.activities.size() - shown;
    return {{"parts", std::move(parts)},
            {"more_text",
             more == 0 ? "" : request.t("elearning.parts-more", {{"more", std::to_string(more)}})}};
}

}  // namespace tessera::elearning
