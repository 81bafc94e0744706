// Reads every entry once, at import, so that serving may trust the directory for ever after.
#pragma once

#include "content/package.hpp"
#include "report/findings.hpp"
#include "zip/file.hpp"

#include <vector>

namespace content::zip {

/// Inflates every entry and compares size and CRC with the directory; damaged ones become errors.
void verify(const File& file, const std::vector<Entry>& entries, Findings& findings);

}  // namespace content::zip
