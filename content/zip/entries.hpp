// From raw records to entries that may be served: the rules of what a package may contain.
#pragma once

#include "zip/directory.hpp"
#include "zip/names.hpp"

#include <vector>

namespace content::zip {

/// Judges every record and returns the files among them (folders have no entry). Names that are not
/// in Unicode are read in `page`. Complete only when `findings` has no error afterwards.
std::vector<Entry> accept(const File& file, const std::vector<Record>& records,
                          const Limits& limits, CodePage page, Findings& findings);

/// Whether a name has to be read in a code page.
bool needs_code_page(const Record& record);

}  // namespace content::zip
