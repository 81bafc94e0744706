#include "jobs/queue.hpp"

#include "db/storage.hpp"
#include "db/test_support.hpp"
#include "jobs/schedule.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace tessera::kernel {
namespace {

class TestRunner : public JobRunner {
public:
    bool run(std::string_view job, JobContext& context) override {
        ++runs;
        if (job == "shop.absent") return false;
        if (handler) handler(context);
        const std::lock_guard lock(mutex);
        ran.push_back(std::string(job) + " " + context.payload);
        return true;
    }
    std::function<void(JobContext&)> handler;
    std::atomic<int> runs{0};
    std::mutex mutex;
    std::vector<std::string> ran;
};

class JobQueueTest : public ::testing::Test {
protected:
    JobQueue& jobs() { return storage_.jobs(); }
    void enqueue(std::string_view job, std::string_view payload = "{}",
                 std::optional<Instant> at = {}) {
        storage_.db().write([&](Transaction& tx) { tx.enqueue(job, payload, at); });
    }
    bool run() { return jobs().run_one(runner_); }
    JobInfo only(std::string_view state) {
        const auto list = jobs().list(state);
        EXPECT_EQ(list.size(), 1U) << state;
        return list.empty() ? JobInfo{} : list[0];
    }

    testing::TemporaryFolder folder_;
    testing::RecordingLog log_;
    ManualClock clock_{Instant{1'795'000'000'000}};
    Storage storage_{folder_.path(), TESSERA_KERNEL_MIGRATIONS, clock_, log_};
    TestRunner runner_;
};

TEST_F(JobQueueTest, runs_jobs_when_they_are_due) {
    enqueue("shop.later", "{}", clock_.now() + 5000);
    enqueue("shop.now", "{\"a\":1}");
    EXPECT_TRUE(run());
    EXPECT_FALSE(run());
    clock_.advance(5000);
    EXPECT_TRUE(run());
    EXPECT_EQ(runner_.ran, (std::vector<std::string>{"shop.now {\"a\":1}", "shop.later {}"}));
    EXPECT_EQ(jobs().list("done").size(), 2U);
}

TEST_F(JobQueueTest, keeps_no_job_of_a_transaction_that_rolled_back) {
    EXPECT_THROW(storage_.db().write([&](Transaction& tx) {
        tx.enqueue("shop.now", "{}");
        throw std::runtime_error("no");
    }),
                 std::runtime_error);
    EXPECT_FALSE(run());
}

TEST_F(JobQueueTest, tries_a_failed_job_again_and_leaves_it_for_the_administrator_in_the_end) {
    runner_.handler = [](JobContext&) { throw std::runtime_error("printer on fire"); };
    enqueue("shop.print");
    for (int attempt = 1; attempt <= 6; ++attempt) {
        EXPECT_TRUE(run());
        EXPECT_FALSE(run()) << "not without a pause";
        clock_.advance(24 * 3'600'000);
    }
    EXPECT_FALSE(run());
    const JobInfo failed = only("failed");
    EXPECT_EQ(failed.error, "printer on fire");
    EXPECT_EQ(failed.attempts, 6);
    EXPECT_EQ(jobs().counts().failed, 1);

    runner_.handler = nullptr;
    jobs().retry(failed.id);
    EXPECT_TRUE(run());
    EXPECT_EQ(only("done").attempts, 1);
    EXPECT_THROW(jobs().retry(failed.id), Error);
}

TEST_F(JobQueueTest, lets_a_job_wait_for_its_plugin_without_counting_attempts) {
    enqueue("shop.absent");
    for (int i = 0; i < 10; ++i) {
        EXPECT_TRUE(run());
        clock_.advance(30'000);
    }
    EXPECT_EQ(only("waiting").attempts, 0);
}

TEST_F(JobQueueTest, shows_progress_and_cancels_at_the_next_report) {
    Id<QueuedJob> id;
    runner_.handler = [&](JobContext& context) {
        id = only("running").id;
        context.progress(1, 10);
        EXPECT_EQ(jobs().find(id)->done, 1);
        EXPECT_EQ(jobs().find(id)->total, 10);
        jobs().cancel(id);
        clock_.advance(1000);
        context.progress(2, 10);
        ADD_FAILURE() << "went on";
    };
    enqueue("shop.long");
    EXPECT_TRUE(run());
    EXPECT_EQ(only("cancelled").id, id);
    EXPECT_THROW(jobs().cancel(id), Error);
}

TEST_F(JobQueueTest, cancels_a_waiting_job) {
    enqueue("shop.now");
    jobs().cancel(only("waiting").id);
    EXPECT_FALSE(run());
}

TEST_F(JobQueueTest, takes_a_job_again_whose_lease_has_ended) {
    runner_.handler = [&](JobContext&) {
        if (runner_.runs > 1) return;
        EXPECT_FALSE(run()) << "leased";
        clock_.advance(61'000);
        EXPECT_TRUE(run());
    };
    enqueue("shop.now");
    EXPECT_TRUE(run());
    EXPECT_EQ(runner_.runs, 2);
    EXPECT_EQ(only("done").attempts, 2);
}

TEST_F(JobQueueTest, runs_a_job_again_that_was_running_when_the_process_died) {
    storage_.db().write([&](Transaction& tx) {
        tx.enqueue("shop.now", "{}");
        tx.execute("update kernel_job set state = 'running', node = 0, run_at = ?",
                   clock_.now() + 50'000);
    });
    jobs().start(runner_, 1);
    for (int i = 0; i < 500 && runner_.runs == 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    jobs().stop();
    EXPECT_EQ(runner_.runs, 1);
}

TEST_F(JobQueueTest, runs_many_jobs_once_each_on_several_threads) {
    jobs().start(runner_, 4);
    for (int i = 0; i < 100; ++i) enqueue("shop.now", std::to_string(i));
    for (int i = 0; i < 500 && jobs().list("done", 200).size() < 100; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    jobs().stop();
    const std::set<std::string> different(runner_.ran.begin(), runner_.ran.end());
    EXPECT_EQ(runner_.ran.size(), 100U);
    EXPECT_EQ(different.size(), 100U);
}

TEST_F(JobQueueTest, enqueues_by_schedule_once_and_not_while_the_last_one_waits) {
    jobs().set_schedules({{"shop.tidy", "every 15m"}, {"shop.now", ""}});
    jobs().enqueue_scheduled();
    EXPECT_FALSE(run()) << "the first run is at the next quarter";
    clock_.advance(15 * 60'000);
    jobs().enqueue_scheduled();
    jobs().enqueue_scheduled();
    EXPECT_EQ(jobs().counts().waiting, 1);
    clock_.advance(15 * 60'000);
    jobs().enqueue_scheduled();
    EXPECT_EQ(jobs().counts().waiting, 1);
    EXPECT_TRUE(run());
    clock_.advance(15 * 60'000);
    jobs().enqueue_scheduled();
    EXPECT_TRUE(run());
}

TEST_F(JobQueueTest, refuses_schedules_it_cannot_read) {
    EXPECT_THROW(jobs().set_schedules({{"shop.tidy", "sometimes"}}), Error);
}

TEST_F(JobQueueTest, refuses_a_payload_that_is_too_large) {
    EXPECT_THROW(enqueue("shop.now", std::string((1 << 20) + 1, 'x')), Error);
}

TEST(Schedule, is_read_strictly) {
    for (const char* text : {"every 1m", "every 90m", "every 2h", "every 168h", "daily 00:00",
                             "daily 23:59", "weekly sun 06:30"}) {
        EXPECT_TRUE(Schedule::parse(text)) << text;
    }
    for (const char* text :
         {"", "every", "every 0m", "every -1m", "every 5s", "every 5", "every 169h", "every 5m ",
          "daily 24:00", "daily 2:00", "daily 02:60", "daily 02-00", "daily +2:00", "weekly 06:30",
          "weekly xxx 06:30", "weekly monday 06:30", "Daily 02:00", "every 99999999999m"}) {
        EXPECT_FALSE(Schedule::parse(text)) << text;
    }
}

TEST(Schedule, finds_the_next_run_in_local_time) {
    const SystemClock clock;
    const auto at = [&](int y, unsigned m, unsigned d, int minute) {
        return instant_at(clock, Date::of(y, m, d), minute);
    };
    const auto daily = *Schedule::parse("daily 02:00");
    EXPECT_EQ(daily.next(clock, at(2026, 7, 1, 60)), at(2026, 7, 1, 120));
    EXPECT_EQ(daily.next(clock, at(2026, 7, 1, 120)), at(2026, 7, 2, 120));
    EXPECT_EQ(daily.next(clock, at(2026, 10, 24, 120)) - at(2026, 10, 24, 120), 25 * 3'600'000)
        << "clocks go back";
    // 2026-11-22 is a Sunday.
    const auto weekly = *Schedule::parse("weekly mon 06:30");
    EXPECT_EQ(weekly.next(clock, at(2026, 11, 22, 0)), at(2026, 11, 23, 390));
    EXPECT_EQ(weekly.next(clock, at(2026, 11, 23, 390)), at(2026, 11, 30, 390));
    EXPECT_EQ(Schedule::parse("every 15m")->next(clock, {15 * 60'000}), Instant{30 * 60'000});
}

}  // namespace
}  // namespace tessera::kernel
