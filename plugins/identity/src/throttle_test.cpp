#include "throttle.hpp"

#include <gtest/gtest.h>

using namespace tessera;
using namespace tessera::identity;

namespace {

constexpr ThrottleLimit kLimit{5, 15 * 60'000};
constexpr std::int64_t kMinute = 60'000;

ThrottleAnswer after(int wrong, Instant now) {
    Tries tries;
    ThrottleAnswer answer;
    for (int i = 0; i < wrong; ++i) {
        answer = take_try(tries, kLimit, now);
        tries = answer.next;
    }
    return answer;
}

}  // namespace

TEST(Throttle, CountsDownToThePause) {
    const Instant now{1'000'000'000};
    EXPECT_EQ(after(1, now).left, 4);
    EXPECT_EQ(after(2, now).left, 3);
    EXPECT_EQ(after(5, now).left, 0);
    EXPECT_TRUE(after(5, now).allowed);
    EXPECT_FALSE(after(6, now).allowed);
    EXPECT_EQ(after(6, now).paused_until, now + 15 * kMinute);
}

TEST(Throttle, MoreTriesDoNotMakeThePauseLonger) {
    const Instant now{1'000'000'000};
    const auto paused = after(5, now);
    const auto later = take_try(paused.next, kLimit, now + 14 * kMinute);
    EXPECT_FALSE(later.allowed);
    EXPECT_EQ(later.paused_until, now + 15 * kMinute);
}

TEST(Throttle, AfterThePauseAllTriesAreBack) {
    const Instant now{1'000'000'000};
    const auto again = take_try(after(5, now).next, kLimit, now + 15 * kMinute);
    EXPECT_TRUE(again.allowed);
    EXPECT_EQ(again.left, 4);
}

TEST(Throttle, OldTriesAreForgotten) {
    const Instant now{1'000'000'000};
    EXPECT_EQ(take_try(after(4, now).next, kLimit, now + 15 * kMinute).left, 4);
    EXPECT_EQ(take_try(after(3, now).next, kLimit, now + 14 * kMinute).left, 1);
}

TEST(Throttle, ARightPasswordGivesTheTryBack) {
    const Instant now{1'000'000'000};
    const Tries back = give_back(after(5, now).next);
    EXPECT_EQ(back.count, 4);
    EXPECT_TRUE(take_try(back, kLimit, now).allowed);
}
