// One normal form for the text that people type, wherever it comes in: what looks the same is the
// same. The kernel brings form fields, query values and the strings of JSON bodies into it before a
// plugin sees them; services do it again for what comes from commands, imports and other plugins.
//
// Shown text is Unicode NFC (UAX #15) without characters that nobody sees: zero-width blanks, byte
// order marks, bidirectional controls (UAX #9), tags, controls. Every blank is a plain space. Joiners
// stay between letters of scripts that need them, as in Persian and the scripts of India.
// Keys are NFKC_Casefold (UAX #31): equal keys mean the same name, address or number.
// All functions are pure and thread-safe. Text that is not UTF-8 comes back as it is.
#pragma once

#include "tessera/export.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace tessera::text {

/// A one-line value: line feeds and runs of blanks are one space, none at the ends.
TESSERA_API std::string line(std::string_view text);
/// A value of several lines: "\n" ends a line, blanks inside lines stay as many as they are.
TESSERA_API std::string lines(std::string_view text);

/// What makes two names the same: no capitals, no compatibility forms, blanks as in line().
TESSERA_API std::string key(std::string_view text);
/// The same for an e-mail address, a sign-in name or a number that people write in groups: no blanks
/// at all, every decimal digit of any script as 0 to 9, every dash as "-".
TESSERA_API std::string compact_key(std::string_view text);
/// For ordering and searching: a key without accents, apostrophes and dashes; "ø" is "o", "ß" is
/// "ss".
TESSERA_API std::string search_key(std::string_view text);

/// Characters (code points) of UTF-8 text; nothing is checked beyond counting.
TESSERA_API std::size_t length(std::string_view text);
/// `text` as part of a LIKE pattern whose escape character is a backslash.
TESSERA_API std::string like_part(std::string_view text);

}  // namespace tessera::text
