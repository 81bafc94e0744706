// The measure: group commit with nothing around it.
#include "writers.hpp"

#include <sqlite3.h>

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

namespace {

class RawWriter : public Writer {
public:
    explicit RawWriter(const std::filesystem::path& file) {
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
        thread_ = std::thread([this] { loop(); });
    }
    ~RawWriter() override {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        arrived_.notify_one();
        thread_.join();
        for (sqlite3_stmt* statement : {begin_, savepoint_, release_, commit_, insert_})
            sqlite3_finalize(statement);
        sqlite3_close(db_);
    }

    void insert(std::int64_t id) override {
        Waiting mine{id, 0};
        {
            const std::lock_guard lock(mutex_);
            queue_.push_back(&mine);
        }
        arrived_.notify_one();
        mine.durable.wait(0);
    }
    std::uint64_t commits() const override { return commits_; }

private:
    struct Waiting {
        std::int64_t id;
        std::atomic<int> durable;
    };

    static void check(int code) {
        if (code == SQLITE_OK || code == SQLITE_DONE) return;
        std::fprintf(stderr, "sqlite: %s\n", sqlite3_errstr(code));
        std::exit(1);
    }
    sqlite3_stmt* prepare(const char* sql) {
        sqlite3_stmt* statement = nullptr;
        check(sqlite3_prepare_v2(db_, sql, -1, &statement, nullptr));
        return statement;
    }
    static void run(sqlite3_stmt* statement) {
        check(sqlite3_step(statement));
        sqlite3_reset(statement);
    }
    void insert_row(std::int64_t id) {
        sqlite3_bind_int64(insert_, 1, id);
        sqlite3_bind_int64(insert_, 2, id % 1000);
        sqlite3_bind_int64(insert_, 3, id % 10);
        sqlite3_bind_text(insert_, 4, kState, -1, SQLITE_STATIC);
        sqlite3_bind_double(insert_, 5, 0.5);
        sqlite3_bind_text(insert_, 6, kNote, -1, SQLITE_STATIC);
        for (int i = 7; i <= 10; ++i) sqlite3_bind_int64(insert_, i, i);
        run(insert_);
    }
    void loop() {
        std::vector<Waiting*> batch;
        std::unique_lock lock(mutex_);
        while (true) {
            arrived_.wait(lock, [&] { return !queue_.empty() || stopping_; });
            if (queue_.empty()) return;
            batch.swap(queue_);
            lock.unlock();
            run(begin_);
            for (const Waiting* each : batch) {
                run(savepoint_);
                insert_row(each->id);
                run(release_);
            }
            run(commit_);
            ++commits_;
            for (Waiting* each : batch) {
                each->durable.store(1);
                each->durable.notify_one();
            }
            batch.clear();
            lock.lock();
        }
    }

    sqlite3* db_ = nullptr;
    sqlite3_stmt *begin_ = nullptr, *savepoint_ = nullptr, *release_ = nullptr, *commit_ = nullptr,
                 *insert_ = nullptr;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::vector<Waiting*> queue_;
    std::atomic<std::uint64_t> commits_{0};
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace

std::unique_ptr<Writer> raw_writer(const std::filesystem::path& file) {
    return std::make_unique<RawWriter>(file);
}
