// Imports as jobs: reading a package of two gigabytes takes a while, and one that was made to hurt
// may take longer. A request puts the file into the store and the import into the queue; a job reads
// it, at most two at a time over the site. Whoever asked may wait, look at its progress, or leave.
// Of what is refused, cancelled or fails no file stays.
#pragma once

#include "import_store.hpp"
#include "package_service.hpp"
#include "tessera/tessera.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace tessera::elearning {

inline constexpr const char* kImportJob = "elearning.import";

struct NewImport {
    std::optional<Id<catalogue::Course>> course;  ///< attach it to this one
    std::string title;                            ///< of the course; empty: as the package says
    bool draft = false;
};

/// Thread-safe.
class ImportService {
public:
    ImportService(Host& host, catalogue::Courses& courses, PackageService& packages)
        : host_(host), courses_(courses), packages_(packages) {}

    /// Error{Invalid, field "course"} for an unknown course, Error{TooMany} when too many wait.
    Id<PackageImport> begin(const Principal& actor, const Upload& upload, const NewImport& wanted);

    /// The import when it has ended, or as it is after that time. Few may wait at once, for each
    /// holds a thread of the server; the others are answered at once.
    ImportRecord wait(Id<PackageImport> id, std::chrono::milliseconds time);

    /// Error{NotFound} for an unknown one.
    ImportRecord find(Reader& reader, Id<PackageImport> id);
    /// Error{Conflict} when it has ended.
    void cancel(const Principal& actor, Id<PackageImport> id);

    /// The job.
    void run(JobContext& job);
    /// Takes away what ended more than a week ago.
    void forget_old();

private:
    void read(JobContext& job, const ImportRecord& import);
    void end(ImportRecord import, const char* state);
    void fail(ImportRecord import, const char* problem);
    void drop(const std::string& sha256);
    void tell();

    Host& host_;
    catalogue::Courses& courses_;
    PackageService& packages_;
    std::mutex files_;  ///< between storing a file and the row that refers to it
    std::mutex mutex_;
    std::condition_variable ended_;
    std::uint64_t endings_ = 0;
    int waiting_ = 0;
};

}  // namespace tessera::elearning
