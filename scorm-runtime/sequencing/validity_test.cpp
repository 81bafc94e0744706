// The answers of validity() against really doing the request, on random trees from fixed seeds.
#include "sequencing/engine.hpp"
#include "sequencing/play.hpp"

#include <gtest/gtest.h>

#include <random>

namespace scorm::sequencing {
namespace {

/// Chance for the tests: the same numbers with every standard library.
class Dice {
public:
    explicit Dice(std::uint32_t seed) : engine_(seed) {}
    int below(int limit) { return static_cast<int>(engine_() % static_cast<unsigned>(limit)); }
    bool chance(int percent) { return below(100) < percent; }

private:
    std::mt19937 engine_;
};

ConditionKind some_condition(Dice& dice) {
    constexpr ConditionKind kKinds[] = {ConditionKind::Satisfied,
                                        ConditionKind::Completed,
                                        ConditionKind::Attempted,
                                        ConditionKind::ObjectiveStatusKnown,
                                        ConditionKind::Always,
                                        ConditionKind::ActivityProgressKnown,
                                        ConditionKind::ObjectiveMeasureGreaterThan};
    return kKinds[dice.below(7)];
}

SequencingRule some_rule(Dice& dice, RuleAction action) {
    return rule(some_condition(dice), action, dice.chance(40));
}

void add_rules(Dice& dice, Sequencing& sequencing, bool post_rules) {
    constexpr RuleAction kPre[] = {RuleAction::Skip, RuleAction::Disabled,
                                   RuleAction::HiddenFromChoice, RuleAction::StopForwardTraversal};
    constexpr RuleAction kPost[] = {RuleAction::ExitParent, RuleAction::ExitAll,
                                    RuleAction::Retry,      RuleAction::RetryAll,
                                    RuleAction::Continue,   RuleAction::Previous};
    for (RuleAction action : kPre) {
        if (dice.chance(12)) sequencing.pre_rules.push_back(some_rule(dice, action));
    }
    if (dice.chance(8)) sequencing.exit_rules.push_back(some_rule(dice, RuleAction::Exit));
    if (post_rules && dice.chance(15)) {
        sequencing.post_rules.push_back(some_rule(dice, kPost[dice.below(6)]));
    }
}

void add_controls(Dice& dice, Sequencing& sequencing) {
    sequencing.control.choice = dice.chance(85);
    sequencing.control.choice_exit = dice.chance(85);
    sequencing.control.flow = dice.chance(80);
    sequencing.control.forward_only = dice.chance(20);
    sequencing.constrained_choice.constrain_choice = dice.chance(20);
    sequencing.constrained_choice.prevent_activation = dice.chance(20);
    sequencing.delivery.tracked = dice.chance(92);
    sequencing.delivery.completion_set_by_content = dice.chance(30);
    sequencing.delivery.objective_set_by_content = dice.chance(30);
    if (dice.chance(12)) sequencing.limits.attempt_limit = dice.below(3);
    if (dice.chance(20)) {
        sequencing.randomization = {
            dice.chance(50) ? SelectionTiming::Once : SelectionTiming::OnEachNewAttempt, 2,
            SelectionTiming::OnEachNewAttempt, dice.chance(50)};
    }
}

Course random_course(Dice& dice, bool post_rules) {
    std::string outline = "n0\n";
    int depth = 0;
    const int size = 2 + dice.below(22);
    for (int i = 1; i < size; ++i) {
        depth = 1 + dice.below(std::min(depth + 1, 4));
        outline += std::string(static_cast<std::size_t>(depth) * 2, ' ');
        outline += "n" + std::to_string(i) + "\n";
    }
    Play play(outline);
    for (Activity& activity : play.course.activities) {
        Sequencing& sequencing = activity.sequencing;
        add_controls(dice, sequencing);
        add_rules(dice, sequencing, post_rules);
        if (dice.chance(30)) {
            ObjectiveMap map;
            map.target = "g" + std::to_string(dice.below(3));
            map.write_satisfied = map.write_measure = dice.chance(50);
            sequencing.objectives[0].maps.push_back(map);
        }
        if (dice.chance(15)) activity.href.clear();
    }
    return play.course;
}

std::string state_of(const Engine& engine) {
    std::string text;
    json::Writer out(text);
    engine.write_state(out);
    return text;
}

/// Does a request on a copy of the engine.
RequestResult do_on_copy(const Course& course, const std::string& state, Navigation navigation,
                         std::int32_t target) {
    const auto document = json::Document::parse(state);
    Engine copy(course, {});
    EXPECT_TRUE(copy.read_state(document->root()));
    EXPECT_EQ(state_of(copy), state);
    return copy.overall_sequencing(navigation, target, 0);
}

void some_step(Dice& dice, Engine& engine) {
    std::vector<Report>& reports = engine.store().edit_reports();
    if (engine.delivered() != kNone) {
        if (dice.chance(50)) {
            reports[0].values.satisfied = dice.chance(50);
            reports[0].set |= kSatisfied;
        }
        if (dice.chance(50)) {
            reports[0].values.completed = dice.chance(50);
            reports[0].set |= kCompleted;
        }
        if (dice.chance(30)) {
            reports[0].values.measure = Real{dice.below(3) * Real::kOne / 2};
            reports[0].set |= kMeasure;
        }
        engine.store().scalars().suspend_on_exit = dice.chance(15);
        engine.changed();
    }
    constexpr Navigation kRequests[] = {
        Navigation::Start,   Navigation::ResumeAll, Navigation::Continue, Navigation::Continue,
        Navigation::Choice,  Navigation::Choice,    Navigation::Choice,   Navigation::Previous,
        Navigation::Jump,    Navigation::Exit,      Navigation::ExitAll,  Navigation::SuspendAll,
        Navigation::Abandon, Navigation::AbandonAll};
    const std::int32_t target = dice.below(engine.tree().size());
    engine.overall_sequencing(kRequests[dice.below(14)], target, 0);
}

void compare_with_doing(const Course& course, Engine& engine, bool post_rules) {
    const std::string state = state_of(engine);
    const Validity valid = engine.validity();
    ASSERT_EQ(state_of(engine), state) << "asking must not change anything";
    const auto accepted = [&](Navigation navigation) {
        return do_on_copy(course, state, navigation, kNone).outcome != Outcome::Refused;
    };
    EXPECT_EQ(valid.start, accepted(Navigation::Start)) << state;
    EXPECT_EQ(valid.resume_all, accepted(Navigation::ResumeAll)) << state;
    if (accepted(Navigation::Continue)) {
        EXPECT_TRUE(valid.continue_) << state;
    }
    EXPECT_EQ(valid.previous, accepted(Navigation::Previous)) << state;
    EXPECT_EQ(valid.suspend_all, accepted(Navigation::SuspendAll)) << state;
    for (std::int32_t a = 0; a < engine.tree().size(); ++a) {
        const auto i = static_cast<std::size_t>(a);
        ASSERT_EQ(valid.choice[i], engine.try_choice(a)) << "choosing " << a << " in " << state;
        if (post_rules) continue;
        const auto chosen = do_on_copy(course, state, Navigation::Choice, a).outcome;
        ASSERT_EQ(valid.choice[i], chosen == Outcome::Delivered) << "choosing " << a;
        const auto jumped = do_on_copy(course, state, Navigation::Jump, a).outcome;
        ASSERT_EQ(valid.jump[i], jumped == Outcome::Delivered) << "jumping to " << a;
    }
    ASSERT_EQ(state_of(engine), state);
}

void play_random_courses(std::uint32_t first_seed, bool post_rules) {
    for (std::uint32_t seed = first_seed; seed < first_seed + 700; ++seed) {
        Dice dice(seed);
        Course course = random_course(dice, post_rules);
        // Exit rules may end the session under a choice, which then is replaced like by a post
        // rule.
        if (!post_rules) {
            for (Activity& activity : course.activities) activity.sequencing.exit_rules.clear();
        }
        Engine engine(course, {seed, true});
        engine.prepare_clusters();
        for (int step = 0; step < 12; ++step) {
            compare_with_doing(course, engine, post_rules);
            if (testing::Test::HasFailure()) {
                ADD_FAILURE() << "seed " << seed << ", step " << step;
                return;
            }
            some_step(dice, engine);
        }
    }
}

TEST(Validity, AgreesWithDoingTheRequestOnRandomTrees) { play_random_courses(1, false); }

TEST(Validity, AgreesWithDoingTheRequestOnRandomTreesWithPostConditionAndExitRules) {
    play_random_courses(100000, true);
}

TEST(Validity, SeesWhatTheContentReportedBeforeItIsTakenOver) {
    Play play("root\n  a\n  b\n");
    play.sequencing("a").delivery.objective_set_by_content = true;
    ObjectiveMap map;
    map.target = "g";
    map.write_satisfied = true;
    play.sequencing("a").objectives[0].maps.push_back(map);
    play.sequencing("b").objectives.push_back({"gate", false, false, {}, {map}});
    play.sequencing("b").objectives[1].maps[0].write_satisfied = false;
    play.sequencing("b").pre_rules = {
        rule(ConditionKind::ObjectiveStatusKnown, RuleAction::Disabled, true, "gate")};
    play.start();
    EXPECT_EQ(play.contents(), "root a -b");
    play.passed();
    EXPECT_EQ(play.contents(), "root a b");
    EXPECT_EQ(play.success("b", 1), "unknown");
    EXPECT_EQ(play.next(), "b");
    EXPECT_EQ(play.success("b", 1), "satisfied");
}

TEST(Validity, APostConditionRuleDoesNotTakeTheChoiceAway) {
    Play play("root\n  a\n  b\n");
    play.sequencing("a").post_rules = {rule(ConditionKind::Satisfied, RuleAction::Retry, true)};
    play.start();
    play.failed();
    EXPECT_EQ(play.contents(), "root a b");
    EXPECT_EQ(play.choose("b"), "a");
    play.passed();
    EXPECT_EQ(play.choose("b"), "b");
}

TEST(Validity, ContinueIsOfferedWhereverTheClusterHasFlow) {
    Play play("root\n  a\n  b\n    c\n");
    play.sequencing("b").control.flow = false;
    play.start();
    EXPECT_TRUE(play.tree().validity().continue_);
    EXPECT_EQ(play.next(), "SB.2.2-1");
    EXPECT_EQ(play.tree().delivered(), -1);
    EXPECT_EQ(play.choose("c"), "c");
    EXPECT_FALSE(play.tree().validity().continue_);
}

TEST(Validity, ControlsFollowTheSession) {
    Play play("root\n  a\n  b\n");
    EXPECT_TRUE(play.tree().validity().start);
    EXPECT_FALSE(play.tree().validity().continue_);
    EXPECT_FALSE(play.tree().validity().suspend_all);
    play.start();
    EXPECT_FALSE(play.tree().validity().start);
    EXPECT_TRUE(play.tree().validity().continue_);
    EXPECT_FALSE(play.tree().validity().previous);
    EXPECT_TRUE(play.tree().validity().exit);
    EXPECT_TRUE(play.tree().validity().abandon_all);
    play.exit();
    EXPECT_FALSE(play.tree().validity().exit);
    EXPECT_FALSE(play.tree().validity().abandon);
    EXPECT_TRUE(play.tree().validity().exit_all);
    EXPECT_TRUE(play.tree().validity().suspend_all);
    EXPECT_TRUE(play.tree().validity().continue_);
    play.suspend_all();
    EXPECT_TRUE(play.tree().validity().resume_all == false);
}

}  // namespace
}  // namespace scorm::sequencing
