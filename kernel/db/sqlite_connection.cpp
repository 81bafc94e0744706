#include "db/sqlite_connection.hpp"

#include "db/sqlite_cursor.hpp"
#include "db/sqlite_error.hpp"

#include <sqlite3.h>

#include <chrono>
#include <mutex>
#include <utility>

namespace tessera::kernel {
namespace {

constexpr std::size_t kCachedStatements = 300;

thread_local std::uint64_t thread_statements = 0;

constexpr const char* kCommandSql[] = {"begin",          "begin immediate", "commit",
                                       "rollback",       "savepoint job",   "release job",
                                       "rollback to job"};

std::int64_t now_ns() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

/// Lifts the guard while the engine's own SQL is prepared.
class Unguarded {
public:
    explicit Unguarded(bool& guard) : guard_(guard), before_(std::exchange(guard, false)) {}
    ~Unguarded() { guard_ = before_; }
    Unguarded(const Unguarded&) = delete;
    Unguarded& operator=(const Unguarded&) = delete;

private:
    bool& guard_;
    const bool before_;
};

/// Process-wide, before the first connection: without its statistics SQLite's allocator takes no
/// lock.
void configure_library() {
    static std::once_flag once;
    std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

}  // namespace

std::uint64_t statements_of_this_thread() { return thread_statements; }

void count_statements_of_this_thread(std::uint64_t statements) { thread_statements += statements; }

SqliteConnection::SqliteConnection(const DatabaseOptions& options, Mode mode, Log& log,
                                   SqliteCounters& counters)
    : log_(log), counters_(counters), slow_nanoseconds_(options.slow_statement_ms * 1'000'000LL) {
    configure_library();
    const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                      (mode == Mode::ReadOnly ? SQLITE_OPEN_READONLY
                                              : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    const int code = sqlite3_open_v2(options.file.c_str(), &db_, flags, nullptr);
    try {
        if (code != SQLITE_OK) throw_sqlite(db_, code, options.file.string());
        configure(options, mode);
    } catch (...) {
        sqlite3_close_v2(db_);
        throw;
    }
}

SqliteConnection::~SqliteConnection() {
    abandon();
    for (sqlite3_stmt* command : commands_) sqlite3_finalize(command);
    for (SqliteStatement& statement : cache_) sqlite3_finalize(statement.handle);
    sqlite3_close_v2(db_);
}

void SqliteConnection::configure(const DatabaseOptions& options, Mode mode) {
    sqlite3_busy_timeout(db_, options.busy_timeout_ms);
    if (mode == Mode::ReadWrite) {
        run_script(
            "pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -16000;"
            // A WAL that a long read made larger shrinks to this. Not to nothing: appending to a
            // file and making it durable costs many times what overwriting does.
            "pragma journal_size_limit = 67108864;");
        if (options.max_pages > 0) {
            run_script("pragma max_page_count = " + std::to_string(options.max_pages));
        }
    }
    run_script("pragma foreign_keys = on; pragma trusted_schema = off;");
    for (std::size_t i = 0; i < std::size(commands_); ++i) {
        commands_[i] = prepare(kCommandSql[i], SQLITE_PREPARE_PERSISTENT);
    }
    sqlite3_set_authorizer(db_, &SqliteConnection::authorize, this);
}

int SqliteConnection::authorize(void* self, int action, const char*, const char*, const char*,
                                const char*) {
    if (!static_cast<SqliteConnection*>(self)->guarded_) return SQLITE_OK;
    switch (action) {
        case SQLITE_TRANSACTION:
        case SQLITE_SAVEPOINT:
        case SQLITE_PRAGMA:
        case SQLITE_ATTACH:
        case SQLITE_DETACH:
            return SQLITE_DENY;
        default:
            return SQLITE_OK;
    }
}

std::unique_ptr<Cursor> SqliteConnection::query(std::string_view sql,
                                                std::span<const Param> params) {
    SqliteStatement* statement = acquire(sql);
    auto cursor = std::make_unique<SqliteCursor>(*this, statement);
    // The caller's temporaries end before the rows are read, so the values are copied.
    bind(*statement, params, true);
    // INSERT ... RETURNING must happen even when nobody reads what it returns.
    if (statement->changes_data) cursor->prefetch();
    return cursor;
}

std::int64_t SqliteConnection::change(std::string_view sql, std::span<const Param> params) {
    SqliteStatement* statement = acquire(sql);
    struct Release {
        SqliteConnection& connection;
        SqliteStatement* statement;
        ~Release() { connection.release(statement); }
    } release_at_end{*this, statement};
    bind(*statement, params, false);
    while (step(*statement)) {
    }
    return statement->changes_data ? sqlite3_changes64(db_) : 0;
}

void SqliteConnection::command(Command command) {
    const bool begins = command == Command::BeginRead || command == Command::BeginWrite;
    const bool ends = command == Command::Commit || command == Command::Rollback;
    if (!begins && command != Command::Savepoint) end_cursors();
    sqlite3_stmt* statement = commands_[static_cast<std::size_t>(command)];
    const int code = step_command(statement);
    if (code != SQLITE_DONE) throw_sqlite(db_, code, sqlite3_sql(statement));
    if (begins) in_transaction_ = true;
    if (ends) in_transaction_ = false;
}

int SqliteConnection::step_command(sqlite3_stmt* statement) noexcept {
    const Unguarded unguarded(guarded_);  // SQLite may have to prepare it again
    const int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code;
}

void SqliteConnection::abandon() noexcept {
    end_cursors();
    in_transaction_ = false;
    if (db_ != nullptr && sqlite3_get_autocommit(db_) == 0) {
        step_command(commands_[static_cast<std::size_t>(Command::Rollback)]);
    }
}

bool SqliteConnection::transaction_lost() const {
    return in_transaction_ && sqlite3_get_autocommit(db_) != 0;
}

void SqliteConnection::end_cursors() {
    for (SqliteCursor* cursor : cursors_) cursor->detach();
    cursors_.clear();
}

void SqliteConnection::run_script(std::string_view sql) {
    const Unguarded unguarded(guarded_);
    while (!sql.empty()) {
        sqlite3_stmt* statement = nullptr;
        const char* tail = nullptr;
        int code =
            sqlite3_prepare_v2(db_, sql.data(), static_cast<int>(sql.size()), &statement, &tail);
        const std::string_view rest = sql.substr(static_cast<std::size_t>(tail - sql.data()));
        if (code == SQLITE_OK && statement != nullptr) {
            do code = sqlite3_step(statement);
            while (code == SQLITE_ROW);
            sqlite3_finalize(statement);
            if (code == SQLITE_DONE) code = SQLITE_OK;
        }
        if (code != SQLITE_OK) throw_sqlite(db_, code, sql.substr(0, sql.size() - rest.size()));
        sql = rest;
    }
}

std::string SqliteConnection::ask(const char* sql) {
    const Unguarded unguarded(guarded_);
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(db_, sql, -1, &statement, nullptr);
    if (code != SQLITE_OK) throw_sqlite(db_, code, sql);
    std::string answer;
    if (sqlite3_step(statement) == SQLITE_ROW) {
        const void* text = sqlite3_column_blob(statement, 0);
        if (text != nullptr)
            answer.assign(static_cast<const char*>(text),
                          static_cast<std::size_t>(sqlite3_column_bytes(statement, 0)));
    }
    sqlite3_finalize(statement);
    return answer;
}

bool SqliteConnection::checkpoint() {
    int in_wal = 0, moved = 0;
    const int code =
        sqlite3_wal_checkpoint_v2(db_, nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_wal, &moved);
    return code == SQLITE_OK && in_wal == moved;
}

SqliteStatement* SqliteConnection::acquire(std::string_view sql) {
    if (transaction_lost()) {
        throw DbError(DbFailure::Full,
                      "The database has rolled the transaction back after a failure.");
    }
    ++thread_statements;
    counters_.statements.fetch_add(1, std::memory_order_relaxed);
    const auto found = by_sql_.find(sql);
    if (found != by_sql_.end()) {
        const Cache::iterator entry = found->second;
        if (!entry->in_use) {
            cache_.splice(cache_.begin(), cache_, entry);
            entry->in_use = true;
            return &*entry;
        }
        // The same statement is being read further up the stack: another one for this use.
        auto single = std::make_unique<SqliteStatement>();
        single->sql = sql;
        single->handle = prepare(sql, 0);
        single->changes_data = sqlite3_stmt_readonly(single->handle) == 0;
        return single.release();
    }
    sqlite3_stmt* handle = prepare(sql, SQLITE_PREPARE_PERSISTENT);
    cache_.push_front(
        {std::string(sql), handle, true, true, sqlite3_stmt_readonly(handle) == 0, 0});
    by_sql_.emplace(cache_.front().sql, cache_.begin());
    if (cache_.size() > kCachedStatements) evict();
    return &cache_.front();
}

void SqliteConnection::release(SqliteStatement* statement) noexcept {
    if (statement->nanoseconds > slow_nanoseconds_) {
        counters_.slow_statements.fetch_add(1, std::memory_order_relaxed);
        log_.warning("slow statement", {{"ms", std::to_string(statement->nanoseconds / 1'000'000)},
                                        {"sql", statement->sql}});
    }
    if (!statement->cached) {
        sqlite3_finalize(statement->handle);
        delete statement;
        return;
    }
    sqlite3_reset(statement->handle);
    sqlite3_clear_bindings(statement->handle);
    statement->nanoseconds = 0;
    statement->in_use = false;
}

sqlite3_stmt* SqliteConnection::prepare(std::string_view sql, unsigned flags) {
    sqlite3_stmt* statement = nullptr;
    const char* tail = nullptr;
    const int code =
        sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), flags, &statement, &tail);
    if (code != SQLITE_OK) throw_sqlite(db_, code, sql);
    const std::string_view rest = sql.substr(static_cast<std::size_t>(tail - sql.data()));
    const bool single = rest.find_first_not_of(" \t\r\n;") == std::string_view::npos;
    if (statement == nullptr || !single) {
        sqlite3_finalize(statement);
        throw DbError(DbFailure::Other,
                      "One statement at a time [" + std::string(sql.substr(0, 300)) + "]");
    }
    return statement;
}

void SqliteConnection::evict() {
    for (auto entry = std::prev(cache_.end()); entry != cache_.begin(); --entry) {
        if (entry->in_use) continue;
        by_sql_.erase(entry->sql);
        sqlite3_finalize(entry->handle);
        cache_.erase(entry);
        return;
    }
}

void SqliteConnection::bind(SqliteStatement& statement, std::span<const Param> params, bool copy) {
    sqlite3_stmt* handle = statement.handle;
    const int expected = sqlite3_bind_parameter_count(handle);
    if (static_cast<std::size_t>(expected) != params.size()) {
        throw DbError(DbFailure::Other, "The statement has " + std::to_string(expected) +
                                            " places for " + std::to_string(params.size()) +
                                            " values [" + statement.sql + "]");
    }
    const auto lifetime = copy ? SQLITE_TRANSIENT : SQLITE_STATIC;
    for (int i = 0; i < expected; ++i) {
        const Param& p = params[static_cast<std::size_t>(i)];
        // A null pointer would bind NULL, also for an empty text.
        const char* data = p.text.data() != nullptr ? p.text.data() : "";
        int code = SQLITE_OK;
        switch (p.kind) {
            case Param::Kind::Null:
                code = sqlite3_bind_null(handle, i + 1);
                break;
            case Param::Kind::Integer:
                code = sqlite3_bind_int64(handle, i + 1, p.integer);
                break;
            case Param::Kind::Real:
                code = sqlite3_bind_double(handle, i + 1, p.real);
                break;
            case Param::Kind::Text:
                code =
                    sqlite3_bind_text64(handle, i + 1, data, p.text.size(), lifetime, SQLITE_UTF8);
                break;
            case Param::Kind::Blob:
                code = sqlite3_bind_blob64(handle, i + 1, data, p.text.size(), lifetime);
                break;
        }
        if (code != SQLITE_OK) throw_sqlite(db_, code, statement.sql);
    }
}

bool SqliteConnection::step(SqliteStatement& statement) {
    const std::int64_t start = now_ns();
    const int code = sqlite3_step(statement.handle);
    statement.nanoseconds += now_ns() - start;
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    throw_sqlite(db_, code, statement.sql);
}

}  // namespace tessera::kernel
