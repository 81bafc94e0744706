#include "award_rules.hpp"

#include <gtest/gtest.h>

namespace tessera::competencies {
namespace {

const Date kToday = Date::of(2026, 11, 22);

TEST(AwardExpiry, IsTheRenewalPeriodAfterTheAchievement) {
    EXPECT_EQ(expiry(kToday, 12, std::nullopt), Date::of(2027, 11, 22));
    EXPECT_EQ(expiry(Date::of(2024, 2, 29), 12, std::nullopt), Date::of(2025, 2, 28));
}

TEST(AwardExpiry, IsNeverWithoutARenewalPeriod) { EXPECT_FALSE(expiry(kToday, 0, std::nullopt)); }

TEST(AwardExpiry, LosesNothingWhenRenewedInTheLastThreeMonths) {
    EXPECT_EQ(expiry(kToday, 24, Date::of(2026, 12, 14)), Date::of(2028, 12, 14));
    EXPECT_EQ(expiry(kToday, 24, kToday), Date::of(2028, 11, 22));
    EXPECT_EQ(expiry(kToday, 24, Date::of(2027, 2, 22)), Date::of(2029, 2, 22));
}

TEST(AwardExpiry, StartsAfreshWhenRenewedEarlierOrTooLate) {
    EXPECT_EQ(expiry(kToday, 24, Date::of(2027, 2, 23)), Date::of(2028, 11, 22));
    EXPECT_EQ(expiry(kToday, 24, Date::of(2026, 11, 21)), Date::of(2028, 11, 22));
}

Holding holding(std::int64_t competency, int level, Date achieved, std::optional<Date> expires) {
    return {{achieved.days}, {competency}, level, achieved, expires, "course"};
}

TEST(HoldingsThatCount, AreTheLongestLastingOfEachLevel) {
    const auto counted = counting({
        holding(1, 1, Date::of(2026, 1, 1), Date::of(2030, 1, 1)),
        holding(1, 2, Date::of(2025, 1, 1), Date::of(2027, 1, 1)),
        holding(1, 2, Date::of(2025, 6, 1), Date::of(2027, 6, 1)),
        holding(2, 0, Date::of(2020, 1, 1), std::nullopt),
        holding(2, 0, Date::of(2026, 1, 1), Date::of(2040, 1, 1)),
    });
    ASSERT_EQ(counted.size(), 3u);
    EXPECT_EQ(counted[0].achieved, Date::of(2025, 6, 1));
    EXPECT_EQ(counted[1].level, 1);
    EXPECT_FALSE(counted[2].expires);
}

TEST(ARequirement, IsAnsweredByItsLevelOrAboveThatLastsLongest) {
    const std::vector<Holding> held{holding(1, 2, Date::of(2024, 1, 1), Date::of(2026, 1, 1)),
                                    holding(1, 1, Date::of(2025, 1, 1), Date::of(2028, 1, 1))};
    EXPECT_EQ(answering(held, {1}, 1), &held[1]);
    EXPECT_EQ(answering(held, {1}, 2), &held[0]);
    EXPECT_EQ(answering(held, {1}, 3), nullptr);
    EXPECT_EQ(answering(held, {2}, 0), nullptr);
}

TEST(CompetencyRules, NameTheFieldAtFault) {
    EXPECT_TRUE(problems({"DSA", "Data security awareness", "Core Skills", "0", "12"}).empty());
    const auto found = problems({"dsa!", "", "", "10", "a year"});
    ASSERT_EQ(found.size(), 5u);
    EXPECT_EQ(found[0].first, "name");
    EXPECT_EQ(found[4].first, "renewal_months");
}

}  // namespace
}  // namespace tessera::competencies
