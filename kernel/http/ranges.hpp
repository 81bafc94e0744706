// Byte ranges (RFC 9110, 14) and entity tags.
#pragma once

#include "tessera/http.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace tessera::kernel {

struct RangeResult {
    enum class Kind : std::uint8_t {
        Ignore,         ///< not understood, or several ranges: the whole is sent
        Unsatisfiable,  ///< 416
        Part
    } kind = Kind::Ignore;
    std::uint64_t first = 0, last = 0;  ///< both inclusive
};
RangeResult read_range(std::string_view header, std::uint64_t total);

std::uint64_t total_length(const std::vector<Piece>& pieces);
/// The pieces that make up `length` bytes from `first` on.
std::vector<Piece> slice(std::vector<Piece> pieces, std::uint64_t first, std::uint64_t length);

/// Whether a list as in If-None-Match has the tag; W/ makes no difference.
bool etag_list_has(std::string_view list, std::string_view etag);

}  // namespace tessera::kernel
