#include "stuck.hpp"

#include <gtest/gtest.h>

namespace tessera::elearning {
namespace {

using scorm::Completion;
using scorm::Success;

/// Three parts; ten people opened each, eight are done with it.
std::vector<PartFacts> three() {
    std::vector<PartFacts> parts(3);
    for (std::int32_t i = 0; i < 3; ++i) {
        parts[static_cast<std::size_t>(i)].activity = i + 1;
        parts[static_cast<std::size_t>(i)].opened = 10;
        parts[static_cast<std::size_t>(i)].done = 8;
    }
    return parts;
}

/// In the second part, the first is done.
Stay in_the_middle() {
    Stay stay;
    stay.facts.completion = Completion::Incomplete;
    stay.facts.parts = 3;
    stay.facts.parts_opened = 2;
    stay.facts.parts_done = 1;
    stay.part = 2;
    stay.undone = {{2, Completion::Incomplete}};
    return stay;
}

Stay through_everything() {
    Stay stay = in_the_middle();
    stay.facts.parts_opened = 3;
    stay.facts.parts_done = 2;
    stay.part = 3;
    return stay;
}

CompletionRule when(CompleteWhen when) {
    CompletionRule rule;
    rule.when = when;
    rule.pass_mark = 80;
    return rule;
}

TEST(Stuck, IsNobodyWhoIsOnTheWay) {
    EXPECT_EQ(why_stuck({}, three(), in_the_middle()), Stuck{});
    EXPECT_EQ(why_stuck({}, three(), through_everything()), Stuck{});
    std::vector<PartFacts> fresh = three();
    for (PartFacts& part : fresh) part.done = 0;
    EXPECT_EQ(why_stuck({}, fresh, in_the_middle()), Stuck{})
        << "the second part is still going on";
}

TEST(Stuck, AfterAFailDependsOnTheAttempts) {
    Stay stay = in_the_middle();
    stay.facts.success = Success::Failed;
    EXPECT_EQ(why_stuck({}, three(), stay).reason, Reason::Failed);
    stay.last_attempt = true;
    EXPECT_EQ(why_stuck({}, three(), stay).reason, Reason::NoAttemptsLeft);
    CompletionRule rule = when(CompleteWhen::PartsOpened);
    rule.failed_completes = true;
    EXPECT_EQ(why_stuck(rule, three(), stay), Stuck{});
}

TEST(Stuck, InAPartThatNobodyEverCompleted) {
    std::vector<PartFacts> parts = three();
    parts[1].done = 0;
    Stay stay = through_everything();
    EXPECT_EQ(why_stuck({}, parts, stay), (Stuck{Reason::NeverReports, 2}));
    parts[1].opened = kEnoughPeople - 1;
    EXPECT_EQ(why_stuck({}, parts, stay), Stuck{}) << "too few to say so";
    stay.facts.ended = true;
    EXPECT_EQ(why_stuck({}, parts, stay), (Stuck{Reason::NeverReports, 2}))
        << "this one came to the end";
    parts[1].done = 1;
    EXPECT_EQ(why_stuck({}, parts, stay).reason, Reason::EndedEarly) << "others have completed it";
    EXPECT_EQ(why_stuck(when(CompleteWhen::Time), parts, through_everything()), Stuck{});
}

TEST(Stuck, InTheOnlyPartIsToldAfterADay) {
    std::vector<PartFacts> parts{{1, 5, 0, false, false}};
    Stay stay;
    stay.facts.parts = stay.facts.parts_opened = 1;
    stay.part = 1;
    stay.undone = {{1, Completion::Incomplete}};
    EXPECT_EQ(why_stuck({}, parts, stay), Stuck{});
    stay.idle_days = 1;
    EXPECT_EQ(why_stuck({}, parts, stay), (Stuck{Reason::NeverReports, 1}));
}

TEST(Stuck, WithoutTheMeasureThatAThresholdNeeds) {
    std::vector<PartFacts> parts = three();
    parts[1].by_measure = true;
    Stay stay = through_everything();
    stay.undone = {{2, Completion::Unknown}};
    EXPECT_EQ(why_stuck({}, parts, stay), (Stuck{Reason::NoMeasure, 2}));
    stay.undone = {{2, Completion::Incomplete}};
    EXPECT_EQ(why_stuck({}, parts, stay), Stuck{}) << "a measure was given, only a low one";
}

TEST(Stuck, WhenTheCourseDoesNotFollowItsParts) {
    Stay stay = through_everything();
    stay.facts.parts_done = 3;
    stay.undone.clear();
    EXPECT_EQ(why_stuck({}, three(), stay), (Stuck{Reason::WholeIncomplete, -1}));
}

TEST(Stuck, BeforeAPartThatNothingLeadsTo) {
    std::vector<PartFacts> parts = three();
    parts[2].unreachable = true;
    parts[2].opened = 0;
    Stay stay = in_the_middle();
    EXPECT_EQ(why_stuck({}, parts, stay), Stuck{}) << "there is still something else to do";
    EXPECT_EQ(why_stuck(when(CompleteWhen::PartsOpened), parts, stay),
              (Stuck{Reason::Unreachable, 3}));
    stay.undone.clear();
    stay.facts.parts_done = 2;
    EXPECT_EQ(why_stuck({}, parts, stay), (Stuck{Reason::Unreachable, 3}));
}

TEST(Stuck, WithoutTheScoreThatTheRuleNeeds) {
    Stay stay = through_everything();
    const CompletionRule rule = when(CompleteWhen::Score);
    EXPECT_EQ(why_stuck(rule, three(), stay), Stuck{});
    stay.facts.ended = true;
    EXPECT_EQ(why_stuck(rule, three(), stay).reason, Reason::NoScore);
    stay.facts.score = scorm::Real::parse("0.5");
    EXPECT_EQ(why_stuck(rule, three(), stay).reason, Reason::Failed);
}

TEST(Stuck, AtTheEndOrForLong) {
    Stay stay = in_the_middle();
    stay.idle_days = kStoppedDays;
    EXPECT_EQ(why_stuck({}, three(), stay), Stuck{});
    ++stay.idle_days;
    EXPECT_EQ(why_stuck({}, three(), stay), (Stuck{Reason::Stopped, 2}));
    stay.facts.ended = true;
    EXPECT_EQ(why_stuck({}, three(), stay), (Stuck{Reason::EndedEarly, -1}));
}

TEST(PartFacts, KnowWhatCantBeReached) {
    scorm::Course course;
    course.activities.resize(4);
    for (std::size_t i = 1; i < 4; ++i) {
        course.activities[i].parent = 0;
        course.activities[i].href = "page.html";
    }
    course.activities[2].visible = false;
    course.activities[3].completion_threshold.completed_by_measure = true;
    std::vector<PartFacts> parts = part_facts(course);
    ASSERT_EQ(parts.size(), 3u);
    EXPECT_FALSE(parts[0].unreachable);
    EXPECT_TRUE(parts[1].unreachable) << "hidden, and no flow";
    EXPECT_TRUE(parts[2].by_measure);
    course.activities[0].sequencing.control.flow = true;
    EXPECT_FALSE(part_facts(course)[1].unreachable) << "the learner comes to it by going on";
}

}  // namespace
}  // namespace tessera::elearning
