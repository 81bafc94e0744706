#include "scorm/course.hpp"

#include <gtest/gtest.h>

namespace scorm {
namespace {

Course two_scos() {
    Course course;
    course.edition = Edition::Scorm2004_3;
    course.title = "Fire \"safety\"";
    for (int i = 0; i < 3; ++i) {
        Activity activity;
        activity.identifier = "a" + std::to_string(i);
        activity.parent = i == 0 ? -1 : 0;
        if (i > 0) activity.href = "sco.html";
        activity.sequencing.objectives.push_back({"", true, false, Real::from_int(1), {}});
        course.activities.push_back(activity);
    }
    return course;
}

TEST(CourseJson, LeavesOutDefaults) {
    EXPECT_EQ(
        to_json(two_scos()),
        R"({"edition":"2004-3","title":"Fire \"safety\"","activities":[)"
        R"({"id":"a0","sequencing":{"objectives":[{"primary":true}]}},)"
        R"({"id":"a1","parent":0,"href":"sco.html","sequencing":{"objectives":[{"primary":true}]}},)"
        R"({"id":"a2","parent":0,"href":"sco.html","sequencing":{"objectives":[{"primary":true}]}}]})");
}

TEST(CourseJson, KeepsEveryKindOfField) {
    Course course = two_scos();
    Activity& sco = course.activities[1];
    sco.sco = true;
    sco.visible = false;
    sco.time_limit_action = TimeLimitAction::ExitMessage;
    sco.max_time_allowed = 90'000;
    sco.shared_data.push_back({"bucket", false, true});
    sco.completion_threshold.minimum_progress_measure = *Real::parse("0.75");
    sco.sequencing.limits.attempt_limit = 2;
    sco.sequencing.pre_rules.push_back(
        {false,
         {{ConditionKind::Completed, true, "obj", *Real::parse("-0.5")}},
         RuleAction::Disabled});
    sco.sequencing.rollup_considerations.completed = RequiredFor::IfNotSuspended;
    sco.sequencing.randomization.selection = SelectionTiming::OnEachNewAttempt;
    sco.sequencing.objectives[0].maps.push_back({.target = "global", .write_satisfied = true});
    const std::string text = to_json(course);
    const auto back = course_from_json(text);
    ASSERT_TRUE(back);
    EXPECT_EQ(to_json(*back), text);
    const Activity& read = back->activities[1];
    EXPECT_EQ(read.time_limit_action, TimeLimitAction::ExitMessage);
    EXPECT_EQ(read.max_time_allowed, 90'000);
    EXPECT_EQ(read.sequencing.pre_rules[0].conditions[0].measure_threshold.units, -5'000'000);
    EXPECT_EQ(read.sequencing.rollup_considerations.completed, RequiredFor::IfNotSuspended);
    EXPECT_TRUE(read.sequencing.objectives[0].maps[0].write_satisfied);
    EXPECT_FALSE(read.shared_data[0].read);
}

TEST(CourseJson, RefusesBrokenTrees) {
    Course course = two_scos();
    course.activities[2].parent = 2;
    EXPECT_FALSE(course_from_json(to_json(course)));
    course.activities[2].parent = -1;
    EXPECT_FALSE(course_from_json(to_json(course)));
    course = two_scos();
    course.activities[1].sequencing.objectives.clear();
    EXPECT_FALSE(course_from_json(to_json(course)));
    EXPECT_FALSE(course_from_json(R"({"activities":[]})"));
    EXPECT_FALSE(course_from_json(R"({"edition":"1.1"})"));
    EXPECT_FALSE(course_from_json("[]"));
}

TEST(CourseJson, RefusesAParentWhoseSubtreeIsAlreadyClosed) {
    Course course = two_scos();
    Activity late = course.activities[1];
    late.parent = 1;
    course.activities.push_back(late);  // 3 under 1, although 2 stands between
    EXPECT_FALSE(course_from_json(to_json(course)));
}

}  // namespace
}  // namespace scorm
