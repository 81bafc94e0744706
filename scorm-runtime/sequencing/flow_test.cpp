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
    "    b2\n"
    "  c\n";

TEST(Flow, StartDeliversTheFirstLeafAndContinueTheNextOnesToTheEnd) {
    Play play(kTree);
    EXPECT_EQ(play.start(), "a1");
    EXPECT_EQ(play.next(), "a2");
    EXPECT_EQ(play.next(), "b1");
    EXPECT_EQ(play.next(), "b2");
    EXPECT_EQ(play.next(), "c");
    EXPECT_EQ(play.next(), "ended");
    EXPECT_EQ(play.tree().current(), -1);
}

TEST(Flow, PreviousGoesBackAndStopsAtTheBeginning) {
    Play play(kTree);
    play.start();
    play.choose("c");
    EXPECT_EQ(play.back(), "b2");
    EXPECT_EQ(play.back(), "b1");
    EXPECT_EQ(play.back(), "a2");
    EXPECT_EQ(play.back(), "a1");
    EXPECT_FALSE(play.tree().validity().previous);
    EXPECT_EQ(play.back(), "SB.2.1-3");
}

TEST(Flow, AClusterWithoutFlowStopsStartAndContinue) {
    Play play(kTree);
    play.sequencing("b").control.flow = false;
    play.start();
    play.next();
    EXPECT_EQ(play.next(), "SB.2.2-1");

    Play stuck(kTree);
    stuck.sequencing("root").control.flow = false;
    EXPECT_EQ(stuck.start(), "SB.2.2-1");
    EXPECT_EQ(stuck.choose("b"), "b1");
}

TEST(Flow, PreviousIsRefusedInAForwardOnlyClusterAndStopsAtOneHigherUp) {
    Play play(kTree);
    play.sequencing("b").control.forward_only = true;
    play.start();
    play.choose("b2");
    EXPECT_EQ(play.back(), "NB.2.1-5");

    Play root(kTree);
    root.sequencing("root").control.forward_only = true;
    root.start();
    root.choose("b1");
    EXPECT_EQ(root.back(), "SB.2.1-4");
}

TEST(Flow, GoingBackIntoAForwardOnlyClusterDeliversItsFirstChild) {
    Play play(kTree);
    play.sequencing("b").control.forward_only = true;
    play.start();
    play.choose("c");
    EXPECT_EQ(play.back(), "b1");
}

TEST(Flow, GoingBackIntoAForwardOnlyClusterSkipsForwardInIt) {
    Play play(kTree);
    play.sequencing("b").control.forward_only = true;
    play.sequencing("b1").pre_rules = {always(RuleAction::Skip)};
    play.start();
    play.choose("c");
    EXPECT_EQ(play.back(), "b2");
}

TEST(Flow, GoingBackIntoAForwardOnlyClusterWithEverythingSkippedContinuesBeforeIt) {
    Play play(kTree);
    play.sequencing("b").control.forward_only = true;
    play.sequencing("b1").pre_rules = {always(RuleAction::Skip)};
    play.sequencing("b2").pre_rules = {always(RuleAction::Skip)};
    play.start();
    play.choose("c");
    EXPECT_EQ(play.back(), "a2");
}

TEST(Flow, SkippedLeavesAndClustersArePassedInBothDirections) {
    Play play(kTree);
    play.sequencing("a2").pre_rules = {always(RuleAction::Skip)};
    play.sequencing("b").pre_rules = {always(RuleAction::Skip)};
    EXPECT_EQ(play.start(), "a1");
    EXPECT_EQ(play.next(), "c");
    EXPECT_EQ(play.back(), "a1");
}

TEST(Flow, ContinueEndsTheSessionWhenTheRestIsSkipped) {
    Play play(kTree);
    play.sequencing("c").pre_rules = {always(RuleAction::Skip)};
    play.start();
    play.choose("b2");
    EXPECT_TRUE(play.tree().validity().continue_);
    EXPECT_EQ(play.next(), "ended");
}

TEST(Flow, ADisabledActivityStopsTheWalk) {
    Play play(kTree);
    play.sequencing("a2").pre_rules = {always(RuleAction::Disabled)};
    play.start();
    EXPECT_EQ(play.next(), "SB.2.2-2");
    EXPECT_EQ(play.tree().delivered(), -1);
    EXPECT_EQ(play.choose("b1"), "b1");
}

TEST(Flow, TheAttemptLimitStopsTheWalkOnceReached) {
    Play play(kTree);
    play.sequencing("a2").limits.attempt_limit = 1;
    play.start();
    EXPECT_EQ(play.next(), "a2");
    EXPECT_EQ(play.next(), "b1");
    EXPECT_EQ(play.back(), "SB.2.2-2");
}

TEST(Flow, TenThousandSkippedActivitiesAreWalkedWithoutRunningOutOfStack) {
    std::string outline = "root\n  first\n";
    for (int i = 0; i < 10000; ++i) outline += "  s" + std::to_string(i) + "\n";
    Play play(outline + "  last\n");
    for (Activity& activity : play.course.activities) {
        if (activity.identifier[0] == 's') {
            activity.sequencing.pre_rules = {always(RuleAction::Skip)};
        }
    }
    play.start();
    EXPECT_EQ(play.next(), "last");
    EXPECT_EQ(play.back(), "first");
}

TEST(Flow, ItemsWithoutContentAreNotThere) {
    Play play("root\n  a\n  empty\n  nothing\n    inside\n  b\n");
    play.activity("empty").href.clear();
    play.activity("inside").href.clear();
    play.start();
    EXPECT_EQ(play.contents(), "root a b");
    EXPECT_EQ(play.next(), "b");
    EXPECT_EQ(play.next(), "ended");
    EXPECT_EQ(play.completion("root"), "completed");
}

TEST(Flow, ACourseThatIsOneLeafIsDelivered) {
    Play play("root\n");
    EXPECT_EQ(play.start(), "root");
    EXPECT_EQ(play.next(), "NB.2.1-4");
    EXPECT_EQ(play.back(), "NB.2.1-6");
    EXPECT_EQ(play.exit(), "ended");
}

TEST(Flow, ACourseWithOneActivityAndNoFlowStartsByItselfAndOffersNoChoice) {
    Play play("root\n  only\n");
    play.sequencing("root").control.flow = false;
    EXPECT_EQ(play.start(), "only");
    EXPECT_EQ(play.contents(), "-root -only");
    EXPECT_FALSE(play.tree().validity().continue_);
    EXPECT_EQ(play.exit(), "choose");
}

TEST(Flow, Scorm12CoursesFlowAndLetChooseWhateverTheDefaultsSay) {
    Play play(kTree);
    play.course.edition = Edition::Scorm12;
    for (Activity& activity : play.course.activities) activity.sequencing.control.flow = false;
    EXPECT_EQ(play.start(), "a1");
    EXPECT_EQ(play.contents(), "root a a1 a2 b b1 b2 c");
    EXPECT_EQ(play.next(), "a2");
}

}  // namespace
}  // namespace scorm::sequencing
