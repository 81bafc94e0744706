#include "db/test_support.hpp"
#include "time/clock.hpp"
#include "time/ids.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace tessera::kernel {
namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kDay = 24 * kHour;

Instant utc(int year, unsigned month, unsigned day, int minute = 0) {
    return {Date::of(year, month, day).days * kDay + minute * 60'000};
}

TEST(Clock, knows_british_summer_time) {
    const SystemClock clock;
    EXPECT_EQ(clock.minute_of_day(utc(2026, 1, 15, 12 * 60)), 12 * 60);
    EXPECT_EQ(clock.minute_of_day(utc(2026, 7, 15, 12 * 60)), 13 * 60);
    EXPECT_EQ(clock.date_of(utc(2026, 7, 15, 23 * 60 + 30)), Date::of(2026, 7, 16));
    EXPECT_EQ(clock.date_of({-1}), Date::of(1970, 1, 1))
        << "British standard time was an hour ahead";
}

TEST(Clock, finds_the_instant_of_a_local_time) {
    const SystemClock clock;
    EXPECT_EQ(instant_at(clock, Date::of(2026, 1, 15), 120), utc(2026, 1, 15, 120));
    EXPECT_EQ(instant_at(clock, Date::of(2026, 7, 15), 120), utc(2026, 7, 15, 60));
    EXPECT_EQ(instant_at(clock, Date::of(2026, 7, 15), 0), utc(2026, 7, 14, 23 * 60));
    // 29 March 2026: 01:00 becomes 02:00, so 01:30 does not exist.
    EXPECT_EQ(instant_at(clock, Date::of(2026, 3, 29), 90), utc(2026, 3, 29, 60));
    // 25 October 2026: 01:30 comes twice.
    EXPECT_EQ(instant_at(clock, Date::of(2026, 10, 25), 90), utc(2026, 10, 25, 30));
}

TEST(Clock, refuses_zones_that_do_not_exist) {
    for (const char* zone : {"Mars/Olympus", "", "../../etc/passwd", "/etc/passwd", "Europe"}) {
        EXPECT_THROW(SystemClock{zone}, Error) << zone;
    }
}

TEST(Clock, of_tests_moves_when_told) {
    ManualClock clock(utc(2026, 12, 31, 23 * 60 + 59));
    EXPECT_EQ(clock.today(), Date::of(2026, 12, 31));
    clock.advance(60'000);
    EXPECT_EQ(clock.today(), Date::of(2027, 1, 1));
}

TEST(NodeIds, are_unique_among_threads_and_grow) {
    const SystemClock clock;
    NodeIds ids(clock, 5);
    constexpr int kThreads = 4, kEach = 50'000;
    std::vector<std::vector<std::int64_t>> made(kThreads);
    std::vector<std::thread> threads;
    for (auto& mine : made) {
        threads.emplace_back([&] {
            for (int i = 0; i < kEach; ++i) mine.push_back(ids.next());
        });
    }
    for (auto& thread : threads) thread.join();
    std::set<std::int64_t> all;
    for (const auto& mine : made) {
        EXPECT_TRUE(std::is_sorted(mine.begin(), mine.end()));
        all.insert(mine.begin(), mine.end());
    }
    EXPECT_EQ(all.size(), std::size_t{kThreads * kEach});
}

TEST(NodeIds, hold_time_node_and_sequence) {
    ManualClock clock(utc(2020, 1, 1));
    clock.advance(1);
    NodeIds ids(clock, 3);
    EXPECT_EQ(ids.next(), (1LL << 22) | (3LL << 12));
    EXPECT_EQ(ids.next(), (1LL << 22) | (3LL << 12) | 1);
    clock.advance(-kDay);
    EXPECT_EQ(ids.next(), (1LL << 22) | (3LL << 12) | 2) << "a clock set back does not repeat ids";
}

TEST(NodeNumber, is_held_once_and_free_again_afterwards) {
    const testing::TemporaryFolder folder;
    const auto file = folder.path() / "node.lock";
    {
        const NodeNumber first(file), second(file);
        EXPECT_EQ(first.value(), 0);
        EXPECT_EQ(second.value(), 1);
    }
    EXPECT_EQ(NodeNumber(file).value(), 0);
}

}  // namespace
}  // namespace tessera::kernel
