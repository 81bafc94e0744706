// Names of people and units: tidying, ordering and searching.
#pragma once

#include <string>
#include <string_view>

namespace tessera::people {

/// Runs of white space become one space, none at the ends.
std::string tidy(std::string_view text);

/// Lower case without accents, for ordering and searching: "Siân Ŵyn" becomes "sian wyn". Covers
/// the Latin letters of Europe; other bytes stay as they are, apostrophes and hyphens go.
std::string fold(std::string_view text);

/// People are listed by family name, then given name.
std::string sort_name(std::string_view given, std::string_view family);

/// Two letters for the round picture: "AO".
std::string initials(std::string_view given, std::string_view family);

/// Characters of UTF-8 text; nothing is checked beyond counting.
std::size_t length(std::string_view text);

/// `text` as part of a LIKE pattern whose escape character is a backslash.
std::string like_pattern(std::string_view text);

}  // namespace tessera::people
