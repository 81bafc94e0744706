// The note that a POST leaves for the next page (tessera/note.hpp): it waits in a cookie that only
// this session can have made and read.
#pragma once

#include "tessera/host.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tessera::kernel {

inline constexpr const char* kNoteCookie = "tessera_note";

/// Value of the cookie; without its way back when it would be too long, empty when it still is.
std::string packed_note(const Secrets& secrets, const Principal& principal, std::string_view note);
/// The note as JSON {key, args, undo, sealed}; nothing when it is not this session's.
std::optional<Json> unpacked_note(const Secrets& secrets, const Principal& principal,
                                  std::string_view cookie);

}  // namespace tessera::kernel
