#include "import_service.hpp"

#include "actor_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tessera::elearning {

namespace {

constexpr std::int64_t kAtOnce = 2;
constexpr std::size_t kMostOpen = 50;  ///< each has a file of up to 2 GB in the store
constexpr int kMostWaiting = 8;
constexpr std::int64_t kMostTries = 3;  ///< of one during which the server ends
constexpr std::int64_t kKeepMs = std::int64_t{7} * 24 * 3600 * 1000;
constexpr std::int64_t kAgainMs = 1000;

std::string subject_of(Id<PackageImport> import) { return "import:" + import.text(); }

/// Somebody has cancelled the import that is being read.
struct Cancelled {};

}  // namespace

Id<PackageImport> ImportService::begin(const Principal& actor, const Upload& upload,
                                       const NewImport& wanted) {
    check_site(actor, kPackages);
    host_.db().read([&](Reader& reader) {
        if (wanted.course && !courses_.course(reader, *wanted.course))
            throw invalid("course", "There is no such course.");
        if (store::open_imports(reader).size() >= kMostOpen) {
            throw Error(ErrorKind::TooMany, "elearning.too-many-imports",
                        "Too many packages are waiting to be read. Try again in a few minutes.");
        }
    });
    ImportRecord import;
    import.id = host_.ids().make<PackageImport>();
    import.file_name = shortened(upload.file_name, kTitleBytes);
    import.course = wanted.course;
    import.title = shortened(wanted.title, kTitleBytes);
    import.draft = wanted.draft;
    import.actor_json = actor_json(actor).dump(-1, ' ', false, Json::error_handler_t::replace);
    import.created = host_.clock().now();
    const std::lock_guard lock(files_);
    import.sha256 = host_.files().adopt(upload);
    host_.db().write([&](Transaction& tx) {
        store::insert(tx, import);
        tx.enqueue(kImportJob, Json{{"import", import.id.text()}}.dump());
    });
    return import.id;
}

ImportRecord ImportService::find(Reader& reader, Id<PackageImport> id) {
    const auto import = store::import(reader, id);
    if (!import) throw not_found("There is no such import.");
    return *import;
}

ImportRecord ImportService::wait(Id<PackageImport> id, std::chrono::milliseconds time) {
    const auto until = std::chrono::steady_clock::now() + time;
    const auto look = [&] {
        return host_.db().read([&](Reader& reader) { return find(reader, id); });
    };
    std::unique_lock lock(mutex_);
    if (waiting_ >= kMostWaiting) {
        lock.unlock();
        return look();
    }
    ++waiting_;
    struct Waiting {
        ImportService& service;
        ~Waiting() {
            const std::lock_guard guard(service.mutex_);
            --service.waiting_;
        }
    } const waiting{*this};
    while (true) {
        const std::uint64_t seen = endings_;
        lock.unlock();
        ImportRecord known = look();
        if (known.ended() || std::chrono::steady_clock::now() >= until) return known;
        lock.lock();
        // Another server of the site may read it, of whose endings this one is not told.
        constexpr std::chrono::milliseconds kLook{500};
        const auto next = std::min(until, std::chrono::steady_clock::now() + kLook);
        ended_.wait_until(lock, next, [&] { return endings_ != seen; });
    }
}

void ImportService::cancel(const Principal& actor, Id<PackageImport> id) {
    check_site(actor, kPackages);
    ImportRecord import = host_.db().read([&](Reader& reader) { return find(reader, id); });
    import.state = "cancelled";
    host_.db().write([&](Transaction& tx) {
        if (!store::end_import(tx, import, host_.clock().now())) {
            throw Error(ErrorKind::Conflict, "elearning.import-ended",
                        "This import has ended already.");
        }
        tx.audit(actor, {"elearning.cancel-import", subject_of(id), "",
                         Json{{"file", import.sha256}}.dump()});
    });
    drop(import.sha256);
    tell();
}

