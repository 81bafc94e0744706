#include "sequencing/play.hpp"

#include <gtest/gtest.h>

namespace scorm::sequencing {
namespace {

const char* const kTree =
    "root\n"
    "  a\n"
    "  b\n"
    "  c\n";

/// What each of a, b, c reports before it is left: p(assed), f(ailed), c(ompleted), i(ncomplete),
/// u(nknown, said so), "." nothing, each for satisfaction and completion; "-" not attempted.
void report(Play& play, std::string_view statuses) {
    for (char status : statuses) {
        switch (status) {
            case 'p':
                play.passed();
                break;
            case 'f':
                play.failed();
                break;
            case 'c':
                play.completed();
                break;
            case 'i':
                play.incomplete();
                break;
            case 'u':
                play.tree().report_satisfied(0, std::nullopt);
                play.tree().report_completed(std::nullopt);
                break;
            default:
                break;
        }
    }
}

void visit(Play& play, const std::vector<std::string>& reports) {
    const char* const leaves[] = {"a", "b", "c"};
    for (std::size_t i = 0; i < reports.size(); ++i) {
        if (reports[i] == "-") continue;
        play.choose(leaves[i]);
        report(play, reports[i]);
    }
    play.exit();
}

TEST(Rollup, ByDefaultAllSatisfiedSatisfiesAndAllKnownDoesNot) {
    const struct {
        std::vector<std::string> reports;
        const char* success;
        const char* completion;
    } cases[] = {
        {{"pc", "pc", "pc"}, "satisfied", "completed"},
        {{"pc", "pc", "fc"}, "not satisfied", "completed"},
        {{"pc", "pi", "pc"}, "satisfied", "incomplete"},
        {{"fi", "fi", "fi"}, "not satisfied", "incomplete"},
        {{"pc", "pc", "-"}, "unknown", "unknown"},
        {{"fi", "-", "-"}, "unknown", "unknown"},
        {{"pc", "pc", "u"}, "unknown", "unknown"},
        {{".", ".", "."}, "satisfied", "completed"},
    };
    for (const auto& one : cases) {
        Play play(kTree);
        visit(play, one.reports);
        EXPECT_EQ(play.success("root"), one.success) << one.reports[0] << one.reports[2];
        EXPECT_EQ(play.completion("root"), one.completion) << one.reports[0] << one.reports[2];
    }
}

RollupRule rollup(RollupChildren children, RollupAction action, ConditionKind kind,
                  bool negated = false) {
    RollupRule made;
    made.children = children;
    made.action = action;
    made.conditions.push_back({kind, negated, {}, {}});
    return made;
}

std::string success_with(RollupRule rule, const std::vector<std::string>& reports) {
    Play play(kTree);
    play.sequencing("root").rollup_rules = {std::move(rule)};
    for (const char* leaf : {"a", "b", "c"}) {
        play.sequencing(leaf).delivery.objective_set_by_content = true;
    }
    visit(play, reports);
    return play.success("root");
}

TEST(Rollup, EachSetOfChildrenCountsAsTheTableSays) {
    const auto rule = [](RollupChildren children) {
        RollupRule made = rollup(children, RollupAction::Satisfied, ConditionKind::Satisfied);
        made.minimum_count = 2;
        made.minimum_percent = *Real::parse("0.5");
        return made;
    };
    EXPECT_EQ(success_with(rule(RollupChildren::All), {"p", "p", "p"}), "satisfied");
    EXPECT_EQ(success_with(rule(RollupChildren::All), {"p", "p", "."}), "unknown");
    EXPECT_EQ(success_with(rule(RollupChildren::Any), {"f", "p", "."}), "satisfied");
    EXPECT_EQ(success_with(rule(RollupChildren::Any), {"f", "f", "."}), "unknown");
    EXPECT_EQ(success_with(rule(RollupChildren::None), {"f", "f", "f"}), "satisfied");
    EXPECT_EQ(success_with(rule(RollupChildren::None), {"f", "f", "p"}), "unknown");
    EXPECT_EQ(success_with(rule(RollupChildren::None), {"f", "f", "."}), "unknown");
    EXPECT_EQ(success_with(rule(RollupChildren::AtLeastCount), {"p", "p", "."}), "satisfied");
    EXPECT_EQ(success_with(rule(RollupChildren::AtLeastCount), {"p", "f", "f"}), "unknown");
    EXPECT_EQ(success_with(rule(RollupChildren::AtLeastPercent), {"p", "p", "f"}), "satisfied");
    EXPECT_EQ(success_with(rule(RollupChildren::AtLeastPercent), {"p", "f", "f"}), "unknown");
}

TEST(Rollup, SatisfiedOutranksNotSatisfiedAndCompletedIncomplete) {
    Play play(kTree);
    play.sequencing("root").rollup_rules = {
        rollup(RollupChildren::Any, RollupAction::NotSatisfied, ConditionKind::Attempted),
        rollup(RollupChildren::Any, RollupAction::Satisfied, ConditionKind::Satisfied),
        rollup(RollupChildren::Any, RollupAction::Completed, ConditionKind::Completed),
        rollup(RollupChildren::Any, RollupAction::Incomplete, ConditionKind::Attempted)};
    visit(play, {"f", "-", "-"});
    EXPECT_EQ(play.success("root"), "not satisfied");
    EXPECT_EQ(play.completion("root"), "completed");
    visit(play, {"-", "pi", "-"});
    EXPECT_EQ(play.success("root"), "satisfied");
}

TEST(Rollup, AllConditionsOfARuleAreTakenTogetherOrOneIsEnough) {
    for (const bool all : {false, true}) {
        RollupRule rule =
            rollup(RollupChildren::Any, RollupAction::Satisfied, ConditionKind::Attempted);
        rule.conditions.push_back({ConditionKind::Satisfied, false, {}, {}});
        rule.all = all;
        EXPECT_EQ(success_with(rule, {"f", "-", "-"}), all ? "unknown" : "satisfied");
    }
}

TEST(Rollup, UntrackedChildrenAndThoseThatDoNotContributeAreLeftOut) {
    Play play(kTree);
    play.sequencing("a").delivery.tracked = false;
    play.sequencing("b").rollup.objective_satisfied = false;
    play.sequencing("b").rollup.progress_completion = false;
    visit(play, {"fi", "fi", "pc"});
    EXPECT_EQ(play.success("root"), "satisfied");
    EXPECT_EQ(play.completion("root"), "completed");
    EXPECT_EQ(play.attempts("a"), 0);
    EXPECT_EQ(play.success("a"), "unknown");
}

TEST(Rollup, ConsiderationsSayWhichChildrenAreNeeded) {
    const struct {
        RequiredFor required;
        bool skip;
        bool suspend;
        const char* with_unattempted;
    } cases[] = {{RequiredFor::Always, false, false, "unknown"},
                 {RequiredFor::IfAttempted, false, false, "satisfied"},
                 {RequiredFor::IfNotSkipped, true, false, "satisfied"},
                 {RequiredFor::IfNotSkipped, false, false, "unknown"},
                 {RequiredFor::IfNotSuspended, false, false, "unknown"}};
    for (const auto& one : cases) {
        Play play(kTree);
        play.sequencing("c").rollup_considerations.satisfied = one.required;
        if (one.skip) play.sequencing("c").pre_rules = {always(RuleAction::Skip)};
        visit(play, {"p", "p", "-"});
        EXPECT_EQ(play.success("root"), one.with_unattempted);
    }
}

TEST(Rollup, ASuspendedChildIsLeftOutWhenOnlyTheOthersAreNeeded) {
    Play play(kTree);
    play.sequencing("c").rollup_considerations.completed = RequiredFor::IfNotSuspended;
    visit(play, {"c", "c", "-"});
    EXPECT_EQ(play.completion("root"), "unknown");
    play.choose("c");
    play.incomplete();
    play.tree().report_suspended(true);
    play.exit();
    EXPECT_EQ(play.completion("root"), "completed");
}

TEST(Rollup, TheMeasureIsWeightedAndCountsChildrenWithoutOneInTheDenominator) {
    Play play(kTree);
    play.sequencing("a").rollup.objective_measure_weight = *Real::parse("0.5");
    play.start();
    play.scored("1");
    play.next();
    EXPECT_EQ(play.measure("root"), "0.2");
    play.scored("0.5");
    play.next();
    EXPECT_EQ(play.measure("root"), "0.4");
    play.scored("-1");
    play.exit();
    EXPECT_EQ(play.measure("root"), "0");
}

TEST(Rollup, WithoutAnyMeasureOrWeightTheMeasureStaysUnknown) {
    Play play(kTree);
    visit(play, {"p", "p", "p"});
    EXPECT_EQ(play.measure("root"), "unknown");

    Play weightless(kTree);
    for (const char* leaf : {"a", "b", "c"}) {
        weightless.sequencing(leaf).rollup.objective_measure_weight = Real::from_int(0);
    }
    weightless.start();
    weightless.scored("1");
    weightless.exit();
    EXPECT_EQ(weightless.measure("root"), "unknown");
}

TEST(Rollup, AThirdIsRoundedHalfAwayFromZero) {
    Play play(kTree);
    play.start();
    play.scored("1");
    play.next();
    EXPECT_EQ(play.measure("root"), "0.3333333");
    play.scored("1");
    play.next();
    EXPECT_EQ(play.measure("root"), "0.6666667");
    play.choose("a");
    play.scored("-1");
    play.choose("b");
    play.scored("-1");
    play.exit();
    EXPECT_EQ(play.measure("root"), "-0.6666667");
}

TEST(Rollup, ByMeasureTheClusterIsSatisfiedFromItsThresholdOn) {
    Play play(kTree);
    play.sequencing("root").objectives[0].satisfied_by_measure = true;
    play.sequencing("root").objectives[0].minimum_satisfied_normalized_measure =
        *Real::parse("0.6");
    play.start();
    EXPECT_EQ(play.success("root"), "unknown");
    play.scored("1");
    play.next();
    EXPECT_EQ(play.success("root"), "not satisfied");
    play.scored("0.8");
    play.next();
    EXPECT_EQ(play.success("root"), "satisfied");
}

TEST(Rollup, MeasureSatisfactionMayWaitUntilTheClusterIsLeft) {
    Play play("root\n  x\n    a\n    b\n  c\n");
    play.sequencing("x").objectives[0].satisfied_by_measure = true;
    play.sequencing("x").objectives[0].minimum_satisfied_normalized_measure = *Real::parse("0.5");
    play.sequencing("x").rollup_considerations.measure_satisfaction_if_active = false;
    play.sequencing("c").pre_rules = {rule(ConditionKind::Satisfied, RuleAction::Skip, true)};
    play.sequencing("x").exit_rules = {rule(ConditionKind::Satisfied, RuleAction::Exit)};
    play.start();
    play.scored("1");
    // Active, x is neither satisfied nor not: its exit rule does not hold.
    EXPECT_EQ(play.next(), "b");
    EXPECT_EQ(play.next(), "c");
    EXPECT_EQ(play.success("x"), "satisfied");
}

TEST(Rollup, ProgressIsWeightedAndCompletesFromItsThresholdOn) {
    Play play(kTree);
    play.activity("root").completion_threshold.completed_by_measure = true;
    play.activity("root").completion_threshold.minimum_progress_measure = *Real::parse("0.5");
    play.activity("b").completion_threshold.progress_weight = Real::from_int(0);
    play.start();
    EXPECT_EQ(play.completion("root"), "unknown");
    play.progressed("0.4");
    play.next();
    EXPECT_EQ(play.progress("root"), "0.2");
    EXPECT_EQ(play.completion("root"), "incomplete");
    play.progressed("1");
    play.next();
    EXPECT_EQ(play.progress("root"), "0.2");
    play.progressed("0.6");
    play.exit();
    EXPECT_EQ(play.progress("root"), "0.5");
    EXPECT_EQ(play.completion("root"), "completed");
}

TEST(Rollup, OfANewAttemptOnTheClusterUsesOnlyWhatHappenedInIt) {
    for (const bool current : {true, false}) {
        Play play("root\n  x\n    a\n    b\n  c\n");
        play.sequencing("x").control.use_current_attempt_objective_info = current;
        play.sequencing("x").control.use_current_attempt_progress_info = current;
        play.start();
        play.next();
        play.next();
        EXPECT_EQ(play.success("x"), "satisfied");
        play.choose("b");
        EXPECT_EQ(play.attempts("x"), 2);
        play.exit();
        EXPECT_EQ(play.success("a"), "satisfied");
        EXPECT_EQ(play.success("x"), current ? "unknown" : "satisfied");
        EXPECT_EQ(play.completion("x"), current ? "unknown" : "completed");
        play.choose("a");
        play.exit();
        EXPECT_EQ(play.success("x"), "satisfied");
    }
}

TEST(Rollup, GoesUpThroughAllLevels) {
    Play play("root\n  x\n    y\n      a\n");
    play.start();
    play.scored("0.5");
    play.failed();
    play.exit();
    for (const char* cluster : {"y", "x", "root"}) {
        EXPECT_EQ(play.success(cluster), "not satisfied");
        EXPECT_EQ(play.completion(cluster), "completed");
        EXPECT_EQ(play.measure(cluster), "0.5");
    }
}

TEST(Rollup, FollowsAGlobalObjectiveToTheActivitiesThatReadIt) {
    Play play("root\n  x\n    a\n  y\n    b\n");
    ObjectiveMap map;
    map.target = "g";
    play.sequencing("b").objectives[0].maps.push_back(map);
    map.write_satisfied = true;
    play.sequencing("a").objectives[0].maps.push_back(map);
    play.start();
    play.passed();
    play.exit();
    EXPECT_EQ(play.success("b"), "satisfied");
    EXPECT_EQ(play.attempts("b"), 0);
    EXPECT_EQ(play.success("y"), "satisfied");
    EXPECT_EQ(play.success("root"), "satisfied");
}

TEST(Rollup, OverSelectedChildrenOnly) {
    Play play("root\n  a\n  b\n  c\n");
    play.sequencing("root").randomization.selection = SelectionTiming::Once;
    play.sequencing("root").randomization.select_count = 1;
    play.start();
    play.passed();
    play.completed();
    EXPECT_EQ(play.next(), "ended");
    EXPECT_EQ(play.success("root"), "satisfied");
    EXPECT_EQ(play.completion("root"), "completed");
}

TEST(Rollup, InReviewNothingIsRecorded) {
    Play play(kTree);
    play.record = false;
    play.start();
    play.passed();
    play.next();
    EXPECT_EQ(play.success("a"), "unknown");
    EXPECT_EQ(play.completion("root"), "unknown");
}

}  // namespace
}  // namespace scorm::sequencing
