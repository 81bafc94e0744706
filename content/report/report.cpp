#include "content/package.hpp"
#include "report/findings.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

namespace content {
namespace {

using Json = nlohmann::ordered_json;

std::uint64_t count(const Report& report, Severity severity) {
    return static_cast<std::uint64_t>(
        std::count_if(report.findings.begin(), report.findings.end(),
                      [severity](const Finding& finding) { return finding.severity == severity; }));
}

/// The first few of the other places; all that are kept are in the JSON.
void list_places(const Finding& finding, std::string& text) {
    constexpr std::size_t kShown = 3;
    text += "    The same is true in " + count_of(finding.count - 1, "more place", "more places") +
            ":\n";
    const std::size_t shown = std::min(kShown, finding.more.size());
    for (std::size_t i = 0; i < shown; ++i) {
        const Place& place = finding.more[i];
        text += "      " + (place.where.empty() ? place.text : place.where) + "\n";
    }
    if (finding.count - 1 > shown) text += "      …\n";
}

void list(const Report& report, Severity severity, std::string& text) {
    for (const Finding& finding : report.findings) {
        if (finding.severity != severity) continue;
        text += "  - " + finding.text + "\n    ";
        if (!finding.where.empty()) text += finding.where + "  ";
        text += "[" + finding.code + "]\n";
        if (finding.count > 1) list_places(finding, text);
    }
}

/// Which run-time tolerances there are, by what asked for them. Those of reading are warnings above.
void list_run_time(const Report& report, std::string& text) {
    std::vector<std::pair<std::string, std::string>> names_by_evidence;
    for (const Tolerance& one : report.tolerances) {
        if (!one.run_time) continue;
        const auto known =
            std::find_if(names_by_evidence.begin(), names_by_evidence.end(),
                         [&](const auto& entry) { return entry.first == one.evidence; });
        if (known == names_by_evidence.end())
            names_by_evidence.emplace_back(one.evidence, one.name);
        else
            known->second += ", " + one.name;
    }
    if (!names_by_evidence.empty()) text += "\nWhere it may differ from the standard\n";
    for (const auto& [evidence, names] : names_by_evidence)
        text += "  - " + evidence + "\n    [" + names + "]\n";
}

std::string heading(const Report& report) {
    std::string text = report.title.empty() ? "Package without a readable title" : report.title;
    text += "\n";
    if (!report.edition.empty()) text += report.edition + ", ";
    if (!report.tool.empty()) text += "made with " + report.tool + ", ";
    text += size_text(report.zip_bytes);
    if (report.entries > 0) text += ", " + count_of(report.entries, "file", "files");
    if (report.activities > 0) text += ", " + count_of(report.activities, "part", "parts");
    text += "\n";
    if (report.title_doubt == TitleDoubt::Missing)
        text += "The manifest gives no title. Give the course one when it is added.\n";
    if (report.title_doubt == TitleDoubt::Default)
        text += "The title is one that tools make up. Give the course another when it is added.\n";
    return text;
}

}  // namespace

bool Report::playable() const {
    return std::none_of(findings.begin(), findings.end(),
                        [](const Finding& finding) { return finding.severity == Severity::Error; });
}

bool Report::doubtful() const {
    static constexpr std::string_view kCodes[] = {"content.missing-script", "content.missing-page",
                                                  "content.blank-page",     "content.flash-shown",
                                                  "content.plugin",         "content.local-path",
                                                  "content.absolute-path"};
    return playable() && std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
               return std::find(std::begin(kCodes), std::end(kCodes), finding.code) !=
                      std::end(kCodes);
           });
}

std::string run_time_tolerances(const Report& report) {
    std::string names;
    for (const Tolerance& one : report.tolerances) {
        if (!one.run_time) continue;
        if (!names.empty()) names += ' ';
        names += one.name;
    }
    return names;
}

std::string to_json(const Report& report) {
    Json findings = Json::array();
    for (const Finding& finding : report.findings) {
        Json more = Json::array();
        for (const Place& place : finding.more)
            more.push_back({{"text", place.text}, {"where", place.where}});
        findings.push_back({{"severity", finding.severity == Severity::Error ? "error" : "warning"},
                            {"code", finding.code},
                            {"text", finding.text},
                            {"where", finding.where},
                            {"count", finding.count},
                            {"more", std::move(more)}});
    }
    Json tolerances = Json::array();
    for (const Tolerance& one : report.tolerances) {
        tolerances.push_back({{"name", one.name},
                              {"what", one.what},
                              {"reason", one.reason},
                              {"evidence", one.evidence},
                              {"seen", one.seen},
                              {"run_time", one.run_time}});
    }
    static constexpr const char* kSources[] = {"", "manifest", "metadata", "page"};
    static constexpr const char* kDoubts[] = {"", "missing", "default"};
    const Json json = {{"playable", report.playable()},
                       {"doubtful", report.doubtful()},
                       {"title", report.title},
                       {"title_source", kSources[static_cast<std::size_t>(report.title_source)]},
                       {"title_doubt", kDoubts[static_cast<std::size_t>(report.title_doubt)]},
                       {"edition", report.edition},
                       {"tool", report.tool},
                       {"zip_bytes", report.zip_bytes},
                       {"total_bytes", report.total_bytes},
                       {"entries", report.entries},
                       {"scos", report.scos},
                       {"assets", report.assets},
                       {"activities", report.activities},
                       {"findings", std::move(findings)},
                       {"reports",
                        {{"completion", report.reports.completion},
                         {"success", report.reports.success},
                         {"score", report.reports.score},
                         {"text", report.reports.text}}},
                       {"tolerances", std::move(tolerances)}};
    // libxml2's messages may quote bytes of a manifest in a broken encoding.
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string to_text(const Report& report) {
    std::string text = heading(report);
    if (!report.playable())
        text += "\nThis package can't be used yet.\n";
    else if (report.doubtful())
        text += "\nThis package can be played, but something of it will not work.\n";
    else
        text += "\nThis package can be played.\n";
    if (const auto errors = count(report, Severity::Error)) {
        text += "\n" + count_of(errors, "error has", "errors have") + " to be put right\n";
        list(report, Severity::Error, text);
    }
    if (const auto warnings = count(report, Severity::Warning)) {
        text += "\n" + count_of(warnings, "warning does", "warnings do") + " not stop it\n";
        list(report, Severity::Warning, text);
    }
    if (!report.reports.text.empty())
        text += "\nWhat it will report\n  " + report.reports.text + "\n";
    list_run_time(report, text);
    return text;
}

}  // namespace content
