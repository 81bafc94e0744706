// CSV files (RFC 4180) that spreadsheets open without running anything in them.
#pragma once

#include "tessera/export.hpp"

#include <string>
#include <string_view>

namespace tessera {

/// A field in quotes. A text that a spreadsheet could take for a formula gets an apostrophe before
/// it, which spreadsheets don't show (OWASP, CSV Injection): one that begins with = + - @ or one of
/// their wide or small forms, also after blanks, line ends and characters that are not seen, and
/// any that begins with a tab or a line end. Thread-safe.
TESSERA_API std::string csv_field(std::string_view text);

}  // namespace tessera
