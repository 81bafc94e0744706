// The data folder and everything that lives in it, opened, connected and closed in the right order.
//
//     DIR/tessera.db (+wal, shm)   files/ab/<sha256>   tmp/   node.lock
#pragma once

#include "db/engine.hpp"
#include "events/outbox.hpp"
#include "files/store.hpp"
#include "jobs/queue.hpp"
#include "time/ids.hpp"

#include <filesystem>
#include <memory>

namespace tessera::kernel {

class Storage {
public:
    /// Opens the folder, creating it (mode 0700) when missing, and applies the kernel's migrations.
    /// `database.file` is set here. Clock and log outlive this.
    Storage(const std::filesystem::path& data, const std::filesystem::path& kernel_migrations,
            const Clock& clock, Log& log, DatabaseOptions database = {});
    ~Storage();
    Storage(const Storage&) = delete;
    Storage& operator=(const Storage&) = delete;

    Engine& db() { return *db_; }
    IdSource& ids() { return ids_; }
    DiskFiles& files() { return files_; }
    Outbox& outbox() { return outbox_; }
    JobQueue& jobs() { return jobs_; }
    const Clock& clock() const { return clock_; }

    /// Who handles events: before the first transaction that publishes one. outbox().start() and
    /// jobs().start() are the server's to call.
    void connect(EventSink& sink) { outbox_.set_sink(sink); }
    /// Ends deliveries and jobs and closes the database. The destructor does it too.
    void close();

private:
    class Connected;

    const Clock& clock_;
    NodeNumber node_;
    NodeIds ids_;
    DiskFiles files_;
    std::unique_ptr<Engine> db_;
    Outbox outbox_;
    JobQueue jobs_;
    std::unique_ptr<Connected> effects_;
};

}  // namespace tessera::kernel
