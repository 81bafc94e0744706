// SQLite's result codes as the SDK's DbError.
#pragma once

#include <string_view>

struct sqlite3;

namespace tessera::kernel {

/// Throws the DbError of the last failure on `db`. `sql` is named in the message, without its
/// values.
[[noreturn]] void throw_sqlite(sqlite3* db, int code, std::string_view sql);

}  // namespace tessera::kernel
