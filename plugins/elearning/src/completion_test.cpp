#include "completion.hpp"

#include <gtest/gtest.h>

namespace tessera::elearning {
namespace {

using scorm::Completion;
using scorm::Real;
using scorm::Success;

AttemptFacts said(Completion completion, Success success) {
    AttemptFacts facts;
    facts.completion = completion;
    facts.success = success;
    facts.parts = 3;
    facts.parts_opened = 1;
    return facts;
}

AttemptFacts scored(const char* score, Completion completion = Completion::Incomplete) {
    AttemptFacts facts = said(completion, Success::Unknown);
    facts.score = Real::parse(score);
    return facts;
}

CompletionRule when(CompleteWhen when) {
    CompletionRule rule;
    rule.when = when;
    return rule;
}

TEST(ByDefault, APassCompletesWhateverTheCompletion) {
    for (const auto completion : {Completion::Unknown, Completion::NotAttempted,
                                  Completion::Incomplete, Completion::Completed}) {
        const Judgement judgement = judge({}, said(completion, Success::Passed));
        EXPECT_TRUE(judgement.complete);
        EXPECT_EQ(judgement.completion, completion) << "the content's own word is kept";
    }
}

TEST(ByDefault, CompletionIsEnoughWhereNothingIsSaidOfSuccess) {
    EXPECT_TRUE(judge({}, said(Completion::Completed, Success::Unknown)).complete);
    EXPECT_FALSE(judge({}, said(Completion::Incomplete, Success::Unknown)).complete);
    EXPECT_FALSE(judge({}, said(Completion::Unknown, Success::Unknown)).complete);
}

TEST(ByDefault, AFailStandsInTheWay) {
    EXPECT_FALSE(judge({}, said(Completion::Completed, Success::Failed)).complete);
    EXPECT_FALSE(judge({}, scored("1")).complete) << "a score alone says nothing";
}

TEST(Mapping, APassMayNotBeEnough) {
    CompletionRule rule;
    rule.passed_completes = false;
    EXPECT_FALSE(judge(rule, said(Completion::Incomplete, Success::Passed)).complete);
    EXPECT_TRUE(judge(rule, said(Completion::Completed, Success::Passed)).complete);
}

TEST(Mapping, AFailMayBeAsGood) {
    CompletionRule rule;
    rule.failed_completes = true;
    const Judgement judgement = judge(rule, said(Completion::Incomplete, Success::Failed));
    EXPECT_TRUE(judgement.complete);
    EXPECT_EQ(judgement.success, Success::Failed);
    rule.when = CompleteWhen::PartsOpened;
    EXPECT_FALSE(judge(rule, said(Completion::Incomplete, Success::Failed)).complete);
}

TEST(RuleOpened, CompletesAtOnceUnlessTheContentFailsTheLearner) {
    const CompletionRule rule = when(CompleteWhen::Opened);
    const Judgement judgement = judge(rule, said(Completion::Unknown, Success::Unknown));
    EXPECT_TRUE(judgement.complete);
    EXPECT_EQ(judgement.completion, Completion::Completed);
    EXPECT_FALSE(judge(rule, said(Completion::Completed, Success::Failed)).complete);
}

TEST(RuleParts, CountsPartsAndNotTheWordOfTheWhole) {
    AttemptFacts facts = said(Completion::Incomplete, Success::Passed);
    EXPECT_FALSE(judge(when(CompleteWhen::PartsOpened), facts).complete);
    facts.parts_opened = 3;
    EXPECT_TRUE(judge(when(CompleteWhen::PartsOpened), facts).complete);
    EXPECT_FALSE(judge(when(CompleteWhen::PartsDone), facts).complete);
    facts.parts_done = 3;
    EXPECT_TRUE(judge(when(CompleteWhen::PartsDone), facts).complete);
}

TEST(RuleTime, CompletesAfterTheMinutes) {
    CompletionRule rule = when(CompleteWhen::Time);
    rule.minutes = 30;
    AttemptFacts facts = said(Completion::Completed, Success::Passed);
    facts.time = 30 * 60'000 - 1;
    EXPECT_FALSE(judge(rule, facts).complete) << "a pass does not shorten it";
    ++facts.time;
    EXPECT_TRUE(judge(rule, facts).complete);
}

TEST(RuleScore, OutranksTheContent) {
    CompletionRule rule = when(CompleteWhen::Score);
    rule.pass_mark = 70;
    AttemptFacts facts = scored("0.7", Completion::Unknown);
    facts.success = Success::Failed;
    EXPECT_TRUE(judge(rule, facts).complete);
    EXPECT_EQ(judge(rule, facts).success, Success::Passed);
    facts.score = Real::parse("0.6999999");
    facts.success = Success::Passed;
    EXPECT_FALSE(judge(rule, facts).complete);
    EXPECT_EQ(judge(rule, facts).success, Success::Failed);
}

TEST(RuleScore, IsNotMetWithoutAScore) {
    CompletionRule rule = when(CompleteWhen::Score);
    rule.pass_mark = 1;
    EXPECT_FALSE(judge(rule, said(Completion::Completed, Success::Passed)).complete);
    rule.failed_completes = true;
    EXPECT_FALSE(judge(rule, scored("0", Completion::Completed)).complete);
}

TEST(PassMark, DecidesWhereTheContentGivesAScoreOnly) {
    CompletionRule rule;
    rule.pass_mark = 80;
    EXPECT_EQ(judge(rule, scored("0.8")).success, Success::Passed);
    EXPECT_TRUE(judge(rule, scored("0.8")).complete);
    EXPECT_EQ(judge(rule, scored("0.79", Completion::Completed)).success, Success::Failed);
    EXPECT_FALSE(judge(rule, scored("0.79", Completion::Completed)).complete);
    AttemptFacts facts = scored("0.1", Completion::Completed);
    facts.success = Success::Passed;
    EXPECT_TRUE(judge(rule, facts).complete) << "the content has said passed";
}

TEST(PassMark, FailsNobodyBeforeTheEnd) {
    CompletionRule rule;
    rule.pass_mark = 80;
    AttemptFacts facts = scored("0.2");
    EXPECT_EQ(judge(rule, facts).success, Success::Unknown);
    facts.ended = true;
    EXPECT_EQ(judge(rule, facts).success, Success::Failed);
}

TEST(Outcome, AfterAFailLeavesTheEnrolmentOpen) {
    const Judgement failed = judge({}, said(Completion::Completed, Success::Failed));
    EXPECT_EQ(outcome(failed, {1, 0}, true), Outcome::InProgress);
    EXPECT_EQ(outcome(failed, {2, 3}, true), Outcome::InProgress);
    EXPECT_EQ(outcome(failed, {3, 3}, false), Outcome::InProgress);
}

TEST(Outcome, OfAFailInTheLastAttemptAllowedIsFailed) {
    const Judgement failed = judge({}, said(Completion::Incomplete, Success::Failed));
    EXPECT_EQ(outcome(failed, {3, 3}, true), Outcome::Failed);
    const Judgement open = judge({}, said(Completion::Incomplete, Success::Unknown));
    EXPECT_EQ(outcome(open, {3, 3}, true), Outcome::InProgress);
    const Judgement passed = judge({}, said(Completion::Incomplete, Success::Passed));
    EXPECT_EQ(outcome(passed, {3, 3}, false), Outcome::Completed);
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
    for (const auto completion : {Completion::Unknown, Completion::NotAttempted,
                                  Completion::Incomplete, Completion::Completed}) {
        EXPECT_EQ(completion_of(completion_text(completion)), completion);
    }
    EXPECT_EQ(completion_of("done"), Completion::Unknown);
}

}  // namespace
}  // namespace tessera::elearning
