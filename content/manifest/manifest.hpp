// Reads imsmanifest.xml into a course.
#pragma once

#include "content/package.hpp"
#include "report/findings.hpp"
#include "scorm/course.hpp"

#include <optional>
#include <set>

namespace content {

struct Manifest {
    scorm::Course course;
    std::set<const Entry*> sco_pages;  ///< start pages of the SCOs; owned by the index
    std::set<const Entry*> pages;      ///< start pages of all parts
    TitleSource title_source = TitleSource::None;
};

/// Which editions the scripts of a package speak to an LMS.
enum class Spoken { Nothing, Only12, Only2004, Both };

/// Finds and reads the manifest of a package. Nothing, with an error among the findings, when there
/// is none or when it can't be understood; what is merely wrong is a finding beside the result.
std::optional<Manifest> read_manifest(const Index& index, const Limits& limits, Spoken spoken,
                                      Findings& findings);

}  // namespace content
