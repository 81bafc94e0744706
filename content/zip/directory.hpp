// The central directory of a zip as it stands in the file (APPNOTE 4.3.12 to 4.3.16, with zip64),
// not yet judged: names are raw bytes and nothing is known to be safe.
#pragma once

#include "content/package.hpp"
#include "report/findings.hpp"
#include "zip/file.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace content::zip {

struct Record {
    std::string name;
    std::uint16_t made_by = 0;  ///< high byte: the system whose attributes these are
    std::uint16_t flags = 0;
    std::uint16_t method = 0;
    std::uint32_t crc32 = 0;
    std::uint64_t compressed_size = 0;
    std::uint64_t size = 0;
    std::uint32_t external_attributes = 0;
    std::uint64_t header_offset = 0;

    bool names_are_utf8() const { return (flags & 0x0800) != 0; }
    bool encrypted() const { return (flags & 0x2041) != 0 || method == 99; }
    /// The Unix file type bits, 0 when the entry carries none.
    std::uint32_t unix_type() const;
};

/// Reads the directory. Returns nothing, with an error among the findings, when the file is no zip,
/// is cut short, is damaged, or has more entries than `limits` allows.
std::optional<std::vector<Record>> read_directory(const File& file, const Limits& limits,
                                                  Findings& findings);

/// Where the data of a record begins, read from its local header; nothing when there is no such
/// header.
std::optional<std::uint64_t> data_offset(const File& file, const Record& record);

}  // namespace content::zip
