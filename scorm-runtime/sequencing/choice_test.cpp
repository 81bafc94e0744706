#include "sequencing/play.hpp"

#include <gtest/gtest.h>

namespace scorm::sequencing {
namespace {

const char* const kTree =
    "root\n"
    "  a\n"
    "    a1\n"
    "    a2\n"
    "    a3\n"
    "  b\n"
    "    b1\n"
    "      b11\n"
    "      b12\n"
    "    b2\n"
    "  c\n"
    "    c1\n"
    "  d\n"
    "    d1\n";

TEST(Choice, AnythingMayBeChosenAndClustersLeadToTheirFirstLeaf) {
    Play play(kTree);
    EXPECT_EQ(play.contents(), "root a a1 a2 a3 b b1 b11 b12 b2 c c1 d d1");
    EXPECT_EQ(play.choose("b2"), "b2");
    EXPECT_EQ(play.choose("a"), "a1");
    EXPECT_EQ(play.choose("b"), "b11");
    EXPECT_EQ(play.choose("root"), "a1");
}

TEST(Choice, ChoosingTheCurrentActivityStartsANewAttemptOnIt) {
    Play play(kTree);
    play.start();
    EXPECT_EQ(play.choose("a1"), "a1");
    EXPECT_EQ(play.attempts("a1"), 2);
    EXPECT_EQ(play.attempts("a"), 1);
    EXPECT_FALSE(play.last.resumed);
}

TEST(Choice, ChoosingTheCurrentActivityResumesItWhenItSuspended) {
    Play play(kTree);
    play.start();
    play.tree().report_suspended(true);
    EXPECT_EQ(play.choose("a1"), "a1");
    EXPECT_EQ(play.attempts("a1"), 1);
    EXPECT_TRUE(play.last.resumed);
}

TEST(Choice, IsRefusedWhenTheParentDoesNotAllowIt) {
    Play play(kTree);
    play.sequencing("b").control.choice = false;
    play.start();
    EXPECT_EQ(play.choose("b2"), "NB.2.1-10");
    EXPECT_EQ(play.choose("b11"), "b11");
    EXPECT_EQ(play.contents(), "root a a1 a2 a3 b -b1 b11 b12 -b2 c c1 d d1");
}

TEST(Choice, TheRootMayBeChosenAlthoughItsOwnChoiceIsFalse) {
    Play play(kTree);
    play.sequencing("root").control.choice = false;
    play.start();
    EXPECT_TRUE(play.can_choose("root"));
    EXPECT_FALSE(play.can_choose("a"));
    EXPECT_EQ(play.choose("root"), "a1");
}

TEST(Choice, OfSomethingThatIsNotInTheTreeIsRefused) {
    Play play(kTree);
    play.start();
    EXPECT_EQ(play.choose("nowhere"), "NB.2.1-11");
}

TEST(Choice, ChoiceExitFalseOnTheCurrentActivityLeavesNothingToChoose) {
    Play play(kTree);
    play.sequencing("a1").control.choice_exit = false;
    play.start();
    EXPECT_EQ(play.contents(), "-root -a -a1 -a2 -a3 -b -b1 -b11 -b12 -b2 -c -c1 -d -d1");
    EXPECT_EQ(play.choose("a2"), "NB.2.1-8");
    EXPECT_EQ(play.next(), "a2");
    EXPECT_TRUE(play.can_choose("d1"));
}

TEST(Choice, ChoiceExitFalseOnAClusterKeepsTheLearnerInIt) {
    Play play(kTree);
    play.sequencing("b").control.choice_exit = false;
    play.start();
    play.choose("b11");
    EXPECT_EQ(play.choose("a1"), "NB.2.1-8");
    EXPECT_EQ(play.contents(), "-root -a -a1 -a2 -a3 b b1 b11 b12 b2 -c -c1 -d -d1");
    EXPECT_EQ(play.choose("b2"), "b2");
}

TEST(Choice, ChoiceExitHoldsOnlyWhileTheAttemptGoesOn) {
    Play play(kTree);
    play.sequencing("b").control.choice_exit = false;
    play.start();
    play.choose("b11");
    EXPECT_EQ(play.exit(), "choose");
    // b itself is still open
    EXPECT_EQ(play.choose("a1"), "NB.2.1-8");
    EXPECT_EQ(play.choose("b2"), "b2");
}

TEST(Choice, HiddenActivitiesAreNotInTheContentsNorWhatIsBelowThem) {
    Play play(kTree);
    play.sequencing("b").pre_rules = {always(RuleAction::HiddenFromChoice)};
    play.sequencing("a2").pre_rules = {always(RuleAction::HiddenFromChoice)};
    play.start();
    EXPECT_EQ(play.contents(), "root a a1 a3 c c1 d d1");
    EXPECT_EQ(play.choose("a2"), "SB.2.9-3");
    EXPECT_EQ(play.choose("b11"), "SB.2.9-3");
}

TEST(Choice, AnInvisibleItemIsNotInTheContentsButWhatIsInItIs) {
    Play play(kTree);
    play.activity("b").visible = false;
    play.start();
    EXPECT_EQ(play.contents(), "root a a1 a2 a3 b1 b11 b12 b2 c c1 d d1");
    EXPECT_EQ(play.tree().contents()[5].depth, 1);
    EXPECT_EQ(play.choose("b"), "b11");
}

TEST(Choice, DisabledActivitiesAndWhatIsBelowThemCannotBeChosen) {
    Play play(kTree);
    play.sequencing("b").pre_rules = {always(RuleAction::Disabled)};
    play.start();
    EXPECT_EQ(play.contents(), "root a a1 a2 a3 -b -b1 -b11 -b12 -b2 c c1 d d1");
    EXPECT_EQ(play.choose("b12"), "DB.1.1-3");
    EXPECT_EQ(play.tree().delivered(), -1);
}

TEST(Choice, AmongSiblingsAStopRuleBlocksTheWayForwardOnly) {
    Play play(kTree);
    play.sequencing("a2").pre_rules = {always(RuleAction::StopForwardTraversal)};
    play.start();
    EXPECT_TRUE(play.can_choose("a2"));
    EXPECT_EQ(play.choose("a3"), "SB.2.4-1");
    play.choose("b11");
    EXPECT_EQ(play.choose("a3"), "a3");
    EXPECT_EQ(play.choose("a1"), "a1");
}

TEST(Choice, AmongSiblingsForwardOnlyBlocksTheWayBack) {
    Play play(kTree);
    play.sequencing("a").control.forward_only = true;
    play.start();
    play.choose("a2");
    EXPECT_EQ(play.contents(), "root a -a1 a2 a3 b b1 b11 b12 b2 c c1 d d1");
    EXPECT_EQ(play.choose("a1"), "SB.2.4-2");
}

TEST(Choice, AStopRuleOnAClusterBlocksWhatIsBelowItFromBefore) {
    Play play(kTree);
    play.sequencing("b").pre_rules = {always(RuleAction::StopForwardTraversal)};
    play.start();
    EXPECT_EQ(play.choose("b11"), "SB.2.4-1");
    play.choose("d1");
    EXPECT_EQ(play.choose("b11"), "b11");
}

TEST(Choice, AStopRuleOnTheRootBlocksEverythingBeforeTheStart) {
    Play play(kTree);
    play.sequencing("root").pre_rules = {always(RuleAction::StopForwardTraversal)};
    EXPECT_EQ(play.choose("d1"), "SB.2.4-1");
    EXPECT_EQ(play.start(), "a1");
}

TEST(Choice, PreventActivationAllowsTheClusterItselfButNotWhatIsInIt) {
    Play play(kTree);
    play.sequencing("b").constrained_choice.prevent_activation = true;
    play.start();
    EXPECT_EQ(play.contents(), "root a a1 a2 a3 b -b1 -b11 -b12 -b2 c c1 d d1");
    EXPECT_EQ(play.choose("b12"), "SB.2.9-6");
    EXPECT_EQ(play.choose("b"), "b11");
    EXPECT_TRUE(play.can_choose("b2"));
}

TEST(Choice, PreventActivationHoldsBeforeTheStartAndBackwardToo) {
    Play play(kTree);
    play.sequencing("b").constrained_choice.prevent_activation = true;
    EXPECT_EQ(play.choose("b12"), "SB.2.9-6");
    EXPECT_EQ(play.choose("d1"), "d1");
    EXPECT_EQ(play.choose("b12"), "SB.2.9-6");
}

TEST(Choice, ConstrainChoiceLeavesTheNeighboursOfTheCluster) {
    Play play(kTree);
    play.sequencing("b").constrained_choice.constrain_choice = true;
    play.start();
    play.choose("b11");
    EXPECT_EQ(play.contents(), "root a a1 a2 a3 b b1 b11 b12 b2 c c1 -d -d1");
    EXPECT_EQ(play.choose("d1"), "SB.2.9-8");
    EXPECT_EQ(play.choose("c1"), "c1");
}

TEST(Choice, ConstrainChoiceOnTheFirstClusterHasNoNeighbourBefore) {
    Play play(kTree);
    play.sequencing("a").constrained_choice.constrain_choice = true;
    play.start();
    EXPECT_EQ(play.contents(), "root a a1 a2 a3 b b1 b11 b12 b2 -c -c1 -d -d1");
}

TEST(Choice, OfAClusterWithoutFlowDeliversNothingAndMovesThere) {
    Play play(kTree);
    play.sequencing("c").control.flow = false;
    play.start();
    EXPECT_FALSE(play.can_choose("c"));
    EXPECT_EQ(play.choose("c"), "SB.2.9-9");
    EXPECT_EQ(play.id(play.tree().current()), "c");
    EXPECT_FALSE(play.tree().tracking(play.index("a")).active);
    EXPECT_EQ(play.choose("c1"), "c1");
}

TEST(Choice, ChoiceExitCountsOnTheWayOutOfAClusterThatWasChosenButNeverBegan) {
    Play play("root\n  a\n  p\n    t\n      t1\n    u\n");
    play.sequencing("p").control.choice_exit = false;
    play.sequencing("t").control.flow = false;
    play.start();
    EXPECT_EQ(play.choose("t"), "SB.2.9-9");
    EXPECT_FALSE(play.tree().tracking(play.index("p")).active);
    EXPECT_EQ(play.contents(), "-root -a -p -t t1 u");
    EXPECT_EQ(play.choose("a"), "SB.2.9-7");
    EXPECT_EQ(play.choose("root"), "SB.2.9-7");
    EXPECT_EQ(play.choose("t1"), "t1");
}

TEST(Choice, LeavesTheClusterItWasInAndEndsItsAttempt) {
    Play play(kTree);
    play.start();
    play.choose("b11");
    EXPECT_FALSE(play.tree().tracking(play.index("a")).active);
    EXPECT_TRUE(play.tree().tracking(play.index("b1")).active);
    EXPECT_TRUE(play.tree().tracking(play.index("root")).active);
    play.choose("a1");
    EXPECT_EQ(play.attempts("a"), 2);
}

TEST(Jump, GoesToALeafEvenWhereChoiceIsNotAllowed) {
    Play play(kTree);
    play.sequencing("b").control.choice = false;
    play.sequencing("b").pre_rules = {always(RuleAction::HiddenFromChoice)};
    play.start();
    EXPECT_EQ(play.jump("b2"), "b2");
    EXPECT_TRUE(play.tree().validity().jump[static_cast<std::size_t>(play.index("b12"))]);
}

TEST(Jump, ToAClusterOrSomethingDisabledIsRefused) {
    Play play(kTree);
    play.sequencing("d").pre_rules = {always(RuleAction::Disabled)};
    play.start();
    EXPECT_FALSE(play.tree().validity().jump[static_cast<std::size_t>(play.index("b"))]);
    EXPECT_FALSE(play.tree().validity().jump[static_cast<std::size_t>(play.index("d1"))]);
    EXPECT_EQ(play.jump("b"), "DB.1.1-1");
    EXPECT_EQ(play.jump("d1"), "DB.1.1-3");
    EXPECT_EQ(play.jump("nowhere"), "NB.2.1-11");
}

TEST(Jump, NeedsASessionThatHasStarted) {
    Play play(kTree);
    EXPECT_EQ(play.jump("b2"), "SB.2.13-1");
}

TEST(Jump, DoesNotExistBeforeThe4thEdition) {
    Play play(kTree);
    play.course.edition = Edition::Scorm2004_3;
    play.start();
    EXPECT_EQ(play.jump("b2"), "NB.2.1-13");
}

}  // namespace
}  // namespace scorm::sequencing
