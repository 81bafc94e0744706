#include "db/sqlite_error.hpp"

#include "tessera/error.hpp"

#include <sqlite3.h>

#include <cerrno>
#include <string>

namespace tessera::kernel {
namespace {

/// Whether an I/O error means that something could not be stored.
bool is_write_failure(int code) {
    switch (code) {
        case SQLITE_IOERR_WRITE:
        case SQLITE_IOERR_FSYNC:
        case SQLITE_IOERR_DIR_FSYNC:
        case SQLITE_IOERR_TRUNCATE:
        case SQLITE_IOERR_SHMSIZE:
        case SQLITE_IOERR_SHMMAP:
        case SQLITE_IOERR_CLOSE:
            return true;
        default:
            return false;
    }
}

DbFailure failure_of(int code, int system_error) {
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            return DbFailure::Unique;
        case SQLITE_CONSTRAINT_FOREIGNKEY:
            return DbFailure::ForeignKey;
        case SQLITE_CONSTRAINT_NOTNULL:
            return DbFailure::NotNull;
        case SQLITE_CONSTRAINT_CHECK:
            return DbFailure::Check;
        case SQLITE_CONSTRAINT_DATATYPE:
            return DbFailure::Type;
        case SQLITE_BUSY_SNAPSHOT:
            return DbFailure::Serialization;
        default:
            break;
    }
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return DbFailure::Busy;
        case SQLITE_FULL:
            return DbFailure::Full;
        case SQLITE_IOERR: {
            const bool full = system_error == ENOSPC || system_error == EDQUOT;
            return full || is_write_failure(code) ? DbFailure::Full : DbFailure::Other;
        }
        case SQLITE_CANTOPEN:
            return DbFailure::Gone;
        case SQLITE_MISMATCH:
            return DbFailure::Type;
        default:
            return DbFailure::Other;
    }
}

std::string explanation(int code, const char* text) {
    switch (code & 0xff) {
        case SQLITE_FULL:
        case SQLITE_IOERR:
            return std::string("The database could not be written: ") + text;
        case SQLITE_BUSY:
            return "The database is in use by another program that has been writing for long.";
        case SQLITE_AUTH:
            return "Transactions, savepoints, PRAGMA and ATTACH are the engine's own; they may not "
                   "be in SQL.";
        case SQLITE_READONLY:
            return "read() cannot change anything; use write().";
        default:
            return text;
    }
}

}  // namespace

void throw_sqlite(sqlite3* db, int code, std::string_view sql) {
    constexpr std::size_t kMostSql = 300;
    std::string message = explanation(code, db ? sqlite3_errmsg(db) : sqlite3_errstr(code));
    if (!sql.empty()) message.append(" [").append(sql.substr(0, kMostSql)).append("]");
    throw DbError(failure_of(code, db ? sqlite3_system_errno(db) : 0), message);
}

}  // namespace tessera::kernel
