// The bytes of a manifest before XML is made of them: their character set, and signs that XML does
// not allow.
#pragma once

#include "report/findings.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace content {

/// Brings mislabelled bytes to what their label says, or says which label to force on them.
struct Labelled {
    std::string bytes;
    /// For the parser, in place of what the document says; null to let the document say.
    const char* encoding = nullptr;
    /// Some bytes don't belong to the encoding that they are said to be in; there are no `bytes`.
    bool broken = false;
};

/// UTF-16 is known by its first bytes. Eight-bit text whose label is missing, unknown, UTF-8 or
/// UTF-16 is UTF-8 if its bytes are, else Windows-1252 if that can be. Other labels are believed.
/// All of it is brought to UTF-8 here, if it can be: what comes after looks at tags.
Labelled label(std::string bytes, Findings& findings);

/// The line of the first tag with more than `most` attributes; 0 when there is none. The parser
/// compares each attribute of an element with all others, so it must never see such a tag. For text
/// in UTF-8 or what has ASCII's signs in ASCII's places.
std::size_t crowded_line(std::string_view text, std::size_t most);

/// UTF-8 XML with what parsers stumble over put right: blanks before the first line, what follows the
/// last tag, control characters, "&" that begins no entity of XML. Nothing when it needs none of it.
std::optional<std::string> repaired(const std::string& bytes);

}  // namespace content
