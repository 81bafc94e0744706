// The durable job queue with its worker threads and schedules.
//
// A worker takes a job by a lease that is renewed while the handler runs; when the process dies the
// lease ends and another worker takes the job again. A failed job is tried again with growing
// pauses and is then left as "failed" for an administrator.
#pragma once

#include "jobs/runner.hpp"
#include "tessera/database.hpp"
#include "tessera/host.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <thread>

namespace tessera::kernel {

/// A job as a manifest declares it. An empty schedule: it only runs when it is enqueued.
struct JobDeclaration {
    std::string job;
    std::string schedule;
};

/// One entry of the queue, for the administrator's page.
struct JobInfo {
    Id<struct QueuedJob> id;
    std::string job, payload, error;
    std::string state;  ///< waiting running done failed cancelled
    int attempts = 0, done = 0, total = 0;
    Instant created, run_at;
};

struct JobCounts {
    std::int64_t waiting = 0, running = 0, failed = 0;
};

class JobQueue {
public:
    JobQueue(Database& db, const Clock& clock, IdSource& ids, Log& log, int node);
    ~JobQueue();
    JobQueue(const JobQueue&) = delete;
    JobQueue& operator=(const JobQueue&) = delete;

    void enqueue(Transaction& tx, std::string_view job, std::string_view payload_json,
                 std::optional<Instant> run_at);

    /// The schedules in force; replaces those before. Throws Error{Invalid} naming a job whose
    /// schedule can't be read. May be called while running.
    void set_schedules(const std::vector<JobDeclaration>& jobs);

    /// Worker threads and the one that keeps time. Only the server runs them.
    void start(JobRunner& runner, int workers = 4);
    /// Waits for the handlers that run now, at most `limit`. False when one still runs: then neither
    /// this nor what it uses may be destroyed. Its job runs again after the next start.
    bool stop(std::chrono::milliseconds limit = std::chrono::hours(24));
    /// Runs one due job on the calling thread; false when none is due. For commands and tests.
    bool run_one(JobRunner& runner);
    /// Puts the jobs into the queue whose schedule is due. start() does it by itself.
    void enqueue_scheduled();

    std::vector<JobInfo> list(std::string_view state, int limit = 100);
    std::optional<JobInfo> find(Id<QueuedJob> id);
    JobCounts counts();
    /// Error{Conflict} when the job is not failed or cancelled.
    void retry(Id<QueuedJob> id);
    /// A running job ends at its next report of progress. Error{Conflict} when it has ended.
    void cancel(Id<QueuedJob> id);

private:
    struct Lease;
    std::optional<Lease> take();
    void run(const Lease& lease, JobRunner& runner);
    void fail(const Lease& lease, const std::string& error);
    void end(const Lease& lease, std::string_view state, std::int64_t pause_ms,
             const std::string& error);
    void report_progress(const Lease& lease, int done, int total);
    void work(JobRunner& runner);
    void keep_time();
    void run_thread(const std::function<void()>& loop);
    void renew_leases();
    void wake();

    Database& db_;
    const Clock& clock_;
    IdSource& ids_;
    Log& log_;
    const int node_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::uint64_t signals_ = 0;
    bool stopping_ = false;
    std::map<std::string, std::string> schedules_;
    std::set<std::int64_t> running_;
    std::vector<std::thread> threads_;
    std::size_t alive_ = 0;  ///< of these threads
};

}  // namespace tessera::kernel
