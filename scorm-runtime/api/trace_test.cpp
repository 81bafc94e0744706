// What a session tells about itself, and the calls that reach the server only to be told.
#include "api/test_course.hpp"
#include "model/json.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace scorm {
namespace {

SequencingRule rule(ConditionKind kind, bool negated, RuleAction action) {
    SequencingRule out;
    out.conditions.push_back({kind, negated, {}, {}});
    out.action = action;
    return out;
}

/// A session that is traced, as tests talk to it.
class Traced {
public:
    explicit Traced(const Course& course, const Opening& opening = {})
        : course_(course), session_(Session::open(course, opening, "")) {
        session_->trace(true);
    }
    Session& operator*() { return *session_; }
    Session* operator->() { return session_.get(); }

    std::string call(Function function, std::string_view first = {}, std::string_view second = {}) {
        return std::string(session_->call(function, first, second, ++now_));
    }
    void begin() {
        session_->launch(++now_);
        call(Function::Initialize);
    }
    void navigate(Navigation request, std::int32_t target = -1) {
        session_->navigate(request, target, ++now_);
    }
    /// The entries since the last call as JSON, without their times, of one kind or all.
    std::vector<std::string> told(std::string_view kind = {}) {
        std::vector<std::string> out;
        for (TraceEntry& entry : session_->take_trace()) {
            if (!kind.empty() && name_of(entry.kind) != kind) continue;
            entry.time = 0;
            std::string text = to_json(entry, course_);
            text.replace(0, std::string_view(R"({"time":0,)").size(), "{");
            out.push_back(std::move(text));
        }
        return out;
    }

private:
    const Course& course_;
    std::unique_ptr<Session> session_;
    Millis now_ = 1000;
};

using Texts = std::vector<std::string>;

TEST(Trace, TellsCallsWithAnswersAndErrors) {
    const Course course = two_scos();
    Traced session(course);
    session.begin();
    session.told();
    session.call(Function::SetValue, "cmi.score.scaled", "1.2");
    session.call(Function::GetLastError);
    session.call(Function::GetValue, "cmi.learner_id");
    session.call(Function::SetValue, "cmi.location", std::string(500, 'x'));
    const std::string cut = std::string(200, 'x') + "…";
    EXPECT_EQ(
        session.told(),
        (Texts{
            R"({"kind":"call","activity":"one","what":"SetValue","first":"cmi.score.scaled","second":"1.2","result":"false","error":407})",
            R"({"kind":"call","activity":"one","what":"GetLastError","result":"407"})",
            R"({"kind":"call","activity":"one","what":"GetValue","first":"cmi.learner_id"})",
            R"({"kind":"call","activity":"one","what":"SetValue","first":"cmi.location","second":")" +
                cut + R"(","result":"true"})"}));
    EXPECT_TRUE(session.told().empty()) << "taken once";
}

TEST(Trace, TellsOneStepFromTheRequestToTheDelivery) {
    Course course = two_scos();
    course.activities[1].sequencing.post_rules = {
        rule(ConditionKind::Satisfied, true, RuleAction::Retry)};
    Traced session(course);
    session.begin();
    session.call(Function::SetValue, "cmi.success_status", "failed");
    session.call(Function::Terminate);
    session.told();
    session.navigate(Navigation::Continue);
    EXPECT_EQ(
        session.told(),
        (Texts{
            R"({"kind":"request","what":"continue","result":"delivered"})",
            R"({"kind":"termination","activity":"one","process":"TB.2.3","what":"exit"})",
            R"({"kind":"attemptEnd","activity":"one","process":"UP.4"})",
            R"({"kind":"status","activity":"one","process":"UP.4","what":"satisfied","second":"false"})",
            R"({"kind":"status","activity":"one","process":"UP.4","what":"completed","second":"true"})",
            R"({"kind":"rule","activity":"one","process":"TB.2.2","what":"retry","first":"not satisfied"})",
            R"({"kind":"sequencing","activity":"one","process":"SB.2.10","what":"retry","result":"deliver"})",
            R"({"kind":"status","activity":"one","process":"DB.2","what":"satisfied","first":"false"})",
            R"({"kind":"status","activity":"one","process":"DB.2","what":"completed","first":"true"})",
            R"({"kind":"delivery","activity":"one","process":"DB.2","what":"new","first":"2"})"}));
}

TEST(Trace, TellsWhyARequestWasRefused) {
    Course course = two_scos();
    course.activities[2].sequencing.pre_rules = {
        rule(ConditionKind::Always, false, RuleAction::Disabled)};
    Traced session(course);
    session.begin();
    session.told();
    session.navigate(Navigation::Choice, 2);
    EXPECT_EQ(
        session.told(),
        (Texts{
            R"({"kind":"unload","activity":"one"})",
            R"({"kind":"request","activity":"two","what":"choice","result":"refused","exception":"DB.1.1-3"})",
            R"({"kind":"rule","activity":"two","process":"UP.2","what":"disabled","first":"always"})",
            R"({"kind":"delivery","activity":"one","what":"again"})"}));
    course.activities[2].sequencing.pre_rules.clear();
    course.activities[2].sequencing.limits.attempt_limit = 0;
    Traced limited(course);
    limited.begin();
    limited.told();
    limited.navigate(Navigation::Choice, 2);
    EXPECT_EQ(
        limited.told("limit"),
        (Texts{
            R"({"kind":"limit","activity":"two","process":"UP.1","what":"attemptLimit","first":"0"})"}));
}

TEST(Trace, TellsRollupWithTheRuleThatDecided) {
    Course course = two_scos();
    course.activities[1].sequencing.objectives[0].satisfied_by_measure = true;
    course.activities[1].sequencing.objectives[0].minimum_satisfied_normalized_measure =
        *Real::parse("0.6");
    course.activities[1].sequencing.objectives[0].maps.push_back({"global"});
    course.activities[1].sequencing.objectives[0].maps[0].write_measure = true;
    RollupRule any;
    any.children = RollupChildren::AtLeastCount;
    any.minimum_count = 1;
    any.conditions.push_back({ConditionKind::Satisfied, false, {}, {}});
    course.activities[0].sequencing.rollup_rules = {any};
    Traced session(course);
    session.begin();
    session.call(Function::SetValue, "cmi.score.scaled", "0.8");
    session.told();
    session.navigate(Navigation::ExitAll);
    EXPECT_EQ(
        session.told("status"),
        (Texts{
            R"({"kind":"status","activity":"one","process":"UP.4","what":"measure","second":"0.8"})",
            R"({"kind":"status","activity":"one","process":"UP.4","what":"satisfied","second":"true","rule":"measure >= 0.6"})",
            R"({"kind":"status","process":"UP.4","what":"measure","second":"0.8","objective":"global"})",
            R"({"kind":"status","activity":"one","process":"UP.4","what":"completed","second":"true"})",
            R"({"kind":"status","activity":"org","process":"RB.1.1.a","what":"measure","second":"0.4"})",
            R"({"kind":"status","activity":"org","process":"RB.1.2.b","what":"satisfied","second":"true","rule":"atLeastCount 1: satisfied"})"}));
}

TEST(Trace, TellsChanceSuspensionAndTheResult) {
    Course course = two_scos();
    Randomization& chance = course.activities[0].sequencing.randomization;
    chance.selection = SelectionTiming::Once;
    chance.select_count = 1;
    Traced session(course);
    session.begin();
    const Texts selection = session.told("selection");
    ASSERT_EQ(selection.size(), 1U);
    EXPECT_NE(selection[0].find(R"("process":"SR.1","what":"select","first":")"),
              std::string::npos);
    session.call(Function::SetValue, "cmi.completion_status", "completed");
    session.call(Function::Commit);
    EXPECT_EQ(
        session.told("result"),
        (Texts{
            R"({"kind":"result","activity":"org","what":"completion","first":"unknown","second":"completed"})"}));
    session.navigate(Navigation::SuspendAll);
    EXPECT_EQ(session.told("suspension").size(), 1U);
    session->launch(5000);
    const Texts again = session.told("delivery");
    ASSERT_EQ(again.size(), 1U);
    EXPECT_NE(again[0].find(R"("what":"resumed")"), std::string::npos);
}

TEST(Trace, TellsTheStatusThatScorm12GivesByItself) {
    Course course = two_scos(Edition::Scorm12);
    course.activities[1].mastery_score = "70";
    Traced session(course);
    session.begin();
    session.call(Function::SetValue, "cmi.core.score.raw", "65");
    session.told();
    session.call(Function::Terminate);
    EXPECT_EQ(
        session.told("status"),
        (Texts{
            R"({"kind":"status","activity":"one","what":"cmi.core.lesson_status","first":"not attempted","second":"completed","rule":"no lesson_status set"})",
            R"({"kind":"status","activity":"one","what":"cmi.core.lesson_status","first":"completed","second":"failed","rule":"mastery_score 70"})"}));
}

TEST(Trace, EndsWithHowMuchMoreThereWas) {
    const Course course = two_scos();
    Traced session(course);
    session.begin();
    for (int i = 0; i < 30'000; ++i) session.call(Function::GetValue, "cmi.location");
    const std::vector<TraceEntry> entries = session->take_trace();
    EXPECT_EQ(entries.size(), 20'001U);
    EXPECT_EQ(entries.back().kind, TraceKind::Omitted);
    EXPECT_GT(entries.back().count, 9'999);
}

/// What reaches the server, told there.
class Observed : public testing::Test {
protected:
    void SetUp() override {
        page_ = Session::open(course_, {}, "");
        page_->launch(1000);
        call(Function::Initialize);
        page_->take_commit();
    }
    std::string call(Function function, std::string_view first = {}, std::string_view second = {}) {
        return std::string(page_->call(function, first, second, 2000));
    }
    /// Plays the operations on a session that is where the page was after Initialize.
    std::vector<TraceEntry> told(const std::string& operations) {
        server_ = Session::open(course_, {}, "");
        EXPECT_TRUE(server_->apply(R"([["l",1000],["i",1000]])").ok);
        server_->trace(true);
        EXPECT_TRUE(server_->apply(operations).ok);
        return server_->take_trace();
    }

    const Course course_ = two_scos();
    std::unique_ptr<Session> page_, server_;
};

TEST_F(Observed, CallsThatChangeNothingAreMadeAgainByTheServer) {
    call(Function::GetValue, "cmi.completion_status");
    call(Function::SetValue, "cmi.score.scaled", "2");
    call(Function::GetLastError);
    call(Function::SetValue, "cmi.completion_status", "incomplete");
    call(Function::GetValue, "cmi.completion_status");
    const std::string operations = page_->take_commit();
    EXPECT_EQ(operations,
              R"([["g",2000,"cmi.completion_status"],["x",2000,3,"cmi.score.scaled","2",1],)"
              R"(["x",2000,5,"","",1],["s",2000,"cmi.completion_status","incomplete"],)"
              R"(["g",2000,"cmi.completion_status"]])");
    const auto entries = told(operations);
    ASSERT_GE(entries.size(), 5U);
    EXPECT_EQ(entries[0].result, "unknown");
    EXPECT_EQ(entries[1].error, 407);
    EXPECT_EQ(entries[1].result, "false");
    EXPECT_EQ(entries[2].result, "407");
    EXPECT_EQ(entries[4].result, "incomplete");
    EXPECT_EQ(server_->state(), page_->state());
}

TEST_F(Observed, AreNoReasonToSendAnything) {
    for (int i = 0; i < 50; ++i) call(Function::GetValue, i % 2 == 0 ? "cmi.location" : "cmi.mode");
    EXPECT_EQ(page_->take_commit(), "");
    EXPECT_FALSE(page_->commit_urgent());
    call(Function::SetValue, "cmi.location", "1");
    EXPECT_NE(page_->take_commit().find(R"(["g",2000,"cmi.mode"])"), std::string::npos);
}

TEST_F(Observed, AreCountedWhenTheyAreMany) {
    for (int i = 0; i < 100'000; ++i) call(Function::GetValue, "cmi.location");
    for (int i = 0; i < 100'000; ++i)
        call(Function::GetValue, i % 2 == 0 ? "cmi.location" : "cmi.mode");
    call(Function::Commit);
    const std::string operations = page_->take_commit();
    EXPECT_LT(operations.size(), 5000U);
    const auto entries = told(operations);
    EXPECT_EQ(entries[0].count, 100'001);
    std::int64_t sum = 0;
    for (const TraceEntry& entry : entries)
        if (entry.kind == TraceKind::Omitted || entry.what == "GetValue") sum += entry.count;
    EXPECT_EQ(sum, 200'000);
    EXPECT_EQ(std::count_if(entries.begin(), entries.end(),
                            [](const auto& e) { return e.kind == TraceKind::Omitted; }),
              1);
}

TEST_F(Observed, SetValuesBetweenThemStayWithinTheRoomForUnsentOnes) {
    const std::string large(60'000, 'x');
    std::string answer = "true";
    for (int i = 0; i < 2000 && answer == "true"; ++i) {
        answer =
            call(Function::SetValue, "cmi.suspend_data", large.substr(static_cast<std::size_t>(i)));
        call(Function::GetValue, "cmi.suspend_data");
    }
    EXPECT_EQ(answer, "true");
    EXPECT_LT(page_->take_commit().size(), 100'000U);
}

TEST_F(Observed, AnswersAreThoseOfTheMoment) {
    call(Function::SetValue, "cmi.location", "1");
    call(Function::GetValue, "cmi.location");
    call(Function::SetValue, "cmi.location", "2");
    const auto entries = told(page_->take_commit());
    EXPECT_EQ(entries[1].result, "1");
}

TEST_F(Observed, WhatCannotBeMadeAgainIsToldAsThePageSaidIt) {
    EXPECT_EQ(call(Function::SetValue, "cmi.score.scaled", std::string(300, '1')), "false");
    call(Function::Commit);
    const auto entries = told(page_->take_commit());
    EXPECT_TRUE(entries[0].told);
    EXPECT_EQ(entries[0].error, 406);
    EXPECT_EQ(entries[0].first, "cmi.score.scaled");
}

TEST_F(Observed, ChangeNothingWhateverAPageSends) {
    const std::string before = [this] {
        told("[]");
        return server_->state();
    }();
    const auto entries = told(
        R"([["x",2000,3,"cmi.location","mine",1],["x",2000,1,"","",1],["x",2000,4,"","",1],["x",2000,0,"","",5],
            ["x",2000,3,"cmi.location","x",-5,-9]])");
    EXPECT_EQ(server_->state(), before);
    ASSERT_GE(entries.size(), 3U);
    EXPECT_TRUE(entries[0].told) << "a call that says it changed nothing, but would";
    EXPECT_TRUE(entries[1].told);
    EXPECT_EQ(page_->view().state, server_->view().state);
}

TEST_F(Observed, OnesThatLackAPartAreRefused) {
    for (const char* const operation :
         {R"(["g",2000])", R"(["g",2000,7])", R"(["x",2000])", R"(["x",2000,3,"a"])",
          R"(["x",2000,99,"a","b",1])", R"(["x",2000,-1,"a","b",1])", R"(["m",2000])"}) {
        const auto session = Session::open(course_, {}, "");
        EXPECT_FALSE(session->apply("[" + std::string(operation) + "]").ok) << operation;
    }
}

}  // namespace
}  // namespace scorm
