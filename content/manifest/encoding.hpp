// The bytes of a manifest before XML is made of them: their character set, and signs that XML does
// not allow.
#pragma once

#include "report/findings.hpp"

#include <optional>
#include <string>

namespace content {

/// Brings mislabelled bytes to what their label says, or says which label to force on them.
struct Labelled {
    std::string bytes;
    /// For the parser, in place of what the document says; null to let the document say.
    const char* encoding = nullptr;
};

/// UTF-16 is known by its first bytes. Eight-bit text whose label is missing, unknown, UTF-8 or
/// UTF-16 is UTF-8 if its bytes are, else Windows-1252 if that can be. Other labels are believed.
Labelled label(std::string bytes, Findings& findings);

/// UTF-8 XML with what parsers stumble over put right: blanks before the first line, what follows the
/// last tag, control characters, "&" that begins no entity of XML. Nothing when it needs none of it.
std::optional<std::string> repaired(const std::string& bytes);

}  // namespace content
