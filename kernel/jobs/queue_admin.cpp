// What an administrator sees of the queue and does with it.
#include "jobs/queue.hpp"

namespace tessera::kernel {
namespace {

JobInfo info_of(Row row) {
    JobInfo info;
    info.id = row.get<Id<QueuedJob>>(0);
    info.job = row.get<std::string>(1);
    info.payload = row.get<std::string>(2);
    info.state = row.get<std::string>(3);
    info.created = row.get<Instant>(4);
    info.run_at = row.get<Instant>(5);
    info.attempts = row.get<int>(6);
    info.done = row.get<int>(7);
    info.total = row.get<int>(8);
    info.error = row.get<std::string>(9);
    return info;
}

constexpr const char* kInfoColumns =
    "select id, job, payload, state, created_at, run_at, attempts, done, total, error from "
    "kernel_job ";

}  // namespace

std::vector<JobInfo> JobQueue::list(std::string_view state, int limit) {
    return db_.read([&](Reader& reader) {
        return reader.all(
            info_of,
            std::string(kInfoColumns) + "where state = ? order by run_at desc, id desc limit ?",
            state, limit);
    });
}

std::optional<JobInfo> JobQueue::find(Id<QueuedJob> id) {
    return db_.read([&](Reader& reader) {
        return reader.first(info_of, std::string(kInfoColumns) + "where id = ?", id);
    });
}

JobCounts JobQueue::counts() {
    JobCounts counts;
    db_.read([&](Reader& reader) {
        for (Row row : reader.query("select state, count(*) from kernel_job where state in "
                                    "('waiting', 'running', 'failed') group by state")) {
            const auto state = row.get<std::string>(0);
            (state == "waiting"   ? counts.waiting
             : state == "running" ? counts.running
                                  : counts.failed) = row.get<std::int64_t>(1);
        }
    });
    return counts;
}

void JobQueue::retry(Id<QueuedJob> id) {
    const Instant now = clock_.now();
    db_.write([&](Transaction& tx) {
        if (tx.execute(
                "update kernel_job set state = 'waiting', run_at = ?, attempts = 0, cancelling = 0"
                " where id = ? and state in ('failed', 'cancelled')",
                now, id) == 0) {
            throw Error(ErrorKind::Conflict, "jobs.retry",
                        "Only a failed or cancelled job can be run again.");
        }
        tx.on_durable([this] { wake(); });
    });
}

void JobQueue::cancel(Id<QueuedJob> id) {
    const Instant now = clock_.now();
    db_.write([&](Transaction& tx) {
        if (tx.execute("update kernel_job set state = 'cancelled', run_at = ? where id = ? and "
                       "state = 'waiting'",
                       now, id) == 1)
            return;
        if (tx.execute("update kernel_job set cancelling = 1 where id = ? and state = 'running'",
                       id) == 1)
            return;
        throw Error(ErrorKind::Conflict, "jobs.cancel", "The job has ended already.");
    });
}

}  // namespace tessera::kernel
