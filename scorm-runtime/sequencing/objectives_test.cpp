#include "sequencing/play.hpp"

#include <gtest/gtest.h>

namespace scorm::sequencing {
namespace {

const char* const kTree =
    "root\n"
    "  a\n"
    "  b\n"
    "  c\n";

ObjectiveMap map_to(std::string target, bool read, bool write) {
    ObjectiveMap map;
    map.target = std::move(target);
    map.read_satisfied = map.read_measure = read;
    map.read_raw = map.read_min = map.read_max = map.read_completion = map.read_progress = read;
    map.write_satisfied = map.write_measure = write;
    map.write_raw = map.write_min = map.write_max = map.write_completion = map.write_progress =
        write;
    return map;
}

TEST(Objectives, WhatOneActivityWritesAnotherReadsOnceTheAttemptHasEnded) {
    Play play(kTree);
    play.sequencing("a").objectives[0].maps = {map_to("g", false, true)};
    play.sequencing("b").objectives.push_back({"o", false, false, {}, {map_to("g", true, false)}});
    play.start();
    play.failed();
    play.scored("0.25");
    play.incomplete();
    play.progressed("0.5");
    play.tree().report_raw(0, Real::from_int(25));
    play.tree().report_min(0, Real::from_int(0));
    play.tree().report_max(0, Real::from_int(100));
    EXPECT_EQ(play.success("b", 1), "unknown");
    play.next();
    const ObjectiveProgress read = play.tree().objective(play.index("b"), 1);
    EXPECT_EQ(read.satisfied, false);
    EXPECT_EQ(read.measure, Real::parse("0.25"));
    EXPECT_EQ(read.completed, false);
    EXPECT_EQ(read.progress, Real::parse("0.5"));
    EXPECT_EQ(read.raw, Real::from_int(25));
    EXPECT_EQ(read.min, Real::from_int(0));
    EXPECT_EQ(read.max, Real::from_int(100));
}

TEST(Objectives, OnlyTheFlagsOfTheMapAreFollowed) {
    Play play(kTree);
    ObjectiveMap write = map_to("g", false, false);
    write.write_measure = true;
    play.sequencing("a").objectives[0].maps = {write};
    ObjectiveMap read = map_to("g", false, false);
    read.read_satisfied = true;
    play.sequencing("b").objectives[0].maps = {read};
    play.start();
    play.passed();
    play.scored("0.5");
    play.next();
    EXPECT_EQ(play.success("b"), "unknown");
    EXPECT_EQ(play.measure("b"), "unknown");
}

TEST(Objectives, AKnownGlobalValueGoesBeforeTheLocalOne) {
    Play play(kTree);
    play.sequencing("a").objectives[0].maps = {map_to("g", true, false)};
    play.known = {{"g", true, std::nullopt, {}, {}, {}, {}, {}},
                  {"other", false, {}, {}, {}, {}, {}, {}}};
    play.start();
    EXPECT_EQ(play.success("a"), "satisfied");
    play.failed();
    EXPECT_EQ(play.success("a"), "not satisfied");
    play.exit();
    EXPECT_EQ(play.success("a"), "satisfied");
}

TEST(Objectives, WhatIsReadFromAGlobalObjectiveIsUnknownUntilSomebodyWroteIt) {
    Play play(kTree);
    play.sequencing("a").objectives[0].maps = {map_to("g", true, false)};
    play.sequencing("a").pre_rules = {rule(ConditionKind::Satisfied, RuleAction::HiddenFromChoice)};
    play.start();
    play.passed();
    play.scored("0.9");
    play.progressed("0.5");
    play.incomplete();
    EXPECT_EQ(play.choose("b"), "b");
    EXPECT_EQ(play.success("a"), "unknown");
    EXPECT_EQ(play.measure("a"), "unknown");
    EXPECT_EQ(play.progress("a"), "0.5") << "progress falls back on the activity's own";
    EXPECT_EQ(play.completion("a"), "incomplete");
    EXPECT_EQ(play.success("root"), "unknown");
    EXPECT_EQ(play.choose("a"), "a");
}

TEST(Objectives, AThresholdJudgesTheActivitysOwnMeasureForOthers) {
    Play play(kTree);
    ObjectiveMap map = map_to("g", true, false);
    map.write_satisfied = true;
    play.sequencing("a").objectives[0] = {"", true, true, *Real::parse("0.6"), {map}};
    play.sequencing("b").objectives[0].maps = {map_to("g", true, false)};
    play.start();
    play.scored("0.7");
    play.next();
    EXPECT_EQ(play.success("b"), "satisfied");
}

TEST(Objectives, ARecordOfThePrimaryObjectiveDoesNotFollowTheActivitysThreshold) {
    Play play(kTree);
    play.sequencing("a").objectives[0].maps = {map_to("g", false, true)};
    play.sequencing("b").objectives[0].maps = {map_to("g", true, false)};
    play.activity("b").completion_threshold = {true, *Real::parse("0.1"), Real::from_int(1)};
    play.start();
    play.progressed("0.2");
    play.incomplete();
    play.next();
    EXPECT_EQ(play.completion("b"), "completed");
    EXPECT_EQ(play.tree().recorded_objective(play.index("b"), 0).completed, false);
}

TEST(Objectives, GlobalValuesWrittenAreHandedOutOnce) {
    Play play(kTree);
    play.sequencing("a").objectives[0].maps = {map_to("g", true, true)};
    play.start();
    play.passed();
    EXPECT_TRUE(play.tree().take_objectives().empty());
    play.tree().validity();
    EXPECT_TRUE(play.tree().take_objectives().empty());
    play.next();
    const auto written = play.tree().take_objectives();
    ASSERT_EQ(written.size(), 1U);
    EXPECT_EQ(written[0].id, "g");
    EXPECT_EQ(written[0].satisfied, true);
    EXPECT_EQ(written[0].completed, true);
    EXPECT_TRUE(play.tree().take_objectives().empty());
}

TEST(Objectives, OfACourseThatKeepsThemToItselfNeitherComeInNorGoOut) {
    Play play(kTree);
    play.course.objectives_global_to_system = false;
    play.sequencing("a").objectives[0].maps = {map_to("g", true, true)};
    play.known = {{"g", false, {}, {}, {}, {}, {}, {}}};
    play.start();
    EXPECT_EQ(play.success("a"), "unknown");
    play.passed();
    play.next();
    EXPECT_TRUE(play.tree().take_objectives().empty());
    play.reopen();
    EXPECT_EQ(play.success("a"), "satisfied");
}

TEST(Objectives, KnownGlobalValuesReplaceThoseOfASuspendedAttempt) {
    Play play(kTree);
    play.sequencing("a").objectives[0].maps = {map_to("g", true, true)};
    play.start();
    play.failed();
    play.suspend_all();
    play.known = {{"g", true, {}, {}, {}, {}, {}, {}}};
    play.reopen();
    EXPECT_EQ(play.resume(), "a");
    EXPECT_EQ(play.success("a"), "satisfied");
}

TEST(Objectives, WithAThresholdTheMeasureAloneDecides) {
    Play play(kTree);
    play.sequencing("a").objectives[0].satisfied_by_measure = true;
    play.sequencing("a").objectives[0].minimum_satisfied_normalized_measure = *Real::parse("0.7");
    play.sequencing("a").objectives[0].maps = {map_to("g", false, true)};
    play.sequencing("b").objectives[0].maps = {map_to("g", true, false)};
    play.start();
    play.passed();
    EXPECT_EQ(play.success("a"), "unknown");
    play.next();
    EXPECT_EQ(play.success("a"), "unknown");
    EXPECT_EQ(play.success("b"), "unknown");
    play.choose("a");
    play.passed();
    play.scored("0.6999999");
    EXPECT_EQ(play.success("a"), "not satisfied");
    play.next();
    EXPECT_EQ(play.success("a"), "not satisfied");
    EXPECT_EQ(play.success("b"), "not satisfied");
    play.choose("a");
    play.scored("0.7");
    play.next();
    EXPECT_EQ(play.success("b"), "satisfied");
}

TEST(Objectives, WithACompletionThresholdTheProgressAloneDecides) {
    Play play(kTree);
    play.activity("a").completion_threshold.completed_by_measure = true;
    play.activity("a").completion_threshold.minimum_progress_measure = *Real::parse("0.5");
    play.start();
    play.completed();
    EXPECT_EQ(play.completion("a"), "unknown");
    play.progressed("0.4");
    EXPECT_EQ(play.completion("a"), "incomplete");
    play.next();
    EXPECT_EQ(play.completion("a"), "incomplete");
    play.choose("a");
    play.next();
    EXPECT_EQ(play.completion("a"), "unknown");
}

TEST(Objectives, WithoutAWordFromTheContentItCountsAsCompletedAndSatisfied) {
    Play play(kTree);
    play.start();
    play.next();
    EXPECT_EQ(play.success("a"), "satisfied");
    EXPECT_EQ(play.completion("a"), "completed");
}

TEST(Objectives, UnlessTheContentHasTheSayOrSaidUnknown) {
    Play play(kTree);
    play.sequencing("a").delivery.completion_set_by_content = true;
    play.sequencing("a").delivery.objective_set_by_content = true;
    play.start();
    play.next();
    EXPECT_EQ(play.success("a"), "unknown");
    EXPECT_EQ(play.completion("a"), "unknown");
    play.tree().report_satisfied(0, std::nullopt);
    play.tree().report_completed(std::nullopt);
    play.next();
    EXPECT_EQ(play.success("b"), "unknown");
    EXPECT_EQ(play.completion("b"), "unknown");
}

TEST(Objectives, Scorm12ContentIsCompletedByItselfOnlyWhenItIsAnAsset) {
    Play play(kTree);
    play.course.edition = Edition::Scorm12;
    play.activity("b").sco = false;
    play.start();
    play.next();
    play.next();
    EXPECT_EQ(play.completion("a"), "unknown");
    EXPECT_EQ(play.completion("b"), "completed");
    EXPECT_EQ(play.success("b"), "unknown");
}

TEST(Objectives, WhatASilentAttemptReadsAsItsSuccessIsNotMadePassed) {
    Play play(kTree);
    ObjectiveMap map = map_to("g", true, false);
    play.sequencing("a").objectives[0].maps = {map_to("g", false, true)};
    map.write_satisfied = true;
    play.sequencing("b").objectives[0].maps = {map};
    play.start();
    play.failed();
    play.next();
    play.next();
    EXPECT_EQ(play.success("b"), "not satisfied");
    EXPECT_EQ(play.completion("b"), "completed");
    EXPECT_EQ(play.success("a"), "not satisfied");
}

TEST(Objectives, AClusterThatIsNotTrackedWritesNothing) {
    Play play("root\n  x\n    a\n  b\n");
    play.sequencing("x").delivery.tracked = false;
    play.sequencing("x").objectives[0].maps = {map_to("g", false, true)};
    play.sequencing("b").objectives[0].maps = {map_to("g", true, false)};
    play.start();
    play.passed();
    play.scored("1");
    play.next();
    EXPECT_EQ(play.success("b"), "unknown");
    EXPECT_EQ(play.measure("b"), "unknown");
}

TEST(Objectives, AStatusThatFollowsFromAMeasureGoesWithIt) {
    Play play("root\n  x\n    a\n  b\n");
    Objective& rolled = play.sequencing("x").objectives[0];
    rolled.satisfied_by_measure = true;
    rolled.maps = {map_to("g", false, true)};
    play.activity("x").completion_threshold.completed_by_measure = true;
    play.sequencing("b").objectives[0].maps = {map_to("g", true, false)};
    play.start();
    play.scored("1");
    play.progressed("1");
    EXPECT_EQ(play.choose("a"), "a");
    EXPECT_EQ(play.success("b"), "satisfied");
    EXPECT_EQ(play.completion("b"), "completed");
    EXPECT_EQ(play.choose("a"), "a");
    EXPECT_EQ(play.success("x"), "unknown");
    EXPECT_EQ(play.measure("b"), "unknown");
    EXPECT_EQ(play.success("b"), "unknown");
    EXPECT_EQ(play.completion("b"), "unknown");
}

TEST(Objectives, ReportsForObjectivesThatDoNotExistAreIgnored) {
    Play play(kTree);
    play.tree().report_satisfied(0, true);
    play.start();
    play.tree().report_satisfied(7, true);
    play.next();
    EXPECT_EQ(play.success("a"), "satisfied");
}

}  // namespace
}  // namespace scorm::sequencing
