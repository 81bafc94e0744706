// Zips whose file names are not in Unicode don't say which character set they are in.
#pragma once

#include "zip/index.hpp"

namespace content {

/// Reads the directory of a zip in the code page in which most of the names are found that the
/// manifest and its pages ask for; where that tells nothing, in the one that makes letters of them.
/// Findings as of ZipIndex::read. A zip with Unicode names is read once.
std::shared_ptr<const zip::ZipIndex> read_index(const std::filesystem::path& path,
                                                const Limits& limits, Findings& findings);

}  // namespace content
