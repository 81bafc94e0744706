// One pass over the scripts and pages of a package.
#pragma once

#include "report/evidence.hpp"
#include "report/tracking.hpp"

#include <string>

namespace content {

struct Scripts {
    ResultWords words;
    Evidence evidence;
    std::string tool;           ///< the authoring tool; empty when unknown
    bool switched_off = false;  ///< the tool's own settings say that nothing is reported
    bool scanned_all = true;    ///< kScanBytes were enough
};

/// Small files first: drivers and start pages are small, bundled libraries are not.
Scripts read_scripts(const Index& index, const Limits& limits);

}  // namespace content
