// Courses as authors make them, played from beginning to end: the rules of several families
// together.
#include "sequencing/play.hpp"

#include <gtest/gtest.h>

namespace scorm::sequencing {
namespace {

ObjectiveMap write_to(std::string target) {
    ObjectiveMap map;
    map.target = std::move(target);
    map.write_satisfied = map.write_measure = true;
    return map;
}

TEST(Patterns, AQuizOfWeightedPartsIsLeftOnceItsMeasureIsReached) {
    Play play("root\n  intro\n  quiz\n    q1\n    q2\n    q3\n    q4\n  end\n");
    play.sequencing("quiz").objectives[0].satisfied_by_measure = true;
    play.sequencing("quiz").objectives[0].minimum_satisfied_normalized_measure =
        *Real::parse("0.5");
    play.sequencing("quiz").exit_rules = {rule(ConditionKind::Satisfied, RuleAction::Exit)};
    play.sequencing("quiz").post_rules = {rule(ConditionKind::Satisfied, RuleAction::Previous)};
    play.sequencing("q4").rollup.objective_measure_weight = Real::from_int(0);
    play.start();
    play.next();
    for (const char* next : {"q2", "q3"}) {
        play.scored("0.7");
        play.failed();  // its own status says nothing about the quiz
        EXPECT_EQ(play.next(), next);
    }
    play.scored("0.7");
    EXPECT_EQ(play.next(), "intro");
    EXPECT_EQ(play.measure("quiz"), "0.7");
    EXPECT_EQ(play.success("quiz"), "satisfied");
}

TEST(Patterns, APretestSkipsTheLessonsWhoseObjectivesItSatisfies) {
    Play play("root\n  pretest\n  lesson1\n  lesson2\n  lesson3\n");
    for (int i = 1; i <= 3; ++i) {
        const std::string id = std::to_string(i);
        play.sequencing("pretest").objectives.push_back(
            {"o" + id, false, false, {}, {write_to("g" + id)}});
        Sequencing& lesson = play.sequencing("lesson" + id);
        lesson.objectives[0].maps = {write_to("g" + id)};
        lesson.pre_rules = {rule(ConditionKind::Satisfied, RuleAction::Skip)};
    }
    play.start();
    play.tree().report_satisfied(1, true);
    play.tree().report_satisfied(2, false);
    play.tree().report_satisfied(3, true);
    EXPECT_EQ(play.next(), "lesson2");
    play.passed();
    EXPECT_EQ(play.next(), "ended");
}

TEST(Patterns, AClusterThatWritesAnObjectiveChangesWhatLiesBeforeIt) {
    Play play("root\n  start\n  gate\n  group\n    untracked\n    silent\n    last\n  end\n");
    play.sequencing("gate").objectives[0].maps = {write_to("g")};
    play.sequencing("gate").pre_rules = {rule(ConditionKind::Satisfied, RuleAction::Skip)};
    ObjectiveMap map = write_to("g");
    map.read_satisfied = map.read_measure = false;
    Sequencing& group = play.sequencing("group");
    group.objectives[0].maps = {map};
    group.rollup_rules = {{RollupChildren::Any,
                           0,
                           {},
                           false,
                           {{ConditionKind::Satisfied, true, {}, {}}},
                           RollupAction::Satisfied}};
    group.post_rules = {rule(ConditionKind::Satisfied, RuleAction::Continue, true),
                        rule(ConditionKind::Satisfied, RuleAction::Previous)};
    play.sequencing("untracked").delivery.tracked = false;
    play.sequencing("silent").rollup.objective_satisfied = false;
    play.sequencing("last").post_rules = {always(RuleAction::ExitParent)};
    play.start();
    play.next();
    play.failed();
    EXPECT_EQ(play.next(), "untracked");
    play.failed();
    EXPECT_EQ(play.next(), "silent");
    play.failed();
    EXPECT_EQ(play.next(), "last");
    EXPECT_EQ(play.success("group"), "unknown");
    play.failed();
    // The group is satisfied because one child is not; back over the gate, which now is satisfied.
    EXPECT_EQ(play.next(), "start");
}

TEST(Patterns, SuspendedContentKeepsTheRulesOfItsClusterAtRest) {
    Play play("root\n  a\n  group\n    only\n  b\n");
    Sequencing& group = play.sequencing("group");
    group.exit_rules = {always(RuleAction::Exit)};
    group.post_rules = {rule(ConditionKind::ObjectiveStatusKnown, RuleAction::Previous, true),
                        rule(ConditionKind::Satisfied, RuleAction::Retry)};
    group.rollup_rules = {{RollupChildren::All,
                           0,
                           {},
                           false,
                           {{ConditionKind::Satisfied, true, {}, {}}},
                           RollupAction::NotSatisfied}};
    play.start();
    play.next();
    play.failed();
    play.tree().report_suspended(true);
    EXPECT_EQ(play.next(), "b");
    EXPECT_EQ(play.back(), "only");
    EXPECT_TRUE(play.last.resumed);
    play.passed();
    EXPECT_EQ(play.next(), "b");
    EXPECT_EQ(play.success("group"), "not satisfied");
}

TEST(Patterns, GoingBackIntoAForwardOnlyClusterSkipsWhatWasDoneInAnEarlierAttempt) {
    Play play("root\n  a\n  group\n    b\n    c\n    d\n  e\n");
    play.sequencing("group").control.forward_only = true;
    play.sequencing("c").pre_rules = {rule(ConditionKind::Satisfied, RuleAction::Skip)};
    play.sequencing("d").pre_rules = {rule(ConditionKind::Completed, RuleAction::Skip)};
    play.start();
    for (const char* next : {"b", "c", "d", "e"}) EXPECT_EQ(play.next(), next);
    EXPECT_EQ(play.back(), "b");
    EXPECT_EQ(play.next(), "e");
    EXPECT_EQ(play.attempts("group"), 2);
}

TEST(Patterns, AnIncompleteGroupMayCompleteTheOneAboveIt) {
    Play play("root\n  a\n  outer\n    inner\n      b\n      c\n    optional\n  d\n");
    play.sequencing("inner").rollup_rules = {
        {RollupChildren::All,
         0,
         {},
         false,
         {{ConditionKind::ObjectiveStatusKnown, false, {}, {}},
          {ConditionKind::ActivityProgressKnown, false, {}, {}}},
         RollupAction::Incomplete},
        {RollupChildren::All,
         0,
         {},
         false,
         {{ConditionKind::Attempted, false, {}, {}}},
         RollupAction::Satisfied}};
    play.sequencing("inner").exit_rules = {rule(ConditionKind::Satisfied, RuleAction::Exit)};
    play.sequencing("inner").post_rules = {rule(ConditionKind::Satisfied, RuleAction::ExitParent)};
    play.sequencing("optional").rollup_considerations.completed = RequiredFor::IfAttempted;
    play.sequencing("outer").rollup_rules = {
        {RollupChildren::All,
         0,
         {},
         true,
         {{ConditionKind::ActivityProgressKnown, false, {}, {}},
          {ConditionKind::Completed, true, {}, {}}},
         RollupAction::Completed}};
    play.sequencing("outer").post_rules = {rule(ConditionKind::Completed, RuleAction::Previous)};
    play.start();
    play.next();
    EXPECT_EQ(play.next(), "c");
    EXPECT_EQ(play.next(), "a");
    EXPECT_EQ(play.completion("inner"), "incomplete");
    EXPECT_EQ(play.completion("outer"), "completed");
}

TEST(Patterns, RemediationRetriesAGroupUntilAnObjectiveIsSatisfied) {
    Play play("root\n  group\n    learn\n    test\n  end\n");
    ObjectiveMap map = write_to("mastery");
    play.sequencing("test").objectives.push_back({"m", false, false, {}, {map}});
    play.sequencing("group").objectives.push_back({"m", false, false, {}, {map}});
    play.sequencing("learn").pre_rules = {
        rule(ConditionKind::AttemptLimitExceeded, RuleAction::Skip)};
    play.sequencing("learn").limits.attempt_limit = 2;
    play.sequencing("test").post_rules = {always(RuleAction::ExitParent)};
    play.sequencing("group").post_rules = {
        rule(ConditionKind::Satisfied, RuleAction::Retry, true, "m")};
    EXPECT_EQ(play.start(), "learn");
    EXPECT_EQ(play.next(), "test");
    play.tree().report_satisfied(1, false);
    EXPECT_EQ(play.next(), "learn");
    EXPECT_EQ(play.next(), "test");
    play.tree().report_satisfied(1, false);
    EXPECT_EQ(play.next(), "test") << "learn has used up its attempts";
    play.tree().report_satisfied(1, true);
    EXPECT_EQ(play.next(), "end");
    EXPECT_EQ(play.attempts("group"), 3);
    EXPECT_EQ(play.attempts("learn"), 2);
}

TEST(Patterns, ACourseThatIsOpenedAgainSkipsWhatIsSatisfied) {
    Play play("root\n  part1\n    a\n    b\n  part2\n    c\n");
    play.sequencing("part1").pre_rules = {rule(ConditionKind::Satisfied, RuleAction::Skip)};
    play.start();
    play.passed();
    play.next();
    play.passed();
    play.exit_all();
    play.reopen();
    EXPECT_EQ(play.start(), "c");
}

TEST(Patterns, ContentThatWasPreventedOpensStepByStep) {
    Play play("root\n  a\n  outer\n    b\n    inner\n      c\n      d\n    e\n  f\n");
    play.sequencing("root").control.flow = false;
    play.sequencing("outer").constrained_choice.prevent_activation = true;
    play.sequencing("inner").constrained_choice.prevent_activation = true;
    play.choose("f");
    EXPECT_EQ(play.contents(), "-root a outer -b -inner -c -d -e f");
    EXPECT_EQ(play.choose("outer"), "b");
    EXPECT_EQ(play.contents(), "-root a outer b inner -c -d e f");
    EXPECT_EQ(play.choose("inner"), "c");
    EXPECT_EQ(play.contents(), "-root a outer b inner c d e f");
    play.choose("f");
    EXPECT_FALSE(play.can_choose("b"));
    EXPECT_EQ(play.jump("c"), "c");
}

}  // namespace
}  // namespace scorm::sequencing
