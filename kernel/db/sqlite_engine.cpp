// Engine on SQLite: one writer, and a pool of read-only connections.
#include "db/engine.hpp"

#include "db/ddl.hpp"
#include "db/sqlite_writer.hpp"
#include "files/lock.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <mutex>
#include <string>

namespace tessera::kernel {
namespace {

/// The read transaction the current thread is in.
thread_local const Engine* reading = nullptr;
thread_local SqliteReader* current_reader = nullptr;

Error misuse(const std::string& message) {
    return {ErrorKind::Internal, "database.nested", message};
}

void fsync_path(const std::filesystem::path& path) {
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = fd >= 0 && ::fsync(fd) == 0;
    if (fd >= 0) ::close(fd);
    if (!synced)
        throw DbError(DbFailure::Full, "Could not make " + path.filename().string() + " durable.");
}

class SqliteEngine : public Engine {
public:
    SqliteEngine(const DatabaseOptions& options, Log& log)
        : options_(options), log_(log), writer_(options, log, counters_) {}
    ~SqliteEngine() override { close(); }

    std::string_view name() const override { return "sqlite"; }
    void set_effects(Effects* effects) override { writer_.set_effects(effects); }
    void change_schema(const std::function<void(Transaction&)>& fn) override {
        refuse_nested_write();
        writer_.write(fn, true);
    }
    std::shared_ptr<void> lock_schema() override {
        return lock_file(options_.file.string() + "-schema.lock", std::chrono::minutes(1));
    }
    bool has_table(Reader& reader, std::string_view table) override {
        return reader
            .value<int>("select 1 from sqlite_schema where type = 'table' and name = ?", table)
            .has_value();
    }
    void run_script(Transaction& tx, std::string_view sql) override {
        dynamic_cast<SqliteTransaction&>(tx).connection().run_script(sqlite_ddl(sql));
    }
    void backup(const std::filesystem::path& target) override;
    void close() override;
    DatabaseStats stats() const override;

protected:
    void run_read(const std::function<void(Reader&)>& fn) override;
    void run_write(const std::function<void(Transaction&)>& fn) override {
        refuse_nested_write();
        writer_.write(fn, false);
    }

private:
    using Connection = std::unique_ptr<SqliteConnection>;

    void refuse_nested_write() const;
    Connection borrow();
    void give_back(Connection connection);

    const DatabaseOptions options_;
    Log& log_;
    SqliteCounters counters_;
    SqliteWriter writer_;
    mutable std::mutex mutex_;
    std::vector<Connection> idle_;  ///< the one used last is used next: its cache is warm
    std::uint64_t open_ = 0;
    bool closed_ = false;
};

void SqliteEngine::refuse_nested_write() const {
    if (SqliteWriter::is_current_thread())
        throw misuse("write() inside write(): use the transaction at hand.");
    if (reading != nullptr) throw misuse("write() inside read(): end the read first.");
}

void SqliteEngine::run_read(const std::function<void(Reader&)>& fn) {
    if (SqliteWriter::is_current_thread()) {
        throw misuse(
            "read() inside write() would not see the changes: use the transaction at hand.");
    }
    if (reading == this) return fn(*current_reader);  // joins the snapshot there is

    Connection connection = borrow();
    SqliteReader reader(*connection);
    struct Scope {
        const Engine* outer = reading;
        SqliteReader* outer_reader = current_reader;
        ~Scope() {
            reading = outer;
            current_reader = outer_reader;
        }
    } scope;
    reading = this;
    current_reader = &reader;
    counters_.reads.fetch_add(1, std::memory_order_relaxed);
    try {
        connection->command(SqliteConnection::Command::BeginRead);
        fn(reader);
        connection->command(SqliteConnection::Command::Commit);
    } catch (...) {
        connection->abandon();
        give_back(std::move(connection));
        throw;
    }
    give_back(std::move(connection));
}

SqliteEngine::Connection SqliteEngine::borrow() {
    {
        const std::lock_guard lock(mutex_);
        if (closed_)
            throw Error(ErrorKind::Unavailable, "database.closed", "The database is closed.");
        if (!idle_.empty()) {
            Connection connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
    }
    auto connection = std::make_unique<SqliteConnection>(options_, SqliteConnection::Mode::ReadOnly,
                                                         log_, counters_);
    const std::lock_guard lock(mutex_);
    ++open_;
    return connection;
}

void SqliteEngine::give_back(Connection connection) {
    const std::lock_guard lock(mutex_);
    if (closed_ || idle_.size() >= options_.idle_readers)
        --open_;
    else
        idle_.push_back(std::move(connection));
}

void SqliteEngine::backup(const std::filesystem::path& target) {
    if (std::filesystem::exists(target)) {
        throw Error(ErrorKind::Conflict, "backup.exists",
                    "There is a file at " + target.string() + " already.");
    }
    std::filesystem::path partial = target;
    partial += ".partial";
    std::filesystem::remove(partial);
    try {
        SqliteConnection connection(options_, SqliteConnection::Mode::ReadOnly, log_, counters_);
        std::string quoted;
        for (const char c : partial.string()) quoted.append(c == '\'' ? 2 : 1, c);
        connection.run_script("vacuum into '" + quoted + "'");
        fsync_path(partial);
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove(partial, ignored);
        throw;
    }
    std::filesystem::rename(partial, target);
    fsync_path(target.parent_path().empty() ? "." : target.parent_path());
}

void SqliteEngine::close() {
    writer_.close();
    const std::lock_guard lock(mutex_);
    closed_ = true;
    open_ -= idle_.size();
    idle_.clear();
}

DatabaseStats SqliteEngine::stats() const {
    DatabaseStats stats;
    stats.writes = counters_.writes;
    stats.writes_failed = counters_.writes_failed;
    stats.commits = counters_.commits;
    stats.reads = counters_.reads;
    stats.statements = counters_.statements;
    stats.slow_statements = counters_.slow_statements;
    stats.writes_waiting = writer_.waiting();
    {
        const std::lock_guard lock(mutex_);
        stats.readers_open = open_;
    }
    const auto size_of = [](const std::filesystem::path& path) {
        std::error_code error;
        const auto size = std::filesystem::file_size(path, error);
        return error ? 0 : static_cast<std::int64_t>(size);
    };
    stats.database_bytes = size_of(options_.file);
    stats.wal_bytes = size_of(options_.file.string() + "-wal");
    return stats;
}

}  // namespace

std::unique_ptr<Engine> open_sqlite(const DatabaseOptions& options, Log& log) {
    return std::make_unique<SqliteEngine>(options, log);
}

}  // namespace tessera::kernel
