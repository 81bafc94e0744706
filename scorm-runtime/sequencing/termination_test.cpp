#include "sequencing/play.hpp"

#include <gtest/gtest.h>

namespace scorm::sequencing {
namespace {

const char* const kTree =
    "root\n"
    "  a\n"
    "    a1\n"
    "    a2\n"
    "  b\n"
    "    b1\n"
    "    b2\n";

TEST(Navigation, RequestsThatNeedASessionAreRefusedBeforeTheStart) {
    Play play(kTree);
    EXPECT_EQ(play.next(), "NB.2.1-2");
    EXPECT_EQ(play.back(), "NB.2.1-2");
    EXPECT_EQ(play.exit(), "NB.2.1-2");
    EXPECT_EQ(play.exit_all(), "NB.2.1-2");
    EXPECT_EQ(play.abandon(), "NB.2.1-2");
    EXPECT_EQ(play.abandon_all(), "NB.2.1-2");
    EXPECT_EQ(play.suspend_all(), "NB.2.1-2");
    EXPECT_EQ(play.resume(), "NB.2.1-3");
    EXPECT_EQ(play.ask(Navigation::None), "NB.2.1-13");
}

TEST(Navigation, StartAndResumeAllAreRefusedDuringASession) {
    Play play(kTree);
    play.start();
    EXPECT_EQ(play.start(), "NB.2.1-1");
    EXPECT_EQ(play.resume(), "NB.2.1-1");
    EXPECT_EQ(play.id(play.tree().delivered()), "a1");
}

TEST(Navigation, ARefusedRequestLeavesTheActivityRunning) {
    Play play(kTree);
    play.sequencing("a").control.flow = false;
    play.sequencing("a").control.choice = true;
    play.choose("a1");
    play.passed();
    const std::string before = play.state();
    EXPECT_EQ(play.next(), "NB.2.1-4");
    EXPECT_EQ(play.back(), "NB.2.1-5");
    EXPECT_EQ(play.state(), before);
}

TEST(Termination, ExitTakesTheActivityAwayAndKeepsTheSessionOpen) {
    Play play(kTree);
    play.start();
    EXPECT_EQ(play.exit(), "choose");
    EXPECT_EQ(play.tree().delivered(), -1);
    EXPECT_EQ(play.exit(), "NB.2.1-12");
    EXPECT_EQ(play.abandon(), "NB.2.1-12");
    EXPECT_EQ(play.contents(), "root a a1 a2 b b1 b2");
    EXPECT_EQ(play.next(), "a2");
}

TEST(Termination, ExitAllEndsTheSessionAndKeepsTheTracking) {
    Play play(kTree);
    play.start();
    play.passed();
    EXPECT_EQ(play.exit_all(), "ended");
    EXPECT_EQ(play.success("a1"), "satisfied");
    EXPECT_FALSE(play.tree().tracking(0).active);
    EXPECT_EQ(play.tree().suspended(), -1);
    EXPECT_EQ(play.start(), "a1");
    EXPECT_EQ(play.attempts("root"), 2);
    EXPECT_EQ(play.attempts("a1"), 2);
}

TEST(Termination, SuspendAllBringsTheLearnerBackToTheSameAttempt) {
    Play play(kTree);
    play.start();
    play.next();
    play.incomplete();
    EXPECT_EQ(play.suspend_all(), "suspended");
    EXPECT_EQ(play.id(play.tree().suspended()), "a2");
    EXPECT_EQ(play.tree().current(), -1);
    EXPECT_EQ(play.completion("a2"), "incomplete");
    EXPECT_EQ(play.resume(), "a2");
    EXPECT_TRUE(play.last.resumed);
    EXPECT_EQ(play.attempts("a2"), 1);
    EXPECT_EQ(play.attempts("root"), 1);
    EXPECT_EQ(play.tree().suspended(), -1);
    EXPECT_EQ(play.completion("a2"), "incomplete");
}

TEST(Termination, SuspendAllAfterExitSuspendsTheClusterAndLeavesTheChoiceToTheLearner) {
    Play play(kTree);
    play.start();
    play.exit();
    EXPECT_EQ(play.suspend_all(), "suspended");
    EXPECT_EQ(play.id(play.tree().suspended()), "a");
    EXPECT_EQ(play.resume(), "DB.1.1-1");
    EXPECT_EQ(play.choose("a2"), "a2");
    EXPECT_EQ(play.attempts("a"), 1);
}

TEST(Termination, ThereIsNothingToSuspendOnceTheRootHasEnded) {
    Play play(kTree);
    play.sequencing("a1").post_rules = {always(RuleAction::ExitParent)};
    play.sequencing("a").post_rules = {always(RuleAction::ExitParent)};
    play.sequencing("root").post_rules = {always(RuleAction::Retry)};
    play.sequencing("root").pre_rules = {rule(ConditionKind::Attempted, RuleAction::Disabled)};
    play.sequencing("root").delivery.objective_set_by_content = true;
    play.start();
    // Retry of the root is found, but the root is disabled by now.
    EXPECT_EQ(play.exit(), "DB.1.1-3");
    EXPECT_EQ(play.suspend_all(), "TB.2.3-3");
}

TEST(Termination, AnotherActivityThanTheSuspendedOneClearsTheSuspension) {
    Play play(kTree);
    play.start();
    play.suspend_all();
    EXPECT_EQ(play.choose("b1"), "b1");
    EXPECT_EQ(play.tree().suspended(), -1);
    EXPECT_FALSE(play.tree().tracking(play.index("a1")).suspended);
    EXPECT_FALSE(play.tree().tracking(play.index("a")).suspended);
    EXPECT_EQ(play.attempts("root"), 1);
}

TEST(Termination, ContentThatSuspendsIsResumedWhenItIsDeliveredAgain) {
    Play play(kTree);
    play.start();
    play.tree().report_suspended(true);
    play.next();
    EXPECT_TRUE(play.tree().tracking(play.index("a1")).suspended);
    EXPECT_EQ(play.completion("a1"), "unknown");
    play.choose("b1");
    EXPECT_TRUE(play.tree().tracking(play.index("a")).suspended);
    EXPECT_EQ(play.choose("a1"), "a1");
    EXPECT_TRUE(play.last.resumed);
    EXPECT_EQ(play.attempts("a1"), 1);
    EXPECT_EQ(play.attempts("a"), 1);
}

TEST(Termination, ExitAllWithSuspendedContentDoesNotResumeTheCourse) {
    Play play(kTree);
    play.start();
    play.next();
    play.tree().report_suspended(true);
    EXPECT_EQ(play.exit_all(), "ended");
    EXPECT_EQ(play.resume(), "NB.2.1-3");
    EXPECT_EQ(play.start(), "a1");
    EXPECT_EQ(play.next(), "a2");
    EXPECT_TRUE(play.last.resumed);
}

TEST(Termination, AbandonDropsWhatTheContentReported) {
    Play play(kTree);
    play.start();
    play.passed();
    play.completed();
    EXPECT_EQ(play.success("a1"), "satisfied");
    EXPECT_EQ(play.abandon(), "choose");
    EXPECT_EQ(play.success("a1"), "unknown");
    EXPECT_EQ(play.completion("a1"), "unknown");
    EXPECT_EQ(play.attempts("a1"), 1);
    EXPECT_EQ(play.next(), "a2");
}

TEST(Termination, AbandonAllEndsTheSession) {
    Play play(kTree);
    play.start();
    play.passed();
    EXPECT_EQ(play.abandon_all(), "ended");
    EXPECT_EQ(play.success("a1"), "unknown");
    EXPECT_FALSE(play.tree().tracking(0).active);
    EXPECT_EQ(play.start(), "a1");
}

TEST(Termination, AnExitRuleEndsTheHighestClusterItHoldsFor) {
    Play play(kTree);
    play.sequencing("a").exit_rules = {rule(ConditionKind::Satisfied, RuleAction::Exit)};
    play.sequencing("a").rollup_rules = {{RollupChildren::Any,
                                          0,
                                          {},
                                          false,
                                          {{ConditionKind::Satisfied, false, {}, {}}},
                                          RollupAction::Satisfied}};
    play.start();
    play.passed();
    EXPECT_EQ(play.next(), "b1");
    EXPECT_FALSE(play.tree().tracking(play.index("a")).active);
}

TEST(Termination, PostConditionRetryRepeatsTheActivityInANewAttempt) {
    Play play(kTree);
    play.sequencing("a1").post_rules = {rule(ConditionKind::Satisfied, RuleAction::Retry, true)};
    play.start();
    play.failed();
    EXPECT_EQ(play.next(), "a1");
    EXPECT_EQ(play.attempts("a1"), 2);
    EXPECT_EQ(play.success("a1"), "unknown");
    play.passed();
    EXPECT_EQ(play.next(), "a2");
}

TEST(Termination, PostConditionContinueAndPreviousReplaceTheRequest) {
    Play play(kTree);
    play.sequencing("a2").post_rules = {rule(ConditionKind::Satisfied, RuleAction::Continue),
                                        rule(ConditionKind::Satisfied, RuleAction::Previous, true)};
    play.start();
    play.next();
    play.passed();
    EXPECT_EQ(play.choose("a1"), "b1");
    play.choose("a2");
    play.failed();
    EXPECT_EQ(play.next(), "a1");
}

TEST(Termination, PostConditionExitParentEndsTheClusterWhoseRulesFollow) {
    Play play(kTree);
    play.sequencing("a1").post_rules = {always(RuleAction::ExitParent)};
    play.sequencing("a").post_rules = {always(RuleAction::Retry)};
    play.start();
    EXPECT_EQ(play.next(), "a1");
    EXPECT_EQ(play.attempts("a"), 2);
    EXPECT_EQ(play.attempts("root"), 1);
}

TEST(Termination, ExitParentThatReachesTheRootEndsTheSession) {
    Play play(kTree);
    play.sequencing("b2").post_rules = {always(RuleAction::ExitParent)};
    play.sequencing("b").post_rules = {always(RuleAction::ExitParent)};
    play.start();
    play.choose("b2");
    EXPECT_EQ(play.back(), "ended");
}

TEST(Termination, ExitParentOfTheRootIsRefused) {
    Play play(kTree);
    play.sequencing("a1").post_rules = {always(RuleAction::ExitParent)};
    play.sequencing("a").post_rules = {always(RuleAction::ExitParent)};
    play.sequencing("root").post_rules = {always(RuleAction::ExitParent)};
    play.start();
    EXPECT_EQ(play.next(), "TB.2.3-4");
}

TEST(Termination, PostConditionExitAllEndsTheSession) {
    Play play(kTree);
    play.sequencing("a1").post_rules = {always(RuleAction::ExitAll)};
    play.start();
    EXPECT_EQ(play.choose("b1"), "ended");
    EXPECT_EQ(play.tree().current(), -1);
}

TEST(Termination, PostConditionRetryAllStartsTheCourseAgain) {
    Play play(kTree);
    play.sequencing("b2").post_rules = {rule(ConditionKind::Satisfied, RuleAction::RetryAll, true)};
    play.start();
    play.choose("b2");
    play.failed();
    EXPECT_EQ(play.next(), "a1");
    EXPECT_EQ(play.attempts("root"), 2);
}

TEST(Termination, RetryAllClearsObjectivesThatBelongToTheAttempt) {
    for (const bool global : {true, false}) {
        Play play(kTree);
        play.course.objectives_global_to_system = global;
        ObjectiveMap map;
        map.target = "g";
        map.write_satisfied = true;
        play.sequencing("a1").objectives.push_back({"o", false, false, {}, {map}});
        play.sequencing("b2").post_rules = {always(RuleAction::RetryAll)};
        play.start();
        play.tree().report_satisfied(1, true);
        play.choose("b2");
        EXPECT_EQ(play.success("a1", 1), "satisfied");
        EXPECT_EQ(play.next(), "a1");
        EXPECT_EQ(play.success("a1", 1), global ? "satisfied" : "unknown");
    }
}

TEST(Termination, PostConditionRulesRestWhileTheActivityIsSuspended) {
    Play play(kTree);
    play.sequencing("a1").post_rules = {always(RuleAction::Retry)};
    play.start();
    play.tree().report_suspended(true);
    EXPECT_EQ(play.next(), "a2");
}

TEST(Termination, RetryOfAClusterWithSuspendedContentIsRefused) {
    Play play(kTree);
    play.sequencing("a2").post_rules = {always(RuleAction::RetryAll)};
    play.start();
    play.tree().report_suspended(true);
    play.next();
    EXPECT_EQ(play.next(), "SB.2.10-2");
}

TEST(Termination, RetryOfAClusterThatHasNothingToDeliverIsRefused) {
    Play play(kTree);
    play.sequencing("a1").post_rules = {always(RuleAction::ExitParent)};
    play.sequencing("a1").limits.attempt_limit = 1;
    play.sequencing("a").post_rules = {always(RuleAction::Retry)};
    play.start();
    EXPECT_EQ(play.next(), "SB.2.10-3");
}

TEST(State, ASessionGoesOnFromItsStateAnywhere) {
    Play play(kTree);
    ObjectiveMap map;
    map.target = "g";
    map.write_measure = true;
    play.sequencing("a1").objectives[0].maps.push_back(map);
    play.start();
    play.scored("0.5");
    play.tree().report_suspended(true);
    play.reopen();
    EXPECT_EQ(play.id(play.tree().delivered()), "a1");
    EXPECT_EQ(play.measure("a1"), "0.5");
    play.next();
    play.reopen();
    EXPECT_EQ(play.measure("a1"), "0.5");
    EXPECT_TRUE(play.tree().tracking(play.index("a1")).suspended);
    EXPECT_EQ(play.choose("a1"), "a1");
    EXPECT_TRUE(play.last.resumed);
}

TEST(State, ThatDoesNotFitTheCourseIsRefused) {
    Play play(kTree);
    play.start();
    const std::string state = play.state();
    Play other("root\n  a\n");
    EXPECT_FALSE(other.reopen(state));
    EXPECT_FALSE(play.reopen("{}"));
    EXPECT_FALSE(play.reopen("[]"));
    EXPECT_FALSE(play.reopen(R"({"activities":7,"tracking":[{"activity":99}]})"));
    EXPECT_FALSE(play.reopen(R"({"activities":7,"objectives":[{"activity":1,"index":5}]})"));
    EXPECT_FALSE(play.reopen(R"({"activities":7,"available":[{"activity":0,"children":[1,1]}]})"));
    EXPECT_FALSE(play.reopen(R"({"activities":7,"available":[{"activity":0,"children":[2]}]})"));
    EXPECT_FALSE(
        play.reopen(R"({"activities":7,"current":2,"tracking":[{"activity":2,"active":true}]})"));
    EXPECT_TRUE(play.reopen(R"({"activities":7})"));
}

TEST(State, OfManyActivitiesKeepsOnlyWhatWasTouched) {
    std::string outline = "root\n";
    for (int i = 0; i < 1000; ++i) outline += "  a" + std::to_string(i) + "\n";
    Play play(outline);
    play.start();
    play.next();
    EXPECT_LT(play.state().size(), 600U);
}

}  // namespace
}  // namespace scorm::sequencing
