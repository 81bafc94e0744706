#include "tolerances.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tessera::elearning {

namespace {

bool applies(const scorm::DeviationRow& row, scorm::Edition edition) {
    return (scorm::is_2004(edition) ? row.use_2004 : row.use_12) != scorm::Use::None;
}

bool is_on(std::string_view names, std::string_view name) {
    return (' ' + std::string(names) + ' ').find(' ' + std::string(name) + ' ') !=
           std::string::npos;
}

/// What the import saw in this very package; empty when it saw nothing.
std::string evidence(const Json& report, std::string_view name) {
    for (const Json& one : report.value("tolerances", Json::array())) {
        if (one.is_object() && one.value("name", "") == name && one.value("seen", false))
            return one.value("evidence", "");
    }
    return {};
}

}  // namespace

std::string known_tolerances(const std::vector<std::string>& names, scorm::Edition edition) {
    std::string known;
    for (const scorm::DeviationRow& row : scorm::kDeviations) {
        if (!applies(row, edition) ||
            std::find(names.begin(), names.end(), row.name) == names.end())
            continue;
        if (!known.empty()) known += ' ';
        known += row.name;
    }
    return known;
}

Json tolerances_data(const Request& request, scorm::Edition edition, std::string_view names,
                     const Json& report) {
    Json rows = Json::array();
    for (const scorm::DeviationRow& row : scorm::kDeviations) {
        if (!applies(row, edition)) continue;
        const std::string seen = evidence(report, row.name);
        rows.push_back({{"name", row.name},
                        {"label", request.t("elearning.tolerance-" + std::string(row.name))},
                        {"on", is_on(names, row.name)},
                        {"has_evidence", !seen.empty()},
                        {"evidence", seen}});
    }
    const std::string tool = report.value("tool", "");
    return {{"tolerances", std::move(rows)}, {"tool", tool}, {"has_tool", !tool.empty()}};
}

namespace store {

std::string tolerances(Reader& reader, Id<PackageVersion> version) {
    return reader.value<std::string>("SELECT tolerances FROM package_version WHERE id = ?", version)
        .value_or("");
}

void set_tolerances(Transaction& tx, Id<PackageVersion> version, std::string_view names) {
    tx.execute("UPDATE package_version SET tolerances = ? WHERE id = ?", names, version);
}

}  // namespace store
}  // namespace tessera::elearning
