#include "result.hpp"

#include <gtest/gtest.h>

namespace tessera::elearning {
namespace {

using scorm::Real;
using scorm::Success;

Result scored(Success success, const char* score) {
    Result result{success, {}, {}, {}};
    if (const auto value = Real::parse(score)) result.score = value->units;
    return result;
}

Result points(std::int64_t raw, std::int64_t max) {
    return {Success::Unknown, {}, Real::from_int(raw).units, Real::from_int(max).units};
}

TEST(Better, IsAPassBeforeAnyScore) {
    EXPECT_TRUE(better(scored(Success::Passed, "0.5"), scored(Success::Failed, "0.9")));
    EXPECT_FALSE(better(scored(Success::Failed, "0.9"), scored(Success::Passed, "0.5")));
    EXPECT_TRUE(better(scored(Success::Passed, ""), scored(Success::Unknown, "1")));
}

TEST(Better, IsTheHigherScore) {
    EXPECT_TRUE(better(scored(Success::Passed, "0.9"), scored(Success::Passed, "0.8")));
    EXPECT_TRUE(better(scored(Success::Failed, "0.2"), scored(Success::Failed, "")));
    EXPECT_FALSE(better(scored(Success::Passed, "0.8"), scored(Success::Passed, "0.8")));
}

TEST(Better, IsAnythingBeforeNothing) {
    EXPECT_TRUE(better(scored(Success::Failed, ""), Result()));
    EXPECT_FALSE(better(Result(), scored(Success::Failed, "")));
    EXPECT_FALSE(better(Result(), Result()));
}

TEST(Better, ComparesPointsOfOneMaximumOnly) {
    EXPECT_TRUE(better(points(8, 10), points(7, 10)));
    EXPECT_FALSE(better(points(7, 10), points(8, 10)));
    EXPECT_FALSE(better(points(80, 100), points(9, 10)));
    EXPECT_TRUE(better(scored(Success::Unknown, "0.1"), points(9, 10)));
}

}  // namespace
}  // namespace tessera::elearning
