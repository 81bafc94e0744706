#include "jobs/queue.hpp"

#include "jobs/schedule.hpp"
#include "log/doing.hpp"
#include "log/log.hpp"

#include <algorithm>
#include <chrono>

namespace tessera::kernel {
namespace {

constexpr std::int64_t kSecondMs = 1000;
constexpr std::int64_t kLeaseMs = 60 * kSecondMs;
constexpr std::int64_t kWaitForPluginMs = 30 * kSecondMs;
constexpr std::int64_t kKeepDoneMs = 7 * 24 * 3600 * kSecondMs;
constexpr std::int64_t kProgressEveryMs = 500;
constexpr int kMostAttempts = 6;
constexpr std::size_t kMostPayload = 1 << 20;
constexpr std::size_t kMostOfError = 1000;
/// Jobs written by other programs (commands), and times that come, are found by looking.
constexpr std::chrono::seconds kLookAround{1};
constexpr std::chrono::seconds kRenewEvery{15};

/// 10 s, 40 s, 160 s ... after the first, second, third attempt.
std::int64_t pause_after(int attempts) { return 10 * kSecondMs << 2 * (attempts - 1); }

/// The server stops: the handler ends where it may, and the job runs again after the next start.
Error stopping() { return {ErrorKind::Unavailable, "jobs.stopping", "The server is stopping."}; }

Error cancelled() { return {ErrorKind::Conflict, "jobs.cancelled", "The job was cancelled."}; }

}  // namespace

/// A job this process runs, and has to itself as long as it renews the lease.
struct JobQueue::Lease {
    std::int64_t id = 0;
    std::string job, payload;
    int attempt = 1;
};

JobQueue::JobQueue(Database& db, const Clock& clock, IdSource& ids, Log& log, int node)
    : db_(db), clock_(clock), ids_(ids), log_(log), node_(node) {}

JobQueue::~JobQueue() { stop(); }

void JobQueue::enqueue(Transaction& tx, std::string_view job, std::string_view payload_json,
                       std::optional<Instant> run_at) {
    if (payload_json.size() > kMostPayload) {
        throw Error(ErrorKind::TooLarge, "jobs.payload", "The payload of a job is at most 1 MB.");
    }
    const Instant now = clock_.now();
    tx.execute(
        "insert into kernel_job (id, job, payload, state, created_at, run_at) values (?, ?, ?, "
        "'waiting', ?, ?)",
        ids_.next(), job, payload_json, now, run_at.value_or(now));
    tx.on_durable([this] { wake(); });
}

void JobQueue::set_schedules(const std::vector<JobDeclaration>& jobs) {
    std::map<std::string, std::string> schedules;
    for (const JobDeclaration& declared : jobs) {
        if (declared.schedule.empty()) continue;
        if (!Schedule::parse(declared.schedule)) {
            throw invalid("schedule", "The job " + declared.job + " has the schedule \"" +
                                          declared.schedule +
                                          "\"; it can be \"every 15m\", \"every 2h\", \"daily "
                                          "02:00\" or \"weekly mon 06:30\".");
        }
        schedules[declared.job] = declared.schedule;
    }
    {
        const std::lock_guard lock(mutex_);
        schedules_ = std::move(schedules);
    }
    wake();
}

void JobQueue::start(JobRunner& runner, int workers) {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = false;
    }
    // Nobody else has this node's number: what it still leases was running when it died.
    db_.write([&](Transaction& tx) {
        tx.execute("update kernel_job set run_at = ? where state = 'running' and node = ?",
                   clock_.now(), node_);
    });
    run_thread([this] { keep_time(); });
    for (int i = 0; i < workers; ++i) run_thread([this, &runner] { work(runner); });
}

void JobQueue::run_thread(const std::function<void()>& loop) {
    {
        const std::lock_guard lock(mutex_);
        ++alive_;
    }
    threads_.emplace_back([this, loop] {
        loop();
        const std::lock_guard lock(mutex_);
        --alive_;
        changed_.notify_all();
    });
}

