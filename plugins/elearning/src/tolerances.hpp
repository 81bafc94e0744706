// In what the content of a package version may differ from the standard while it runs: stored as
// names of rows of scorm/deviations.hpp, chosen by the import, changed by administrators. A profile,
// of the package or else of the site, says whether they are in force at all.
#pragma once

#include "package_store.hpp"
#include "scorm/deviations.hpp"
#include "scorm/values.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::elearning {

/// In the order of `Profile`, as stored and sent.
inline constexpr std::array<std::string_view, 3> kProfiles{"site", "tolerant", "strict"};
enum class Profile : std::uint8_t {
    Site,      ///< as the setting elearning.profile says
    Tolerant,  ///< what is switched on is taken as it is meant
    Strict     ///< by the letter, whatever is switched on
};

inline constexpr std::string_view profile_text(Profile profile) {
    return kProfiles[static_cast<std::size_t>(profile)];
}
std::optional<Profile> profile_of(std::string_view text);
/// Tolerant or Strict.
Profile in_force(Profile package, std::string_view site_setting);

bool applies(const scorm::DeviationRow& row, scorm::Edition edition);
/// Whether the table has a row of that name for the edition.
bool is_known(std::string_view name, scorm::Edition edition);
/// Of `names` those that the table has for the edition, in its order, separated by spaces.
std::string known_tolerances(const std::vector<std::string>& names, scorm::Edition edition);

struct PackageTolerances {
    Profile profile = Profile::Site;
    Profile in_force = Profile::Tolerant;
    scorm::Edition edition = scorm::Edition::Scorm2004_4;
    std::vector<std::string> names;  ///< switched on, of the version in use
};

/// {"profile", "in_force", "tolerances": [names switched on], "known": [{"name", "on", "what",
/// "reason"}]}
Json tolerances_json(const PackageTolerances& tolerances);
/// The table, with what is on and why, as data of templates/tolerances.html. `report` is that of
/// the version.
Json tolerances_data(const Request& request, const PackageTolerances& tolerances,
                     const Json& report);

namespace store {

/// What a page of that version is opened with: none under the profile "strict".
std::string tolerances_in_force(Reader& reader, const Settings& settings,
                                Id<PackageVersion> version);
PackageTolerances tolerances(Reader& reader, const Settings& settings, Id<Package> package);
void set_tolerances(Transaction& tx, Id<PackageVersion> version, std::string_view names);
void set_profile(Transaction& tx, Id<Package> package, Profile profile);
/// Whether the content of that version is played by the letter.
bool is_strict(Reader& reader, const Settings& settings, Id<PackageVersion> version);

}  // namespace store
}  // namespace tessera::elearning
