// The database as the kernel sees it: the SDK's Database and what only the program itself needs.
// SQLite is the engine there is; another one implements the same class.
#pragma once

#include "tessera/database.hpp"
#include "tessera/host.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

namespace tessera::kernel {

class Effects;

struct DatabaseOptions {
    std::filesystem::path file{};
    std::size_t max_batch = 500;  ///< writes committed together at most
    int busy_timeout_ms = 5000;   ///< patience with another process that is writing
    int slow_statement_ms = 100;  ///< longer ones are logged with their SQL
    int slow_write_ms = 20;  ///< write functions hold up all others, so they are watched closer
    std::size_t idle_readers = 32;  ///< read connections kept open
    std::int64_t max_pages = 0;     ///< size limit in pages of 4 KB; 0: none
};

/// Counters since the start; for /metrics.
struct DatabaseStats {
    std::uint64_t writes = 0;         ///< acknowledged
    std::uint64_t writes_failed = 0;  ///< rolled back alone
    std::uint64_t commits = 0;        ///< transactions on disk; writes / commits is the batch size
    std::uint64_t reads = 0;
    std::uint64_t statements = 0;
    std::uint64_t slow_statements = 0;
    std::uint64_t writes_waiting = 0;  ///< now
    std::uint64_t readers_open = 0;    ///< connections, now
    std::int64_t database_bytes = 0;   ///< now
    std::int64_t wal_bytes = 0;        ///< now
};

class Engine : public Database {
public:
    /// "sqlite": picks migrations that exist once per engine.
    virtual std::string_view name() const = 0;
    /// Connects events, audit and jobs. Before the first transaction that uses them.
    virtual void set_effects(Effects* effects) = 0;
    /// Runs `fn` alone, not together with other writes, and with foreign keys checked at its end
    /// only, so that a migration can rebuild a table others refer to.
    virtual void change_schema(const std::function<void(Transaction&)>& fn) = 0;
    /// Keeps other processes from changing the schema as long as the result lives; waits for one
    /// that does, at most a minute, then throws Error{Unavailable} with a sentence.
    virtual std::shared_ptr<void> lock_schema() = 0;
    /// Whether the database has the table; asked of the engine's own catalogue.
    virtual bool has_table(Reader& reader, std::string_view table) = 0;
    /// Runs a script of several statements inside `tx`, which change_schema() gave. The portable
    /// DDL is turned into the engine's own (see README.md).
    virtual void run_script(Transaction& tx, std::string_view sql) = 0;
    /// Writes a complete copy of the database as of now to a new file, beside reads and writes.
    virtual void backup(const std::filesystem::path& target) = 0;
    /// Finishes the writes that wait and closes the connections; later calls throw
    /// Error{Unavailable}.
    virtual void close() = 0;
    virtual DatabaseStats stats() const = 0;
};

/// Opens the database file, creating it when there is none. Throws DbError.
std::unique_ptr<Engine> open_sqlite(const DatabaseOptions& options, Log& log);

/// Statements this thread has asked for since it began, those of its write functions included.
/// The difference over a request is what its log line calls "queries".
std::uint64_t statements_of_this_thread();

}  // namespace tessera::kernel