bool JobQueue::stop(std::chrono::milliseconds limit) {
    {
        std::unique_lock lock(mutex_);
        stopping_ = true;
        changed_.notify_all();
        if (!changed_.wait_for(lock, limit, [this] { return alive_ == 0; })) return false;
    }
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    return true;
}

void JobQueue::wake() {
    {
        const std::lock_guard lock(mutex_);
        ++signals_;
    }
    changed_.notify_all();
}

void JobQueue::work(JobRunner& runner) {
    std::uint64_t seen = 0;
    while (true) {
        bool ran = false;
        try {
            ran = run_one(runner);
        } catch (const std::exception& error) {
            log_.error("jobs: the database failed", {{"error", error.what()}});
        }
        std::unique_lock lock(mutex_);
        if (!ran)
            changed_.wait_for(lock, kLookAround, [&] { return signals_ != seen || stopping_; });
        if (stopping_) return;
        seen = signals_;
    }
}

void JobQueue::keep_time() {
    auto renewed = std::chrono::steady_clock::now();
    while (true) {
        try {
            enqueue_scheduled();
            if (std::chrono::steady_clock::now() - renewed > kRenewEvery) {
                renewed = std::chrono::steady_clock::now();
                renew_leases();
            }
        } catch (const std::exception& error) {
            log_.error("jobs: the database failed", {{"error", error.what()}});
        }
        std::unique_lock lock(mutex_);
        if (changed_.wait_for(lock, kLookAround, [&] { return stopping_; })) return;
    }
}

void JobQueue::enqueue_scheduled() {
    std::map<std::string, std::string> schedules;
    {
        const std::lock_guard lock(mutex_);
        schedules = schedules_;
    }
    const Instant now = clock_.now();
    std::map<std::string, std::pair<std::string, Instant>> known;
    db_.read([&](Reader& reader) {
        for (Row row : reader.query("select job, schedule, next_run from kernel_schedule")) {
            known[row.get<std::string>(0)] = {row.get<std::string>(1), row.get<Instant>(2)};
        }
    });
    for (const auto& [job, text] : schedules) {
        const auto found = known.find(job);
        const bool same = found != known.end() && found->second.first == text;
        if (same && found->second.second > now) continue;
        const Instant next = Schedule::parse(text)->next(clock_, now);
        db_.write([&, &job = job, &text = text](Transaction& tx) {
            if (!same) {
                tx.execute(
                    "insert into kernel_schedule (job, schedule, next_run) values (?, ?, ?)"
                    " on conflict (job) do update set schedule = excluded.schedule, next_run = "
                    "excluded.next_run",
                    job, text, next);
                return;
            }
            // Another node may have been quicker; the one whose update counts enqueues.
            const auto mine =
                tx.execute("update kernel_schedule set next_run = ? where job = ? and next_run = ?",
                           next, job, found->second.second);
            const auto unfinished = tx.value<int>(
                "select count(*) from kernel_job where job = ? and state in ('waiting', 'running')",
                job);
            if (mine == 1 && unfinished == 0) enqueue(tx, job, "{}", now);
        });
    }
}

void JobQueue::renew_leases() {
    std::vector<std::int64_t> running;
    {
        const std::lock_guard lock(mutex_);
        running.assign(running_.begin(), running_.end());
    }
    const Instant now = clock_.now();
    db_.write([&](Transaction& tx) {
        for (const std::int64_t id : running) {
            tx.execute(
                "update kernel_job set run_at = ? where id = ? and state = 'running' and node = ?",
                now + kLeaseMs, id, node_);
        }
        tx.execute("delete from kernel_job where state in ('done', 'cancelled') and run_at < ?",
                   now + -kKeepDoneMs);
    });
}

