// Foretells what a package will report, from its manifest and from the data model elements that its
// scripts name. A guess by nature: only playing shows what is really set.
#pragma once

#include "content/package.hpp"
#include "report/findings.hpp"

#include <string_view>

namespace content {

/// At most so much of scripts and pages is read.
constexpr std::uint64_t kScanBytes = 8 << 20;

/// Which words scripts have: the ends of the elements' names, because they often put "cmi.core." in
/// front themselves.
struct ResultWords {
    bool lesson_status = false, passed = false;
    bool completion = false, success = false, progress = false;
    bool raw = false, scaled = false;

    void look_in(std::string_view text);
};

/// Warns when nothing sets a result. `scanned_all` is false when kScanBytes were not enough.
Reports foretell_reports(const scorm::Course& course, const ResultWords& words, bool scanned_all,
                         Findings& findings);

}  // namespace content
