#include "db/storage.hpp"

#include "audit/audit.hpp"
#include "db/effects.hpp"
#include "db/migrations.hpp"
#include "log/log.hpp"

namespace tessera::kernel {
namespace {

namespace fs = std::filesystem;

fs::path data_folder(const fs::path& path) {
    std::error_code error;
    const bool created = fs::create_directories(path, error);
    if (created) fs::permissions(path, fs::perms::owner_all, error);
    if (error) {
        throw Error(
            ErrorKind::Internal, "storage.folder",
            "The data folder " + path.string() + " cannot be made: " + error.message() + ".");
    }
    return path;
}

std::unique_ptr<Engine> open(const fs::path& data, DatabaseOptions options, Log& log) {
    options.file = data / "tessera.db";
    return open_sqlite(options, log);
}

}  // namespace

/// What transactions do beside SQL goes to its owners.
class Storage::Connected : public Effects {
public:
    explicit Connected(Storage& storage) : storage_(storage) {}

    void publish(Transaction& tx, const char* id, std::int64_t subject, const void* event,
                 std::string (*to_json)(const void*)) override {
        storage_.outbox_.publish(tx, id, subject, event, to_json);
    }
    void audit(Transaction& tx, const Principal& actor, const AuditEntry& entry) override {
        write_audit(tx, storage_.ids_, storage_.clock_.now(), LogScope::current(), actor, entry);
    }
    void enqueue(Transaction& tx, std::string_view job, std::string_view payload_json,
                 std::optional<Instant> run_at) override {
        storage_.jobs_.enqueue(tx, job, payload_json, run_at);
    }

private:
    Storage& storage_;
};

Storage::Storage(const fs::path& data, const fs::path& kernel_migrations, const Clock& clock,
                 Log& log, DatabaseOptions database)
    : clock_(clock),
      node_(data_folder(data) / "node.lock"),
      ids_(clock, node_.value()),
      files_(data / "files", data / "tmp"),
      db_(open(data, std::move(database), log)),
      outbox_(*db_, clock, ids_, log),
      jobs_(*db_, clock, ids_, log, node_.value()),
      effects_(std::make_unique<Connected>(*this)) {
    migrate(*db_, clock, "kernel", kernel_migrations);
    db_->set_effects(effects_.get());
}

Storage::~Storage() { close(); }

void Storage::close() {
    outbox_.stop();
    jobs_.stop();
    db_->close();
}

}  // namespace tessera::kernel
