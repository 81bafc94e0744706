#include "db/sqlite_cursor.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <string>

namespace tessera::kernel {
namespace {

const char* type_name(int type) {
    switch (type) {
        case SQLITE_INTEGER:
            return "an integer";
        case SQLITE_FLOAT:
            return "a real number";
        case SQLITE_TEXT:
            return "text";
        case SQLITE_BLOB:
            return "a blob";
        default:
            return "NULL";
    }
}

}  // namespace

SqliteCursor::SqliteCursor(SqliteConnection& connection, SqliteStatement* statement)
    : connection_(connection), statement_(statement) {
    connection_.cursors_.push_back(this);
}

SqliteCursor::~SqliteCursor() {
    if (statement_ == nullptr) return;
    // Mostly the one opened last.
    auto& open = connection_.cursors_;
    open.erase(std::find(open.rbegin(), open.rend(), this).base() - 1);
    connection_.release(statement_);
}

void SqliteCursor::detach() noexcept {
    connection_.release(statement_);
    statement_ = nullptr;
    at_ = At::End;
}

void SqliteCursor::prefetch() { at_ = connection_.step(*statement_) ? At::Prefetched : At::End; }

bool SqliteCursor::next() {
    if (statement_ == nullptr) {
        throw DbError(DbFailure::Other, "The rows are read after their transaction has ended.");
    }
    if (at_ == At::End) return false;
    if (at_ == At::Prefetched) {
        at_ = At::Row;
        return true;
    }
    at_ = connection_.step(*statement_) ? At::Row : At::End;
    return at_ == At::Row;
}

int SqliteCursor::type_of(int column) const {
    if (statement_ == nullptr || at_ != At::Row || column < 0 ||
        column >= sqlite3_data_count(statement_->handle)) {
        throw DbError(DbFailure::Type, "There is no column " + std::to_string(column) +
                                           " in a current row" +
                                           (statement_ ? " [" + statement_->sql + "]" : "."));
    }
    return sqlite3_column_type(statement_->handle, column);
}

bool SqliteCursor::is_null(int column) const { return type_of(column) == SQLITE_NULL; }

std::int64_t SqliteCursor::integer(int column) const {
    if (type_of(column) != SQLITE_INTEGER) wrong_type(column, "an integer");
    return sqlite3_column_int64(statement_->handle, column);
}

double SqliteCursor::real(int column) const {
    const int type = type_of(column);
    if (type != SQLITE_FLOAT && type != SQLITE_INTEGER) wrong_type(column, "a real number");
    return sqlite3_column_double(statement_->handle, column);
}

std::string_view SqliteCursor::text(int column) const {
    const int type = type_of(column);
    if (type != SQLITE_TEXT && type != SQLITE_BLOB) wrong_type(column, "text");
    const void* data = sqlite3_column_blob(statement_->handle, column);
    const int size = sqlite3_column_bytes(statement_->handle, column);
    return {data != nullptr ? static_cast<const char*>(data) : "", static_cast<std::size_t>(size)};
}

void SqliteCursor::wrong_type(int column, const char* wanted) const {
    throw DbError(DbFailure::Type, "Column " + std::to_string(column) + " (" +
                                       sqlite3_column_name(statement_->handle, column) + ") is " +
                                       type_name(type_of(column)) + ", not " + wanted + " [" +
                                       statement_->sql.substr(0, 300) + "]");
}

}  // namespace tessera::kernel
