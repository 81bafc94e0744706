#include "enrolment_rules.hpp"

#include <gtest/gtest.h>

namespace tessera::enrolment {
namespace {

TEST(EnrolmentStatus, TextsReadBack) {
    for (std::size_t i = 0; i < kStatusTexts.size(); ++i) {
        const auto status = status_parse(kStatusTexts[i]);
        ASSERT_TRUE(status);
        EXPECT_EQ(status_text(*status), kStatusTexts[i]);
    }
    EXPECT_FALSE(status_parse("finished"));
}

TEST(EnrolmentStatus, NothingFollowsAnEnd) {
    for (std::size_t from = 0; from < kStatusTexts.size(); ++from) {
        if (!ended(static_cast<Status>(from))) continue;
        for (std::size_t to = 0; to < kStatusTexts.size(); ++to) {
            EXPECT_FALSE(may_follow(static_cast<Status>(from), static_cast<Status>(to)));
        }
    }
}

TEST(EnrolmentStatus, AResultNeedsAPlace) {
    EXPECT_FALSE(may_follow(Status::Requested, Status::Completed));
    EXPECT_FALSE(may_follow(Status::Waitlisted, Status::Completed));
    EXPECT_TRUE(may_follow(Status::Placed, Status::Completed));
    EXPECT_TRUE(may_follow(Status::InProgress, Status::Completed));
}

TEST(EnrolmentStatus, WhatAwardsCompetenciesIsAResult) {
    EXPECT_TRUE(is_result(Status::Completed));
    EXPECT_TRUE(is_result(Status::Attended));
    EXPECT_TRUE(is_result(Status::Failed));
    EXPECT_TRUE(is_result(Status::DidNotAttend));
    EXPECT_FALSE(is_result(Status::Placed));
    EXPECT_FALSE(is_result(Status::Withdrawn));
}

TEST(EnrolmentStatus, APlaceCanBeGivenUpUntilItIsUsed) {
    EXPECT_TRUE(may_follow(Status::Requested, Status::Withdrawn));
    EXPECT_TRUE(may_follow(Status::InProgress, Status::Withdrawn));
    EXPECT_FALSE(may_follow(Status::Completed, Status::Withdrawn));
    EXPECT_FALSE(may_follow(Status::Placed, Status::Placed));
}

}  // namespace
}  // namespace tessera::enrolment
