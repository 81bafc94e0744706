// The portable DDL of migrations, turned into SQLite's.
#pragma once

#include <string>
#include <string_view>

namespace tessera::kernel {

/// Makes every table STRICT and reads BIGINT as INTEGER, SQLite's name of a 64-bit integer. All
/// else, quoted text and comments included, stays as it is.
std::string sqlite_ddl(std::string_view script);

}  // namespace tessera::kernel
