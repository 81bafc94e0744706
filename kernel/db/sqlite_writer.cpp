#include "db/sqlite_writer.hpp"

#include "log/log.hpp"

#include <chrono>

namespace tessera::kernel {
namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using Command = SqliteConnection::Command;

/// Without writes for so long, the WAL is moved into the database.
constexpr milliseconds kIdle{1000};

thread_local bool on_writer_thread = false;

microseconds since(steady_clock::time_point start) {
    return duration_cast<microseconds>(steady_clock::now() - start);
}

}  // namespace

SqliteWriter::SqliteWriter(const DatabaseOptions& options, Log& log, SqliteCounters& counters)
    : options_(options),
      log_(log),
      counters_(counters),
      connection_(options, SqliteConnection::Mode::ReadWrite, log, counters),
      queue_(options.max_batch),
      thread_([this] { loop(); }) {}

SqliteWriter::~SqliteWriter() { close(); }

bool SqliteWriter::is_current_thread() { return on_writer_thread; }

void SqliteWriter::write(const std::function<void(Transaction&)>& fn, bool alone) {
    WriteJob job;
    job.fn = &fn;
    job.alone = alone;
    job.request_id = LogScope::current();
    if (!queue_.submit(job)) {
        throw Error(ErrorKind::Unavailable, "database.closed", "The database is closed.");
    }
    count_statements_of_this_thread(job.statements);
    if (job.error) std::rethrow_exception(job.error);
}

void SqliteWriter::close() {
    queue_.close();
    if (thread_.joinable()) thread_.join();
}

void SqliteWriter::loop() {
    on_writer_thread = true;
    bool wal_moved = false;
    while (true) {
        // Callers just woken come back soon: waiting for them a fraction of a commit makes fewer,
        // larger commits. A lone caller is not waited for.
        WriteGroup* group = queue_.take(kIdle, last_group_ * 3 / 4, last_commit_ / 2);
        if (group != nullptr) {
            last_group_ = group->jobs.size();
            run_group(group->jobs);
            queue_.finish(group);
            wal_moved = false;
        } else if (queue_.closed()) {
            return;
        } else if (!wal_moved) {
            wal_moved = connection_.checkpoint();
        }
    }
}

void SqliteWriter::run_group(const std::vector<WriteJob*>& jobs) {
    std::vector<WriteJob*> together;
    for (WriteJob* job : jobs) {
        if (job->alone)
            commit_schema_change(*job);
        else
            together.push_back(job);
    }
    if (together.empty()) return;
    try {
        commit_together(together);
        return;
    } catch (...) {
        connection_.abandon();
        if (together.size() == 1) return fail(*together.front());
    }
    // The commit failed for all, perhaps through one of them: now each by itself gets its own
    // answer.
    for (WriteJob* job : together) {
        job->error = nullptr;
        try {
            commit_together({job});
        } catch (...) {
            connection_.abandon();
            fail(*job);
        }
    }
}

/// In a catch block: the job gets the exception at hand.
void SqliteWriter::fail(WriteJob& job) {
    job.error = std::current_exception();
    counters_.writes_failed.fetch_add(1, std::memory_order_relaxed);
}

void SqliteWriter::commit_together(const std::vector<WriteJob*>& jobs) {
    connection_.command(Command::BeginWrite);
    SqliteTransaction tx(connection_, effects_);
    std::uint64_t failed = 0;
    for (WriteJob* job : jobs) {
        run_in_savepoint(tx, *job);
        if (job->error) ++failed;
    }
    const auto start = steady_clock::now();
    connection_.command(Command::Commit);
    last_commit_ = since(start);
    counters_.commits.fetch_add(1, std::memory_order_relaxed);
    counters_.writes.fetch_add(jobs.size() - failed, std::memory_order_relaxed);
    counters_.writes_failed.fetch_add(failed, std::memory_order_relaxed);
    durable(tx);
}

void SqliteWriter::run_in_savepoint(SqliteTransaction& tx, WriteJob& job) {
    const LogScope scope(job.request_id);
    const auto start = steady_clock::now();
    const std::uint64_t statements = statements_of_this_thread();
    const std::size_t durable_before = tx.durable().size();
    connection_.command(Command::Savepoint);
    try {
        (*job.fn)(tx);
        connection_.end_cursors();
    } catch (...) {
        job.error = std::current_exception();
    }
    job.statements += statements_of_this_thread() - statements;
    const auto took = since(start);
    if (took > milliseconds(options_.slow_write_ms)) {
        log_.warning("slow write function", {{"ms", std::to_string(took.count() / 1000)},
                                             {"statements", std::to_string(job.statements)}});
    }
    if (connection_.transaction_lost()) {
        // The work of the other jobs is gone with it. One that swallowed the error has failed, too.
        if (job.error) std::rethrow_exception(job.error);
        throw DbError(DbFailure::Full,
                      "The database has rolled the transaction back after a failure.");
    }
    if (job.error) {
        tx.durable().resize(durable_before);
        connection_.command(Command::RollbackTo);
    }
    connection_.command(Command::Release);
}

void SqliteWriter::commit_schema_change(WriteJob& job) {
    try {
        connection_.run_script("pragma foreign_keys = off");
        connection_.command(Command::BeginWrite);
        SqliteTransaction tx(connection_, effects_);
        const LogScope scope(job.request_id);
        (*job.fn)(tx);
        check_foreign_keys();
        connection_.command(Command::Commit);
        counters_.commits.fetch_add(1, std::memory_order_relaxed);
        durable(tx);
    } catch (...) {
        connection_.abandon();
        job.error = std::current_exception();
    }
    connection_.run_script("pragma foreign_keys = on");
}

void SqliteWriter::check_foreign_keys() {
    const std::string broken = connection_.ask(
        "select \"table\" || ' to ' || parent from pragma_foreign_key_check limit 1");
    if (!broken.empty()) {
        throw DbError(DbFailure::ForeignKey,
                      "The change leaves rows without what they refer to, from " + broken + ".");
    }
}

void SqliteWriter::durable(SqliteTransaction& tx) {
    for (const std::function<void()>& fn : tx.durable()) {
        try {
            fn();
        } catch (const std::exception& error) {
            // The work is on disk; there is nobody to roll it back for.
            log_.error("a function registered with on_durable has thrown",
                       {{"error", error.what()}});
        }
    }
}

}  // namespace tessera::kernel
