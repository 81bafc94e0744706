#include "sequencing/play.hpp"

#include <gtest/gtest.h>

namespace scorm::sequencing {
namespace {

/// Whether b is skipped by the rule after a was left with the given reports.
template <typename Report>
bool skipped(SequencingRule condition, Report&& prepare) {
    Play play("root\n  a\n  b\n  c\n");
    ObjectiveMap map;
    map.target = "g";
    map.write_satisfied = map.write_measure = map.write_completion = true;
    play.sequencing("a").objectives[0].maps = {map};
    play.sequencing("a").delivery.completion_set_by_content = true;
    play.sequencing("a").delivery.objective_set_by_content = true;
    play.sequencing("b").objectives.push_back({"o", false, false, {}, {map}});
    condition.action = RuleAction::Skip;
    play.sequencing("b").pre_rules = {std::move(condition)};
    play.start();
    prepare(play);
    return play.next() == "c";
}

SequencingRule about(ConditionKind kind, bool negated = false, std::string_view threshold = "0") {
    SequencingRule made = rule(kind, RuleAction::Skip, negated, "o");
    made.conditions[0].measure_threshold = *Real::parse(threshold);
    return made;
}

TEST(Rules, EachConditionIsTrueFalseOrUnknown) {
    const auto nothing = [](Play&) {};
    const auto pass = [](Play& play) { play.passed(); };
    const auto fail = [](Play& play) { play.failed(); };
    const auto half = [](Play& play) { play.scored("0.5"); };
    const auto complete = [](Play& play) { play.completed(); };
    const auto incomplete = [](Play& play) { play.incomplete(); };

    EXPECT_TRUE(skipped(about(ConditionKind::Satisfied), pass));
    EXPECT_FALSE(skipped(about(ConditionKind::Satisfied), fail));
    EXPECT_TRUE(skipped(about(ConditionKind::Satisfied, true), fail));
    EXPECT_FALSE(skipped(about(ConditionKind::Satisfied), nothing));
    EXPECT_FALSE(skipped(about(ConditionKind::Satisfied, true), nothing)) << "not unknown";

    EXPECT_TRUE(skipped(about(ConditionKind::ObjectiveStatusKnown), fail));
    EXPECT_TRUE(skipped(about(ConditionKind::ObjectiveStatusKnown, true), nothing));

    EXPECT_TRUE(skipped(about(ConditionKind::ObjectiveMeasureKnown), half));
    EXPECT_TRUE(skipped(about(ConditionKind::ObjectiveMeasureKnown, true), nothing));
    EXPECT_TRUE(skipped(about(ConditionKind::ObjectiveMeasureGreaterThan, false, "0.4"), half));
    EXPECT_FALSE(skipped(about(ConditionKind::ObjectiveMeasureGreaterThan, false, "0.5"), half));
    EXPECT_TRUE(skipped(about(ConditionKind::ObjectiveMeasureGreaterThan, true, "0.5"), half));
    EXPECT_FALSE(skipped(about(ConditionKind::ObjectiveMeasureGreaterThan, true), nothing));
    EXPECT_TRUE(skipped(about(ConditionKind::ObjectiveMeasureLessThan, false, "0.6"), half));
    EXPECT_FALSE(skipped(about(ConditionKind::ObjectiveMeasureLessThan, false, "0.5"), half));

    EXPECT_TRUE(skipped(about(ConditionKind::Completed), complete));
    EXPECT_TRUE(skipped(about(ConditionKind::Completed, true), incomplete));
    EXPECT_FALSE(skipped(about(ConditionKind::Completed, true), nothing));
    EXPECT_TRUE(skipped(about(ConditionKind::ActivityProgressKnown), incomplete));
    EXPECT_TRUE(skipped(about(ConditionKind::ActivityProgressKnown, true), nothing));

    EXPECT_FALSE(skipped(about(ConditionKind::Attempted), nothing));
    EXPECT_TRUE(skipped(about(ConditionKind::Attempted, true), nothing));
    EXPECT_TRUE(skipped(about(ConditionKind::Always), nothing));
    EXPECT_FALSE(skipped(about(ConditionKind::Always, true), nothing));
    EXPECT_FALSE(skipped(about(ConditionKind::OutsideAvailableTimeRange), nothing));
    EXPECT_FALSE(skipped(about(ConditionKind::OutsideAvailableTimeRange, true), nothing));
}

TEST(Rules, AnObjectiveThatDoesNotExistIsUnknown) {
    SequencingRule rule = about(ConditionKind::ObjectiveStatusKnown, true);
    rule.conditions[0].objective = "missing";
    EXPECT_FALSE(skipped(rule, [](Play&) {}));
}

TEST(Rules, AllNeedsEveryConditionAndAnyOne) {
    const auto pass = [](Play& play) { play.passed(); };
    SequencingRule both = about(ConditionKind::Satisfied);
    both.conditions.push_back({ConditionKind::Completed, false, "o", {}});
    both.all = true;
    EXPECT_FALSE(skipped(both, pass));
    both.all = false;
    EXPECT_TRUE(skipped(both, pass));
    both.conditions.clear();
    EXPECT_FALSE(skipped(both, pass)) << "a rule without conditions never holds";
}

TEST(Rules, TheAttemptLimitIsExceededWhenItIsReached) {
    Play play("root\n  a\n  b\n");
    play.sequencing("a").limits.attempt_limit = 2;
    play.sequencing("a").post_rules = {
        rule(ConditionKind::AttemptLimitExceeded, RuleAction::Retry, true)};
    play.start();
    EXPECT_EQ(play.next(), "a");
    EXPECT_EQ(play.next(), "b");
    EXPECT_EQ(play.contents(), "-root -a b") << "a has used up its attempts";
    EXPECT_EQ(play.choose("a"), "DB.1.1-3");
}

TEST(Rules, AnAttemptLimitOfZeroAllowsNone) {
    Play play("root\n  a\n  b\n");
    play.sequencing("a").limits.attempt_limit = 0;
    EXPECT_EQ(play.start(), "SB.2.2-2");
    EXPECT_EQ(play.choose("b"), "b");
}

TEST(Rules, ASuspendedAttemptMayBeResumedWhateverTheLimit) {
    Play play("root\n  a\n  b\n");
    play.sequencing("a").limits.attempt_limit = 1;
    play.start();
    play.suspend_all();
    EXPECT_EQ(play.resume(), "a");
    play.tree().report_suspended(true);
    play.next();
    EXPECT_EQ(play.choose("a"), "a");
}

TEST(Rules, TheTimeLimitIsExceededOnceTheAttemptHasLastedThatLong) {
    Play play("root\n  x\n    a\n    b\n  c\n");
    play.sequencing("x").limits.attempt_absolute_duration = 60'000;
    play.sequencing("b").limits.attempt_absolute_duration = 60'000;
    play.sequencing("x").exit_rules = {rule(ConditionKind::TimeLimitExceeded, RuleAction::Exit)};
    play.start();
    play.now = 59'999;
    EXPECT_EQ(play.next(), "b");
    play.now = 60'000;
    EXPECT_EQ(play.back(), "SB.2.1-3") << "x has exited, and before it there is nothing";
    EXPECT_FALSE(play.tree().tracking(play.index("x")).active);
}

TEST(Rules, TheFirstPostConditionRuleThatHoldsDecides) {
    Play play("root\n  a\n  b\n  c\n");
    play.sequencing("b").post_rules = {rule(ConditionKind::Satisfied, RuleAction::Previous),
                                       always(RuleAction::Retry), always(RuleAction::ExitAll)};
    play.start();
    play.next();
    play.failed();
    EXPECT_EQ(play.next(), "b");
    play.passed();
    EXPECT_EQ(play.next(), "a");
}

std::string order_of(Play& play, std::string_view cluster) {
    std::string order;
    for (const ContentsEntry& entry : play.tree().contents()) {
        const Activity& activity = play.course.activities[static_cast<std::size_t>(entry.activity)];
        if (activity.parent == play.index(cluster)) order += activity.identifier;
    }
    return order;
}

TEST(Selection, OfSomeChildrenKeepsTheirOrderAndLastsForTheWholeAttempt) {
    for (std::uint64_t seed = 1; seed < 40; ++seed) {
        Play play("root\n  a\n  b\n  c\n  d\n  e\n");
        play.seed = seed;
        play.sequencing("root").randomization = {SelectionTiming::Once, 3, SelectionTiming::Never,
                                                 false};
        const std::string order = order_of(play, "root");
        ASSERT_EQ(order.size(), 3U);
        EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
        play.reopen();
        EXPECT_EQ(order_of(play, "root"), order);
        play.start();
        play.exit_all();
        EXPECT_EQ(order_of(play, "root"), order);
    }
}

TEST(Selection, ReachesEveryChildAndEveryOrder) {
    std::string first;
    std::string chosen;
    for (std::uint64_t seed = 1; seed < 60; ++seed) {
        Play play("root\n  a\n  b\n  c\n  d\n  e\n");
        play.seed = seed;
        play.sequencing("root").randomization = {SelectionTiming::Once, 2, SelectionTiming::Once,
                                                 true};
        const std::string order = order_of(play, "root");
        first += order[0];
        chosen += order;
    }
    for (char id : std::string("abcde")) {
        EXPECT_NE(chosen.find(id), std::string::npos);
        EXPECT_NE(first.find(id), std::string::npos);
    }
}

TEST(Selection, OfMoreChildrenThanThereAreTakesAll) {
    Play play("root\n  a\n  b\n");
    play.sequencing("root").randomization = {SelectionTiming::Once, 9, SelectionTiming::Never,
                                             false};
    EXPECT_EQ(order_of(play, "root"), "ab");
}

TEST(Selection, OnEachNewAttemptDrawsAgainWhenTheAttemptEnded) {
    bool differed = false;
    for (std::uint64_t seed = 1; seed < 20; ++seed) {
        Play play("root\n  x\n    a\n    b\n    c\n    d\n  y\n");
        play.seed = seed;
        play.sequencing("x").randomization = {SelectionTiming::OnEachNewAttempt, 2,
                                              SelectionTiming::OnEachNewAttempt, true};
        const std::string before = order_of(play, "x");
        EXPECT_EQ(play.start(), before.substr(0, 1));
        EXPECT_EQ(order_of(play, "x"), before) << "asking and going on must not draw";
        play.next();
        EXPECT_EQ(order_of(play, "x"), before);
        play.next();
        differed |= order_of(play, "x") != before;
        EXPECT_EQ(play.choose("x"), order_of(play, "x").substr(0, 1));
    }
    EXPECT_TRUE(differed);
}

TEST(Selection, WaitsWhileTheClusterIsSuspended) {
    for (std::uint64_t seed = 1; seed < 20; ++seed) {
        Play play("root\n  x\n    a\n    b\n    c\n    d\n  y\n");
        play.seed = seed;
        play.sequencing("x").randomization = {SelectionTiming::Never, 0,
                                              SelectionTiming::OnEachNewAttempt, true};
        const std::string before = order_of(play, "x");
        play.start();
        play.tree().report_suspended(true);
        play.choose("y");
        EXPECT_EQ(order_of(play, "x"), before);
    }
}

TEST(Selection, ActivitiesThatWereNotSelectedCannotBeReached) {
    Play play("root\n  a\n  b\n  c\n");
    play.sequencing("root").randomization = {SelectionTiming::Once, 2, SelectionTiming::Never,
                                             false};
    const std::string order = order_of(play, "root");
    play.start();
    for (const char* id : {"a", "b", "c"}) {
        if (order.find(id) != std::string::npos) continue;
        EXPECT_EQ(play.jump(id), "NB.2.1-11");
        EXPECT_EQ(play.choose(id), "SB.2.9-2");
    }
}

}  // namespace
}  // namespace scorm::sequencing