std::optional<JobQueue::Lease> JobQueue::take() {
    const Instant now = clock_.now();
    // The look is cheap and needs no transaction of the writer; nearly always nothing is due.
    const bool due = db_.read([&](Reader& reader) {
        return reader
            .value<int>(
                "select 1 from kernel_job where state in ('waiting', 'running') and run_at <= ? "
                "limit 1",
                now)
            .has_value();
    });
    if (!due) return std::nullopt;
    return db_.write([&](Transaction& tx) {
        return tx.first(
            [](Row row) {
                return Lease{row.get<std::int64_t>(0), row.get<std::string>(1),
                             row.get<std::string>(2), row.get<int>(3)};
            },
            "update kernel_job set state = 'running', run_at = ?, node = ?, attempts = attempts + "
            "1, error = ''"
            " where id = (select id from kernel_job where state in ('waiting', 'running') and "
            "run_at <= ? order by run_at, id limit 1)"
            " returning id, job, payload, attempts",
            now + kLeaseMs, node_, now);
    });
}

bool JobQueue::run_one(JobRunner& runner) {
    const std::optional<Lease> lease = take();
    if (!lease) return false;
    {
        const std::lock_guard lock(mutex_);
        running_.insert(lease->id);
    }
    run(*lease, runner);
    const std::lock_guard lock(mutex_);
    running_.erase(lease->id);
    return true;
}

void JobQueue::run(const Lease& lease, JobRunner& runner) {
    const std::string name = "job-" + id_text(lease.id);
    const LogScope scope(name);
    const std::string_view owner = std::string_view(lease.job).substr(0, lease.job.find('.'));
    const Doing doing("job", lease.job, owner);
    JobContext context{lease.payload, lease.attempt, {}};
    std::int64_t reported = 0;
    context.progress = [&](int done, int total) {
        {
            const std::lock_guard lock(mutex_);
            if (stopping_) throw stopping();
        }
        const std::int64_t now = clock_.now().ms;
        if (done < total && now - reported < kProgressEveryMs) return;
        reported = now;
        report_progress(lease, done, total);
    };
    try {
        if (runner.run(lease.job, context))
            end(lease, "done", 0, {});
        else
            end(lease, "waiting", kWaitForPluginMs, {});
    } catch (const Error& error) {
        if (error.code() == cancelled().code())
            end(lease, "cancelled", 0, error.what());
        else if (error.code() == stopping().code())
            end(lease, "waiting", 0, {});
        else
            fail(lease, error.what());
    } catch (const std::exception& error) {
        fail(lease, error.what());
    } catch (...) {
        fail(lease, "The handler has thrown something that is no exception.");
    }
}

void JobQueue::fail(const Lease& lease, const std::string& error) {
    const bool last = lease.attempt >= kMostAttempts;
    log_.write(last ? LogLevel::Error : LogLevel::Warning, "job failed",
               {{"job", lease.job}, {"attempt", std::to_string(lease.attempt)}, {"error", error}});
    if (last)
        end(lease, "failed", 0, error);
    else
        end(lease, "waiting", pause_after(lease.attempt), error);
}

void JobQueue::end(const Lease& lease, std::string_view state, std::int64_t pause_ms,
                   const std::string& error) {
    const Instant at = clock_.now() + pause_ms;
    // A job that only waits for its plugin has not been tried.
    const int untried = state == "waiting" && error.empty() ? 1 : 0;
    db_.write([&](Transaction& tx) {
        tx.execute(
            "update kernel_job set state = case when cancelling = 1 and ? = 'waiting' then "
            "'cancelled' else ? end,"
            " run_at = ?, error = ?, attempts = attempts - ? where id = ? and state = 'running' "
            "and node = ?",
            state, state, at, std::string_view(error).substr(0, kMostOfError), untried, lease.id,
            node_);
    });
}

void JobQueue::report_progress(const Lease& lease, int done, int total) {
    const bool cancelling = db_.write([&](Transaction& tx) {
        return tx
            .value<bool>(
                "update kernel_job set done = ?, total = ?, run_at = ? where id = ? returning "
                "cancelling",
                done, total, clock_.now() + kLeaseMs, lease.id)
            .value_or(true);
    });
    if (cancelling) throw cancelled();
}

}  // namespace tessera::kernel
