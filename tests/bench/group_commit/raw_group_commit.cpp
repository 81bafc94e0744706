// The measure: group commit with nothing around it.
#include "writers.hpp"

#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace {

void check(int code) {
    if (code == SQLITE_OK || code == SQLITE_DONE) return;
    std::fprintf(stderr, "sqlite: %s\n", sqlite3_errstr(code));
    std::exit(1);
}

class RawDatabase {
public:
    explicit RawDatabase(const std::filesystem::path& file) {
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        check(sqlite3_open_v2(file.c_str(), &db_,
                              SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                              nullptr));
        check(sqlite3_exec(db_, "pragma journal_mode = wal; pragma synchronous = full;", nullptr,
                           nullptr, nullptr));
        check(sqlite3_exec(db_, kTable, nullptr, nullptr, nullptr));
        begin_ = prepare("begin immediate");
        savepoint_ = prepare("savepoint job");
        release_ = prepare("release job");
        commit_ = prepare("commit");
        insert_ = prepare(kInsert);
    }
    ~RawDatabase() {
        for (sqlite3_stmt* statement : {begin_, savepoint_, release_, commit_, insert_})
            sqlite3_finalize(statement);
        sqlite3_close(db_);
    }
    RawDatabase(const RawDatabase&) = delete;
    RawDatabase& operator=(const RawDatabase&) = delete;

    void begin() { run(begin_); }
    void commit() { run(commit_); }
    void insert(std::int64_t id) {
        run(savepoint_);
        sqlite3_bind_int64(insert_, 1, id);
        sqlite3_bind_int64(insert_, 2, id % 1000);
        sqlite3_bind_int64(insert_, 3, id % 10);
        sqlite3_bind_text(insert_, 4, kState, -1, SQLITE_STATIC);
        sqlite3_bind_double(insert_, 5, 0.5);
        sqlite3_bind_text(insert_, 6, kNote, -1, SQLITE_STATIC);
        for (int i = 7; i <= 10; ++i) sqlite3_bind_int64(insert_, i, i);
        run(insert_);
        run(release_);
    }

private:
    sqlite3_stmt* prepare(const char* sql) {
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v2(db_, sql, -1, &statement, nullptr));
        return statement;
    }
    static void run(sqlite3_stmt* statement) {
        check(sqlite3_step(statement));
        sqlite3_reset(statement);
    }

    sqlite3* db_ = nullptr;
    sqlite3_stmt *begin_ = nullptr, *savepoint_ = nullptr, *release_ = nullptr, *commit_ = nullptr,
                 *insert_ = nullptr;
};

/// Callers sleep on a futex of their own.
class RawWriter : public Writer {
public:
    explicit RawWriter(const std::filesystem::path& file)
        : db_(file), thread_([this] { loop(); }) {}
    ~RawWriter() override {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        arrived_.notify_one();
        thread_.join();
    }

    void insert(std::int64_t id) override {
        thread_local Caller* mine = nullptr;
        {
            const std::lock_guard lock(mutex_);
            if (mine == nullptr) mine = &callers_.emplace_back();
            mine->id = id;
            mine->durable = 0;
            queue_.push_back(mine);
        }
        arrived_.notify_one();
        mine->durable.wait(0);
    }
    std::uint64_t commits() const override { return commits_; }

private:
    struct Caller {
        std::int64_t id = 0;
        std::atomic<int> durable{0};
    };

    void loop() {
        std::vector<Caller*> batch;
        std::unique_lock lock(mutex_);
        while (true) {
            arrived_.wait(lock, [&] { return !queue_.empty() || stopping_; });
            if (queue_.empty()) return;
            batch.swap(queue_);
            lock.unlock();
            db_.begin();
            for (const Caller* caller : batch) db_.insert(caller->id);
            db_.commit();
            ++commits_;
            for (Caller* caller : batch) {
                caller->durable = 1;
                caller->durable.notify_one();
            }
            batch.clear();
            lock.lock();
        }
    }

    RawDatabase db_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Caller> callers_;  ///< a thread's stays until all threads are done
    std::vector<Caller*> queue_;
    std::atomic<std::uint64_t> commits_{0};
    bool stopping_ = false;
    std::thread thread_;
};

class RawLoop : public Loop {
public:
    explicit RawLoop(const std::filesystem::path& file) : db_(file) {}

    double rows_per_second(int per_commit, double seconds) override {
        const std::int64_t first = next_;
        const auto start = std::chrono::steady_clock::now();
        std::chrono::duration<double> took{0};
        while (took.count() < seconds) {
            db_.begin();
            for (int i = 0; i < per_commit; ++i) db_.insert(next_++);
            db_.commit();
            took = std::chrono::steady_clock::now() - start;
        }
        return static_cast<double>(next_ - first) / took.count();
    }

private:
    RawDatabase db_;
    std::int64_t next_ = 1;
};

}  // namespace

std::unique_ptr<Writer> raw_writer(const std::filesystem::path& file) {
    return std::make_unique<RawWriter>(file);
}

std::unique_ptr<Loop> raw_loop(const std::filesystem::path& file) {
    return std::make_unique<RawLoop>(file);
}
