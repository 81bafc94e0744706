// Reads every entry once, at import, so that serving may trust the directory for ever after.
#pragma once

#include "content/package.hpp"
#include "report/findings.hpp"
#include "zip/file.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace content::zip {

/// Inflates every entry and compares size and CRC with the directory; damaged ones become errors.
/// `watch` is told on the calling thread how many bytes are done; what it throws ends the work and
/// comes out.
void verify(const File& file, const std::vector<Entry>& entries, Findings& findings,
            const std::function<void(std::uint64_t done)>& watch);

}  // namespace content::zip
