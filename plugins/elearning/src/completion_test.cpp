#include "completion.hpp"

#include <gtest/gtest.h>

namespace tessera::elearning {
namespace {

using scorm::Completion;
using scorm::Real;
using scorm::Success;

TEST(Outcome, IsCompletedByAPassWhateverTheCompletion) {
    for (const auto completion : {Completion::Unknown, Completion::NotAttempted,
                                  Completion::Incomplete, Completion::Completed}) {
        EXPECT_EQ(outcome(completion, Success::Passed, {1, 0}, true), Outcome::Completed);
        EXPECT_EQ(outcome(completion, Success::Passed, {3, 3}, true), Outcome::Completed);
    }
}

TEST(Outcome, IsCompletedByCompletionWhereNothingIsSaidOfSuccess) {
    EXPECT_EQ(outcome(Completion::Completed, Success::Unknown, {1, 0}, true), Outcome::Completed);
    EXPECT_EQ(outcome(Completion::Incomplete, Success::Unknown, {1, 0}, true), Outcome::InProgress);
    EXPECT_EQ(outcome(Completion::Unknown, Success::Unknown, {1, 1}, true), Outcome::InProgress);
}

TEST(Outcome, AfterAFailLeavesTheEnrolmentOpen) {
    EXPECT_EQ(outcome(Completion::Completed, Success::Failed, {1, 0}, true), Outcome::InProgress);
    EXPECT_EQ(outcome(Completion::Incomplete, Success::Failed, {9, 0}, true), Outcome::InProgress);
}

TEST(Outcome, OfAFailInTheLastAttemptAllowedIsFailed) {
    EXPECT_EQ(outcome(Completion::Completed, Success::Failed, {2, 3}, true), Outcome::InProgress);
    EXPECT_EQ(outcome(Completion::Completed, Success::Failed, {3, 3}, true), Outcome::Failed);
    EXPECT_EQ(outcome(Completion::Completed, Success::Failed, {3, 3}, false), Outcome::InProgress);
}

TEST(Percent, RoundsHalvesAwayFromZero) {
    EXPECT_EQ(percent(std::nullopt), std::nullopt);
    EXPECT_EQ(percent(*Real::parse("0.845")), 85);
    EXPECT_EQ(percent(*Real::parse("0.8449999")), 84);
    EXPECT_EQ(percent(*Real::parse("-0.005")), -1);
    EXPECT_EQ(percent(Real::from_int(1)), 100);
}

TEST(StatusTexts, AreReadBack) {
    for (const auto success : {Success::Unknown, Success::Failed, Success::Passed}) {
        EXPECT_EQ(success_of(success_text(success)), success);
    }
    EXPECT_EQ(completion_text(Completion::NotAttempted), "not attempted");
}

}  // namespace
}  // namespace tessera::elearning
