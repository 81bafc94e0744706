// One SQLite connection with its statement cache. Used by one thread at a time.
#pragma once

#include "db/engine.hpp"

#include <atomic>
#include <filesystem>
#include <list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace tessera::kernel {

class SqliteCursor;

/// Counters all connections of an engine share.
struct SqliteCounters {
    std::atomic<std::uint64_t> writes{0}, writes_failed{0}, commits{0}, reads{0};
    std::atomic<std::uint64_t> statements{0}, slow_statements{0};
};

/// A prepared statement. In the cache, or for one use when the cached one is being read.
struct SqliteStatement {
    std::string sql;
    sqlite3_stmt* handle = nullptr;
    bool cached = false;
    bool in_use = false;
    bool changes_data = false;
    std::int64_t nanoseconds = 0;  ///< spent in this use
};

/// Adds the statements the writer ran for this thread.
void count_statements_of_this_thread(std::uint64_t statements);

class SqliteConnection {
public:
    enum class Mode { ReadWrite, ReadOnly };
    enum class Command {
        BeginRead,
        BeginWrite,
        Commit,
        Rollback,
        Savepoint,
        Release,
        RollbackTo,
        kCount
    };

    SqliteConnection(const DatabaseOptions& options, Mode mode, Log& log, SqliteCounters& counters);
    ~SqliteConnection();
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;

    std::unique_ptr<Cursor> query(std::string_view sql, std::span<const Param> params);
    /// Runs to the end; returns the number of rows changed.
    std::int64_t change(std::string_view sql, std::span<const Param> params);
    /// Transaction control. Ends the cursors that are still open where the transaction ends.
    void command(Command command);
    /// Rolls back what is open; never throws.
    void abandon() noexcept;
    /// Whether the transaction begun here is gone although nobody ended it: after some failures
    /// (disk full) SQLite rolls back the whole of it by itself.
    bool transaction_lost() const;
    /// Ends cursors left open by a function that has returned.
    void end_cursors();

    /// Statements without parameters and without the guard: settings and migrations.
    void run_script(std::string_view sql);
    /// The first column of the first row of a PRAGMA or such; empty when there is none.
    std::string ask(const char* sql);
    /// Moves the WAL into the database as far as nobody still reads what it replaces; never waits.
    /// True when all of it is moved: the next write then starts the WAL from its beginning.
    bool checkpoint();

private:
    friend class SqliteCursor;
    using Cache = std::list<SqliteStatement>;

    static int authorize(void* self, int action, const char*, const char*, const char*,
                         const char*);
    void configure(const DatabaseOptions& options, Mode mode);
    int step_command(sqlite3_stmt* statement) noexcept;
    SqliteStatement* acquire(std::string_view sql);
    void release(SqliteStatement* statement) noexcept;
    sqlite3_stmt* prepare(std::string_view sql, unsigned flags);
    void evict();
    void bind(SqliteStatement& statement, std::span<const Param> params, bool copy);
    bool step(SqliteStatement& statement);

    sqlite3* db_ = nullptr;
    Log& log_;
    SqliteCounters& counters_;
    const std::int64_t slow_nanoseconds_;
    bool guarded_ = true;  ///< refuse transaction control and PRAGMA in SQL from outside
    bool in_transaction_ = false;
    Cache cache_;                                                   ///< most recently used first
    std::unordered_map<std::string_view, Cache::iterator> by_sql_;  ///< keys live in the statements
    std::vector<SqliteCursor*> cursors_;                            ///< open now
    sqlite3_stmt* commands_[static_cast<std::size_t>(Command::kCount)] = {};
};

}  // namespace tessera::kernel
