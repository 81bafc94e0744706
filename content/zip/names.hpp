// What an entry of a zip may be called.
#pragma once

#include <string>
#include <string_view>

namespace content::zip {

/// True when the bytes are well-formed UTF-8 (no overlong forms, no surrogates).
bool is_utf8(std::string_view bytes);

/// Bytes of IBM code page 437, the zip format's old default, as UTF-8.
std::string from_cp437(std::string_view bytes);

/// ASCII lower case; the way Index ignores case.
std::string fold_case(std::string_view name);

enum class NameFault { None, Empty, Absolute, Climbs, TooLong, BadCharacter, NotUtf8 };

/// A name as an entry carries it, made safe: UTF-8, forward slashes, no empty, "." or ".." segment.
struct SafeName {
    NameFault fault = NameFault::None;
    std::string name;  ///< ends with "/" for a folder; readable, even when there is a fault
    bool had_backslash = false;
    bool from_cp437 = false;
    unsigned depth = 0;  ///< number of segments
};

/// Judges a raw name. `utf8` is the entry's flag; without it bytes that are UTF-8 are still taken
/// as such, as macOS and many tools write UTF-8 and forget the flag.
SafeName safe_name(std::string_view raw, bool utf8);

}  // namespace content::zip
