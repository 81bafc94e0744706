// The header block of a request, read strictly: whatever a proxy in front might read otherwise than
// we do is refused, because the difference lets one request be hidden inside another (RFC
// 9112, 11.2).
//
// Poco's HTTPRequest accepts two lengths, a length beside chunks, bare line feeds, folded lines and
// blanks before the colon, so it is not used here; this reader also copies nothing. A header that is
// not a list may come once only: of two values a proxy could read the one and we the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tessera::kernel {

inline constexpr std::size_t kMaxHead = 16 * 1024;
inline constexpr std::size_t kMaxTarget = 8 * 1024;
inline constexpr std::size_t kMaxFields = 100;

struct HeadField {
    std::string_view name, value;
};

/// All views point into the bytes that were read.
struct RequestHead {
    std::string_view method, path, query;  ///< path and query still encoded
    std::string_view host;                 ///< with port, as sent; empty for HTTP/1.0 without one
    bool http_1_0 = false;
    bool keep_alive = true;
    bool chunked = false;
    bool expects_continue = false;
    std::optional<std::uint64_t> content_length;
    std::vector<HeadField> fields;

    /// The only or the first line of that name.
    std::optional<std::string_view> field(std::string_view name) const;
    /// All lines of that name, which are one list (RFC 9110, 5.3).
    std::vector<std::string_view> lines(std::string_view name) const;
    bool has_body() const { return chunked || content_length.value_or(0) > 0; }
};

struct HeadResult {
    enum class State : std::uint8_t { Incomplete, Complete, Refused } state = State::Incomplete;
    std::size_t length = 0;        ///< of the whole block with its empty line, when Complete
    int status = 0;                ///< 400, 414, 417, 431, 501 or 505, when Refused
    const char* reason = nullptr;  ///< a sentence
};

/// Reads the block at the start of `bytes`. `head` is only good when Complete.
HeadResult read_head(std::string_view bytes, RequestHead& head);

}  // namespace tessera::kernel
