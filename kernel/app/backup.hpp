// A backup: a folder that holds what a data folder holds.
#pragma once

#include <filesystem>

namespace tessera::kernel {

/// Copies the data folder to `target`, which must not exist or be empty; a server may be running.
/// Throws Error with a sentence.
void make_backup(const std::filesystem::path& home, const std::filesystem::path& data,
                 const std::filesystem::path& target);

/// Makes the data folder, which must not exist or be empty, from a backup.
void restore_backup(const std::filesystem::path& source, const std::filesystem::path& data);

}  // namespace tessera::kernel
