// The writer's thread: runs the queued writes, each in a savepoint, and commits them together.
#pragma once

#include "db/sqlite_transaction.hpp"
#include "db/write_queue.hpp"

#include <thread>

namespace tessera::kernel {

class SqliteWriter {
public:
    SqliteWriter(const DatabaseOptions& options, Log& log, SqliteCounters& counters);
    ~SqliteWriter();

    /// Runs `fn` on the writer's thread; returns when it is on disk, throws what it threw.
    void write(const std::function<void(Transaction&)>& fn, bool alone);
    void set_effects(Effects* effects) { effects_ = effects; }
    void close();
    std::size_t waiting() const { return queue_.waiting(); }
    /// True on the writer's own thread, where another write() would wait for itself.
    static bool is_current_thread();

private:
    void loop();
    void run_group(const std::vector<WriteJob*>& jobs);
    void commit_together(const std::vector<WriteJob*>& jobs);
    void fail(WriteJob& job);
    void commit_schema_change(WriteJob& job);
    void run_in_savepoint(SqliteTransaction& tx, WriteJob& job);
    void check_foreign_keys();
    void durable(SqliteTransaction& tx);

    const DatabaseOptions options_;
    Log& log_;
    SqliteCounters& counters_;
    std::atomic<Effects*> effects_{nullptr};
    SqliteConnection connection_;
    WriteQueue queue_;
    std::size_t last_group_ = 0;
    std::chrono::microseconds last_commit_{0};
    std::thread thread_;
};

}  // namespace tessera::kernel
