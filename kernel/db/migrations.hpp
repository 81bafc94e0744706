// Numbered SQL files, applied once each and remembered with their checksum.
//
// A folder holds 0001_accounts.sql, 0002_sessions.sql, ... without gaps. Where the engines must
// differ a number has one file per engine instead: 0003_search.sqlite.sql,
// 0003_search.postgres.sql. A file that was applied never changes again: an edited one is refused.
#pragma once

#include "tessera/time.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::kernel {

class Engine;

/// Applies what is missing of `folder` (which may not exist: nothing to do), each file in
/// a transaction of its own, and returns the names applied. `owner` is "kernel" or a plugin's id.
/// Throws Error{Internal, "migration.*"} with a sentence that names the file: wrong name, gap,
/// duplicate, edited after it was applied, applied by a newer version and missing here, bad SQL.
/// Processes that start at the same time wait for each other.
std::vector<std::string> migrate(Engine& db, const Clock& clock, std::string_view owner,
                                 const std::filesystem::path& folder);

}  // namespace tessera::kernel
