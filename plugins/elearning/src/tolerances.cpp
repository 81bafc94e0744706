#include "tolerances.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tessera::elearning {

namespace {

constexpr std::string_view kSetting = "elearning.profile";

/// What the import saw in this very package; empty when it saw nothing.
std::string evidence(const Json& report, std::string_view name) {
    for (const Json& one : report.value("tolerances", Json::array())) {
        if (one.is_object() && one.value("name", "") == name && one.value("seen", false))
            return one.value("evidence", "");
    }
    return {};
}

std::vector<std::string> split(std::string_view names) {
    std::vector<std::string> list;
    for (std::size_t start = 0; start < names.size();) {
        const std::size_t end = std::min(names.find(' ', start), names.size());
        if (end > start) list.emplace_back(names.substr(start, end - start));
        start = end + 1;
    }
    return list;
}

bool is_on(const PackageTolerances& tolerances, std::string_view name) {
    return std::find(tolerances.names.begin(), tolerances.names.end(), name) !=
           tolerances.names.end();
}

}  // namespace

std::optional<Profile> profile_of(std::string_view text) {
    const auto found = std::find(kProfiles.begin(), kProfiles.end(), text);
    if (found == kProfiles.end()) return std::nullopt;
    return static_cast<Profile>(found - kProfiles.begin());
}

Profile in_force(Profile package, std::string_view site_setting) {
    const Profile site =
        site_setting == profile_text(Profile::Strict) ? Profile::Strict : Profile::Tolerant;
    return package == Profile::Site ? site : package;
}

bool applies(const scorm::DeviationRow& row, scorm::Edition edition) {
    return (scorm::is_2004(edition) ? row.use_2004 : row.use_12) != scorm::Use::None;
}

bool is_known(std::string_view name, scorm::Edition edition) {
    return std::any_of(std::begin(scorm::kDeviations), std::end(scorm::kDeviations),
                       [&](const auto& row) { return row.name == name && applies(row, edition); });
}

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

Json tolerances_json(const PackageTolerances& tolerances) {
    Json known = Json::array();
    for (const scorm::DeviationRow& row : scorm::kDeviations) {
        if (!applies(row, tolerances.edition)) continue;
        known.push_back({{"name", row.name},
                         {"on", is_on(tolerances, row.name)},
                         {"what", row.what},
                         {"reason", row.reason}});
    }
    return {{"profile", profile_text(tolerances.profile)},
            {"in_force", profile_text(tolerances.in_force)},
            {"tolerances", tolerances.names},
            {"known", std::move(known)}};
}

Json tolerances_data(const Request& request, const PackageTolerances& tolerances,
                     const Json& report) {
    Json rows = Json::array();
    for (const scorm::DeviationRow& row : scorm::kDeviations) {
        if (!applies(row, tolerances.edition)) continue;
        const std::string seen = evidence(report, row.name);
        rows.push_back({{"name", row.name},
                        {"label", request.t("elearning.tolerance-" + std::string(row.name))},
                        {"on", is_on(tolerances, row.name)},
                        {"has_evidence", !seen.empty()},
                        {"evidence", seen}});
    }
    Json profiles = Json::array();
    for (const std::string_view profile : kProfiles) {
        const std::string key = "elearning.profile-" + std::string(profile);
        profiles.push_back({{"value", profile},
                            {"label", request.t(key)},
                            {"hint", request.t(key + "-hint")},
                            {"checked", profile == profile_text(tolerances.profile)}});
    }
    const std::string tool = report.value("tool", "");
    return {{"tolerances", std::move(rows)},
            {"profiles", std::move(profiles)},
            {"strict", tolerances.in_force == Profile::Strict},
            {"tool", tool},
            {"has_tool", !tool.empty()}};
}

namespace store {

namespace {

struct Stored {
    std::string names, edition;
    Profile profile = Profile::Site;
};

Stored stored(Reader& reader, Id<Package> id) {
    auto found = reader.first(
        [](Row row) {
            return Stored{row.get<std::string>(0), row.get<std::string>(1),
                          profile_of(row.get<std::string_view>(2)).value_or(Profile::Site)};
        },
        "SELECT v.tolerances, v.edition, p.profile FROM package_version v "
        "JOIN package p ON p.version = v.id WHERE p.id = ?",
        id);
    if (!found) throw not_found("There is no such package.");
    return std::move(*found);
}

}  // namespace

bool is_strict(Reader& reader, const Settings& settings, Id<PackageVersion> version) {
    const auto profile = reader.value<std::string>(
        "SELECT p.profile FROM package_version v JOIN package p ON p.id = v.package "
        "WHERE v.id = ?",
        version);
    return in_force(profile_of(profile.value_or("")).value_or(Profile::Site),
                    settings.text(kSetting)) == Profile::Strict;
}

std::string tolerances_in_force(Reader& reader, const Settings& settings,
                                Id<PackageVersion> version) {
    if (is_strict(reader, settings, version)) return {};
    return reader.value<std::string>("SELECT tolerances FROM package_version WHERE id = ?", version)
        .value_or("");
}

PackageTolerances tolerances(Reader& reader, const Settings& settings, Id<Package> package) {
    const Stored found = stored(reader, package);
    PackageTolerances out;
    out.profile = found.profile;
    out.in_force = in_force(found.profile, settings.text(kSetting));
    if (found.edition == "SCORM 1.2") out.edition = scorm::Edition::Scorm12;
    out.names = split(found.names);
    return out;
}

void set_tolerances(Transaction& tx, Id<PackageVersion> version, std::string_view names) {
    tx.execute("UPDATE package_version SET tolerances = ? WHERE id = ?", names, version);
}

void set_profile(Transaction& tx, Id<Package> package, Profile profile) {
    tx.execute("UPDATE package SET profile = ? WHERE id = ?", profile_text(profile), package);
}

}  // namespace store
}  // namespace tessera::elearning
