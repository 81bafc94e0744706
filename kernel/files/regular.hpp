// Files that were installed by hand, read without trust: a pipe, a device, a folder or a circle of
// links in the place of a file must not stop or hang a start.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tessera::kernel {

struct RegularFile {
    std::optional<std::string> contents;
    std::string
        problem;  ///< goes on after the file's name: "is a pipe", "is larger than 4096 bytes"
};

/// Reads a regular file of at most `most` bytes, by a link too. Never waits, never throws but for
/// want of memory.
RegularFile read_regular(const std::filesystem::path& file, std::uintmax_t most);

/// Why it is no regular file, in words as above; nothing when it is one.
std::optional<std::string> why_not_regular(const std::filesystem::path& file);

/// All files below `folder`, sorted, links followed. A folder that is not there has none. Entries
/// that are no regular files come, too: reading them says what they are. Throws
/// Error{Invalid, "files.folder"} with a sentence when a folder can't be read, when folders are
/// nested more than 16 deep (a circle of links is), and for more than 20,000 files.
std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder);
/// What is in the folder itself, folders as well.
std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder);

}  // namespace tessera::kernel
