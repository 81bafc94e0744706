// The rows of a statement that is being read.
#pragma once

#include "db/sqlite_connection.hpp"

namespace tessera::kernel {

class SqliteCursor : public Cursor {
public:
    SqliteCursor(SqliteConnection& connection, SqliteStatement* statement);
    ~SqliteCursor() override;
    SqliteCursor(const SqliteCursor&) = delete;
    SqliteCursor& operator=(const SqliteCursor&) = delete;

    bool next() override;
    bool is_null(int column) const override;
    std::int64_t integer(int column) const override;
    double real(int column) const override;
    std::string_view text(int column) const override;

    /// Runs to the first row now; the first next() then only says whether there is one.
    void prefetch();
    /// The transaction has ended: gives the statement back. Reading on throws.
    void detach() noexcept;

private:
    enum class At { Start, Prefetched, Row, End };
    int type_of(int column) const;
    [[noreturn]] void wrong_type(int column, const char* wanted) const;

    SqliteConnection& connection_;
    SqliteStatement* statement_;
    At at_ = At::Start;
};

}  // namespace tessera::kernel
