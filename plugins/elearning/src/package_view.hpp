// Package reports as data of templates.
#pragma once

#include "package_store.hpp"
#include "scorm/course.hpp"
#include "tessera/tessera.hpp"

namespace tessera::elearning {

/// Findings, facts and what the package reports, from a report's JSON.
Json report_data(const Request& request, const Json& report);

/// The parts table: groups, pages and what reports results with its pass mark. Whether parts report
/// is the report's own verdict.
Json parts_data(const Request& request, const scorm::Course& course, const Json& report);

/// "48.2 MB"
std::string size_text(std::int64_t bytes);

}  // namespace tessera::elearning