void ImportService::run(JobContext& job) {
    const auto id =
        Id<PackageImport>::parse(Json::parse(job.payload).at("import").get<std::string>());
    if (!id) return;
    const auto import = host_.db().write([&](Transaction& tx) -> std::optional<ImportRecord> {
        const auto known = store::import(tx, *id);
        if (!known || known->ended()) return std::nullopt;
        if (store::begin_import(tx, *id, kAtOnce)) return store::import(tx, *id);
        tx.enqueue(kImportJob, job.payload, host_.clock().now() + kAgainMs);
        return std::nullopt;
    });
    if (!import) return;
    // A package that ends the server would end it for ever.
    if (import->tries > kMostTries) return fail(*import, "interrupted");
    try {
        read(job, *import);
    } catch (const Cancelled&) {
        drop(import->sha256);
    } catch (const Error& error) {
        // The queue ends a job this way when the server stops, and takes it up again; an
        // administrator ends it for good on the jobs page.
        if (error.code() == "jobs.stopping") {
            host_.db().write([&](Transaction& tx) { store::return_import(tx, *id); });
            tell();
            throw;
        }
        if (error.code() == "jobs.cancelled") {
            end(*import, "cancelled");
            throw;
        }
        host_.log().error(
            "An import failed",
            {{"import", id->text()}, {"code", error.code()}, {"error", error.what()}});
        fail(*import, error.kind() == ErrorKind::StorageFull ? "storage"
                      : error.kind() == ErrorKind::Invalid   ? "course"
                                                             : "internal");
    } catch (const std::exception& error) {
        host_.log().error("An import failed", {{"import", id->text()}, {"error", error.what()}});
        fail(*import, "internal");
    }
}

void ImportService::read(JobContext& job, const ImportRecord& import) {
    constexpr std::int64_t kEveryMs = 300;
    std::int64_t told = 0;
    const auto watch = [&](std::uint64_t done, std::uint64_t total) {
        // Throws when the job is to end. The row of the import is written as seldom as it is read.
        job.progress(static_cast<int>(done >> 20), static_cast<int>(total >> 20) + 1);
        const std::int64_t now = host_.clock().now().ms;
        if (now - told < kEveryMs) return;
        told = now;
        const bool wanted = host_.db().write([&](Transaction& tx) {
            return store::import_progress(tx, import.id, static_cast<std::int64_t>(done),
                                          static_cast<std::int64_t>(total));
        });
        if (!wanted) throw Cancelled();
    };
    const content::Checked checked = content::check(host_.files().path(import.sha256), {}, watch);
    if (!checked.course) {
        ImportRecord refused = import;
        refused.report_json = content::to_json(checked.report);
        return end(std::move(refused), "refused");
    }
    NewPackage zip;
    zip.file_name = import.file_name;
    zip.course = import.course;
    zip.title = import.title;
    zip.draft = import.draft;
    const Principal actor = actor_from(Json::parse(import.actor_json));
    const bool stored = packages_.store(
        actor, zip, checked, import.sha256, [&](Transaction& tx, const Imported& imported) {
            ImportRecord added = import;
            added.state = "added";
            added.package = imported.package;
            added.known = imported.known;
            added.next = imported.next;
            // Not when somebody has cancelled it at the last moment.
            return store::end_import(tx, added, host_.clock().now());
        });
    if (!stored) throw Cancelled();
    tell();
}

void ImportService::end(ImportRecord import, const char* state) {
    import.state = state;
    host_.db().write([&](Transaction& tx) { store::end_import(tx, import, host_.clock().now()); });
    drop(import.sha256);
    tell();
}

void ImportService::fail(ImportRecord import, const char* problem) {
    import.problem = problem;
    end(std::move(import), "failed");
}

/// Removes the file unless a package has it or another import wants it.
void ImportService::drop(const std::string& sha256) {
    const std::lock_guard lock(files_);
    const bool wanted = host_.db().read([&](Reader& reader) {
        return store::has_file(reader, sha256) || store::open_imports_of(reader, sha256) > 0;
    });
    if (!wanted) host_.files().remove(sha256);
}

void ImportService::tell() {
    const std::lock_guard lock(mutex_);
    ++endings_;
    ended_.notify_all();
}

void ImportService::forget_old() {
    host_.db().write(
        [&](Transaction& tx) { store::remove_imports(tx, host_.clock().now() + -kKeepMs); });
}

}  // namespace tessera::elearning
