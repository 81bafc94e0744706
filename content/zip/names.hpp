// What an entry of a zip may be called.
#pragma once

#include <string>
#include <string_view>

namespace content::zip {

/// True when the bytes are well-formed UTF-8 (no overlong forms, no surrogates).
bool is_utf8(std::string_view bytes);

/// The character sets that zips have names in when they are not in Unicode: the format's old default,
/// the one of Western European DOS and of Windows' own zip folders there, and that of Windows.
enum class CodePage { Cp437, Cp850, Windows1252 };
inline constexpr CodePage kCodePages[] = {CodePage::Cp437, CodePage::Cp850, CodePage::Windows1252};

/// The bytes as UTF-8.
std::string from_code_page(std::string_view bytes, CodePage page);

/// How many of the bytes over 127 are Latin letters that fit in, less those that are signs: names are
/// made of letters, with no capital behind a small one.
int likely_letters(std::string_view bytes, CodePage page);

/// "code page 850", for sentences.
std::string_view code_page_name(CodePage page);

/// ASCII lower case; the way Index ignores case.
std::string fold_case(std::string_view name);

enum class NameFault { None, Empty, Absolute, Climbs, TooLong, BadCharacter, NotUtf8 };

/// A name as an entry carries it, made safe: UTF-8, forward slashes, no empty, "." or ".." segment.
struct SafeName {
    NameFault fault = NameFault::None;
    std::string name;  ///< ends with "/" for a folder; readable, even when there is a fault
    bool had_backslash = false;
    bool from_code_page = false;  ///< not Unicode
    unsigned depth = 0;           ///< number of segments
};

/// Judges a raw name. `utf8` is the entry's flag; without it bytes that are UTF-8 are still taken
/// as such, as macOS and many tools write UTF-8 and forget the flag. Others are read in `page`.
SafeName safe_name(std::string_view raw, bool utf8, CodePage page = CodePage::Cp437);

}  // namespace content::zip
