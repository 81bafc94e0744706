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
    bool begins_12 = false, ends_12 = false;  ///< LMSInitialize, LMSFinish

    void look_in(std::string_view text);
};

/// What is known of a package's scripts.
struct Seen {
    ResultWords words;
    bool switched_off = false;  ///< the tool's own settings say that nothing is reported
    bool scanned_all = true;    ///< kScanBytes were enough
};

/// Warns when nothing sets a result: the one verdict that all pages and texts repeat.
Reports foretell_reports(const scorm::Course& course, const Seen& seen, Findings& findings);

}  // namespace content
