// For tests of storage: a folder that goes away, a log that is kept, an open database.
#pragma once

#include "db/engine.hpp"
#include "time/clock.hpp"

#include <stdlib.h>

#include <mutex>
#include <stdexcept>

namespace tessera::kernel::testing {

class TemporaryFolder {
public:
    /// `parent`: where to make it; the machine's folder for temporary files when empty.
    explicit TemporaryFolder(std::filesystem::path parent = {}) {
        if (parent.empty()) parent = std::filesystem::temp_directory_path();
        std::string name = parent / "tessera-test-XXXXXX";
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        path_ = name;
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

class RecordingLog : public Log {
public:
    void write(LogLevel, std::string_view message, const TextArgs&) override {
        const std::lock_guard lock(mutex_);
        messages_.emplace_back(message);
    }
    int count(std::string_view message) const {
        const std::lock_guard lock(mutex_);
        int count = 0;
        for (const std::string& each : messages_) count += each == message ? 1 : 0;
        return count;
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::string> messages_;
};

/// A database with the table item(id, name unique, size).
struct TestDatabase {
    explicit TestDatabase(DatabaseOptions options = {}) {
        if (options.file.empty()) options.file = folder.path() / "test.db";
        db = open_sqlite(options, log);
        db->change_schema([&](Transaction& tx) {
            db->run_script(tx,
                           "create table if not exists item (id bigint primary key,"
                           " name text unique, size integer);");
        });
    }
    std::int64_t count() {
        return db->read(
            [](Reader& r) { return *r.value<std::int64_t>("select count(*) from item"); });
    }

    TemporaryFolder folder;
    RecordingLog log;
    std::unique_ptr<Engine> db;
};

}  // namespace tessera::kernel::testing
