// In what the content of a package version may differ from the standard while it runs: stored as
// names of rows of scorm/deviations.hpp, chosen by the import, changed by administrators.
#pragma once

#include "package_store.hpp"
#include "scorm/deviations.hpp"
#include "scorm/values.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tessera::elearning {

/// Of `names` those that the table has for the edition, in its order, separated by spaces.
std::string known_tolerances(const std::vector<std::string>& names, scorm::Edition edition);

/// The table for that edition, with what is on and why, as data of templates/tolerances.html.
/// `report` is that of the version.
Json tolerances_data(const Request& request, scorm::Edition edition, std::string_view names,
                     const Json& report);

namespace store {

std::string tolerances(Reader& reader, Id<PackageVersion> version);
void set_tolerances(Transaction& tx, Id<PackageVersion> version, std::string_view names);

}  // namespace store
}  // namespace tessera::elearning
