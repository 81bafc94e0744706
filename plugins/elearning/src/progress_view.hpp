// Progress on a package as data of templates, as JSON of the REST API and as CSV.
#pragma once

#include "progress.hpp"
#include "tessera/tessera.hpp"

namespace tessera::elearning {

/// What the sections are about, and what their reader may do.
struct ProgressPlace {
    Id<Package> package;
    Id<PackageVersion> version;
    bool may_see_names = false;  ///< somebody's
};

/// Template data of "package-progress" and "package-stuck".
Json progress_data(const Request& request, const PackageProgress& progress,
                   const scorm::Course& course, const ProgressPlace& place);
/// The member "progress" of a package.
Json progress_json(const PackageProgress& progress, const scorm::Course& course);
/// One line for each part, RFC 4180; the first line names the columns.
std::string progress_csv(const Request& request, const PackageProgress& progress,
                         const scorm::Course& course);

/// "Stopped at "Fire drills" more than 30 days ago".
std::string stuck_text(const Request& request, const Stuck& why, const scorm::Course& course);
/// Template data of the card "package-rule": the rule in words.
Json rule_data(const Request& request, const CompletionRule& rule);
std::string rule_text(const Request& request, const CompletionRule& rule);

}  // namespace tessera::elearning
