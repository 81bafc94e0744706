// Foretells what a package will report, from its manifest and from the data model elements that its
// scripts name. A guess by nature: only playing shows what is really set.
#pragma once

#include "manifest/manifest.hpp"

namespace content {

/// Reads at most kScanBytes of scripts and pages. Warns when nothing sets a result.
Reports foretell_reports(const Index& index, const Manifest& manifest, Findings& findings);

constexpr std::uint64_t kScanBytes = 8 << 20;

}  // namespace content
