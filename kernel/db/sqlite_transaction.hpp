// The SDK's Reader and Transaction on a SQLite connection.
#pragma once

#include "db/effects.hpp"
#include "db/sqlite_connection.hpp"

#include <functional>
#include <vector>

namespace tessera::kernel {

class SqliteReader : public Reader {
public:
    explicit SqliteReader(SqliteConnection& connection) : connection_(connection) {}

protected:
    std::unique_ptr<Cursor> run(std::string_view sql, std::span<const Param> params) override {
        return connection_.query(sql, params);
    }

private:
    SqliteConnection& connection_;
};

/// One for all jobs of a batch; each job has its own savepoint.
class SqliteTransaction : public Transaction {
public:
    SqliteTransaction(SqliteConnection& connection, Effects* effects)
        : connection_(connection), effects_(effects) {}

    void audit(const Principal& actor, const AuditEntry& entry) override;
    void enqueue(std::string_view job, std::string_view payload_json,
                 std::optional<Instant> run_at) override;
    void on_durable(std::function<void()> fn) override { durable_.push_back(std::move(fn)); }

    /// What is to be run after the commit; a job that failed is cut off again.
    std::vector<std::function<void()>>& durable() { return durable_; }
    SqliteConnection& connection() { return connection_; }

protected:
    std::unique_ptr<Cursor> run(std::string_view sql, std::span<const Param> params) override {
        return connection_.query(sql, params);
    }
    std::int64_t change(std::string_view sql, std::span<const Param> params) override {
        return connection_.change(sql, params);
    }
    void publish_raw(const char* id, std::int64_t subject, const void* event,
                     std::string (*to_json)(const void*)) override;

private:
    Effects& effects();

    SqliteConnection& connection_;
    Effects* effects_;
    std::vector<std::function<void()>> durable_;
};

}  // namespace tessera::kernel
