// Locks between processes: a lock on a file, which the system releases when its holder ends in any
// way. The file stays.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

namespace tessera::kernel {

/// Locks `file`, which is made when it is missing, as long as the result lives. Waits for another
/// process at most `limit` and then throws Error{Unavailable, "files.locked"} with a sentence.
std::shared_ptr<void> lock_file(const std::filesystem::path& file, std::chrono::milliseconds limit);

/// The lock of the one server of a data folder; the file holds its process id. Throws
/// Error{Conflict, "serve.taken"} naming the other process.
std::shared_ptr<void> lock_as_server(const std::filesystem::path& file);

}  // namespace tessera::kernel
