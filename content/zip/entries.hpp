// From raw records to entries that may be served: the rules of what a package may contain.
#pragma once

#include "zip/directory.hpp"

#include <vector>

namespace content::zip {

/// Judges every record and returns the files among them (folders have no entry). Complete only when
/// `findings` has no error afterwards.
std::vector<Entry> accept(const File& file, const std::vector<Record>& records,
                          const Limits& limits, Findings& findings);

}  // namespace content::zip
