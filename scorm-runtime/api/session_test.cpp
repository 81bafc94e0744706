#include "api/test_course.hpp"

#include <gtest/gtest.h>

namespace scorm {
namespace {

std::string call(Session& session, Function function, std::string_view first = {},
                 std::string_view second = {}) {
    return std::string(session.call(function, first, second, 1000));
}

std::unique_ptr<Session> running(const Course& course, const Opening& opening = {}) {
    auto session = Session::open(course, opening, "");
    session->launch(1000);
    call(*session, Function::Initialize);
    return session;
}

TEST(Operations, KeepOnlyTheLastOfValuesThatStandAlone) {
    const Course course = two_scos();
    const auto session = running(course);
    session->take_commit();
    for (const char* page : {"1", "2", "3"})
        call(*session, Function::SetValue, "cmi.location", page);
    call(*session, Function::SetValue, "cmi.success_status", "failed");
    call(*session, Function::SetValue, "cmi.success_status", "passed");
    call(*session, Function::SetValue, "cmi.location", "4");
    EXPECT_EQ(session->take_commit(),
              R"([["s",1000,"cmi.location","4"],["s",1000,"cmi.success_status","failed"],)"
              R"(["s",1000,"cmi.success_status","passed"]])");
    EXPECT_EQ(session->take_commit(), "");
}

TEST(Operations, AreJsonWhateverContentAsksFor) {
    const Course course = two_scos();
    const auto session = running(course);
    const auto twin = Session::open(course, {}, "");
    call(*session, Function::GetValue, "cmi.\xFF\xFE");
    call(*session, Function::SetValue, "cmi.location\xC3", "\xED\xA0\x80");
    call(*session, Function::GetErrorString, "\xF0\x9F");
    call(*session, Function::SetValue, "cmi.location", "\"\\\n\x01 page");
    EXPECT_TRUE(twin->apply(session->take_commit()).ok);
    EXPECT_EQ(twin->state(), session->state());
}

TEST(Operations, AreUrgentAfterCommitTerminateAndNavigation) {
    const Course course = two_scos();
    const auto session = running(course);
    EXPECT_TRUE(session->commit_urgent()) << "launch";
    session->take_commit();
    call(*session, Function::SetValue, "cmi.location", "1");
    EXPECT_FALSE(session->commit_urgent());
    call(*session, Function::Commit);
    EXPECT_TRUE(session->commit_urgent());
    session->take_commit();
    EXPECT_FALSE(session->commit_urgent());
    call(*session, Function::Terminate);
    EXPECT_TRUE(session->commit_urgent());
}

TEST(Operations, StopBeforeTheyFillTheMemory) {
    const Course course = two_scos();
    const auto session = running(course);
    const std::string id(4000, 'x');
    std::string answer = "true";
    for (int i = 0; i < 5000 && answer == "true"; ++i)
        answer = call(*session, Function::SetValue, "cmi.interactions.0.id",
                      id + std::to_string(i % 2).substr(1));
    EXPECT_EQ(answer, "false");
    EXPECT_EQ(session->last_error(), 351);
    session->take_commit();
    EXPECT_EQ(call(*session, Function::SetValue, "cmi.interactions.0.id", id), "true");
}

TEST(Apply, NamesTheElementThatIsRefused) {
    const Course course = two_scos();
    const auto session = running(course);
    const ApplyResult result =
        session->apply(R"([["s",5,"cmi.location","x"],["s",5,"cmi.score.scaled","7"]])");
    EXPECT_FALSE(result.ok);
    EXPECT_EQ(result.element, "cmi.score.scaled");
    EXPECT_EQ(result.error, 407);
    EXPECT_EQ(result.reason, "cmi.score.scaled: The number is outside the range of this element.");
}

TEST(Apply, RefusesWhatNoSessionWrites) {
    const Course course = two_scos();
    for (const char* text : {"", "{}", "[1]", "[[]]", R"([["q",1]])", R"([["s",1,"cmi.location"]])",
                             R"([["n",1,"choice",99]])", R"([["n",1,"fly"]])", R"([["i",1]])",
                             R"([["t",1],["t",1]])"}) {
        const auto session = running(course);
        EXPECT_FALSE(session->apply(text).ok) << text;
    }
    EXPECT_TRUE(running(course)->apply("[]").ok);
}

TEST(Apply, LeavesNothingToCommit) {
    const Course course = two_scos();
    const auto session = Session::open(course, {}, "");
    EXPECT_TRUE(session->apply(R"([["l",1],["i",2],["s",3,"cmi.location","x"],["t",4]])").ok);
    EXPECT_EQ(session->take_commit(), "");
}

TEST(State, IsRefusedWhenItDoesNotFitTheCourse) {
    const Course course = two_scos();
    const std::string state = running(course)->state();
    EXPECT_NE(Session::open(course, {}, state), nullptr);
    Course smaller = two_scos();
    smaller.activities.pop_back();
    EXPECT_EQ(Session::open(smaller, {}, state), nullptr);
    for (const char* text : {"{}", "[]", "nonsense", R"({"v":2})"})
        EXPECT_EQ(Session::open(course, {}, text), nullptr) << text;
    for (std::size_t cut = 1; cut < state.size(); cut += 7)
        EXPECT_EQ(Session::open(course, {}, state.substr(0, cut)), nullptr) << cut;
}

TEST(Results, GiveInteractionsOnceAfterEachChange) {
    const Course course = two_scos();
    const auto session = running(course);
    EXPECT_TRUE(session->take_interactions().empty());
    call(*session, Function::SetValue, "cmi.interactions.0.id", "q1");
    call(*session, Function::SetValue, "cmi.interactions.0.type", "choice");
    call(*session, Function::SetValue, "cmi.interactions.0.learner_response", "a");
    call(*session, Function::SetValue, "cmi.interactions.0.result", "correct");
    call(*session, Function::SetValue, "cmi.interactions.0.latency", "PT3S");
    const auto found = session->take_interactions();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].activity, 1);
    EXPECT_EQ(found[0].id, "q1");
    EXPECT_EQ(found[0].type, "choice");
    EXPECT_EQ(found[0].learner_response, "a");
    EXPECT_EQ(found[0].result, "correct");
    EXPECT_EQ(found[0].latency, "PT3S");
    EXPECT_TRUE(session->take_interactions().empty());
}

TEST(Results, GiveInteractionsOf12ByTheNamesOf2004) {
    const Course course = two_scos(Edition::Scorm12);
    const auto session = running(course);
    call(*session, Function::SetValue, "cmi.interactions.0.id", "q1");
    call(*session, Function::SetValue, "cmi.interactions.0.time", "10:20:30");
    call(*session, Function::SetValue, "cmi.interactions.0.student_response", "b");
    const auto found = session->take_interactions();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].timestamp, "10:20:30");
    EXPECT_EQ(found[0].learner_response, "b");
}

TEST(Results, GiveSharedDataOnceAfterEachChange) {
    Course course = two_scos();
    course.activities[1].shared_data.push_back({"notes", true, true});
    Opening opening;
    opening.shared_data.push_back({"notes", "from another course"});
    const auto session = running(course, opening);
    EXPECT_EQ(call(*session, Function::GetValue, "adl.data.0.store"), "from another course");
    EXPECT_TRUE(session->take_shared_data().empty());
    call(*session, Function::SetValue, "adl.data.0.store", "mine");
    const auto found = session->take_shared_data();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].id, "notes");
    EXPECT_EQ(found[0].store, "mine");
    EXPECT_TRUE(session->take_shared_data().empty());
}

TEST(Results, KeepTimesWithinBounds) {
    const Course course = two_scos();
    const auto session = running(course);
    call(*session, Function::SetValue, "cmi.session_time", "P9999999999Y");
    EXPECT_EQ(session->last_error(), 406) << "more than the clock can hold";
    call(*session, Function::SetValue, "cmi.session_time", "P10000000Y");
    call(*session, Function::Terminate);
    EXPECT_GT(session->summary(1).total_time, 0);
    EXPECT_LE(session->summary(1).total_time, 10'000'000'000'000);
}

TEST(Results, OfTheWholeCourseDoNotWaitForTheLearnerToLeave) {
    const Course course = two_scos();
    const auto session = running(course);
    call(*session, Function::SetValue, "cmi.completion_status", "incomplete");
    EXPECT_NE(session->summary().completion, Completion::Completed);
    session->navigate(Navigation::Choice, 2, 2000);
    session->navigate(Navigation::Choice, 1, 3000);
    call(*session, Function::Initialize);
    call(*session, Function::SetValue, "cmi.completion_status", "completed");
    EXPECT_EQ(session->summary().completion, Completion::Completed);
    EXPECT_EQ(session->view().activity, 1) << "and asking changes nothing";
}

/// A course of which the first part was passed at a bookmark, and which was then finished.
std::string finished_state(const Course& course) {
    const auto session = running(course);
    call(*session, Function::SetValue, "cmi.location", "page-9");
    call(*session, Function::SetValue, "cmi.completion_status", "completed");
    call(*session, Function::SetValue, "cmi.success_status", "passed");
    call(*session, Function::Terminate);
    session->navigate(Navigation::ExitAll, -1, 2000);
    return session->state();
}

TEST(Review, ShowsWhatWasDoneAndChangesNoResult) {
    Course course = two_scos();
    course.activities[1].sequencing.limits.attempt_limit = 1;
    Opening opening;
    opening.mode = Mode::Review;
    const auto session = Session::open(course, opening, finished_state(course));
    ASSERT_NE(session, nullptr);
    session->launch(3000);
    ASSERT_EQ(session->view().activity, 1) << "an attempt limit is no matter in review";
    call(*session, Function::Initialize);
    EXPECT_EQ(call(*session, Function::GetValue, "cmi.mode"), "review");
    EXPECT_EQ(call(*session, Function::GetValue, "cmi.credit"), "no-credit");
    EXPECT_EQ(call(*session, Function::GetValue, "cmi.entry"), "");
    EXPECT_EQ(call(*session, Function::GetValue, "cmi.location"), "page-9");
    EXPECT_EQ(call(*session, Function::GetValue, "cmi.success_status"), "passed");
    EXPECT_EQ(call(*session, Function::SetValue, "cmi.success_status", "failed"), "true");
    call(*session, Function::Terminate);
    session->navigate(Navigation::Continue, -1, 4000);
    EXPECT_EQ(session->summary(1).success, Success::Passed);
    EXPECT_EQ(session->summary(1).completion, Completion::Completed);
}

TEST(Review, OfWhatWasNeverOpenedBeginsIt) {
    const Course course = two_scos();
    Opening opening;
    opening.mode = Mode::Review;
    const auto session = Session::open(course, opening, finished_state(course));
    session->launch(3000);
    session->navigate(Navigation::Continue, -1, 4000);
    ASSERT_EQ(session->view().activity, 2);
    call(*session, Function::Initialize);
    EXPECT_EQ(call(*session, Function::GetValue, "cmi.entry"), "ab-initio");
}

TEST(Browse, KnowsNothingAndRecordsNothing) {
    const Course course = two_scos();
    Opening opening;
    opening.mode = Mode::Browse;
    const auto session = running(course, opening);
    EXPECT_EQ(call(*session, Function::GetValue, "cmi.mode"), "browse");
    call(*session, Function::SetValue, "cmi.success_status", "passed");
    call(*session, Function::Terminate);
    session->navigate(Navigation::Continue, -1, 2000);
    EXPECT_EQ(session->summary(1).success, Success::Unknown);
}

TEST(Opening, SurvivesJson) {
    Opening opening;
    opening.learner = {"p-1", "Okafor, Amara", "cy"};
    opening.mode = Mode::Review;
    opening.credit = false;
    opening.seed = 18'446'744'073'709'551'615U;
    opening.tolerances = "word-case";
    opening.objectives.push_back({"g", true, *Real::parse("0.25"), {}, {}, {}, false, {}});
    opening.shared_data.push_back({"notes", "\"text\""});
    const auto back = opening_from_json(to_json(opening));
    ASSERT_TRUE(back);
    EXPECT_EQ(to_json(*back), to_json(opening));
    EXPECT_EQ(back->seed, opening.seed);
    EXPECT_EQ(back->objectives[0].measure, Real::parse("0.25"));
    EXPECT_FALSE(back->objectives[0].raw);
    EXPECT_FALSE(opening_from_json("[]"));
    EXPECT_FALSE(opening_from_json(R"({"mode":"cheat"})"));
    EXPECT_FALSE(opening_from_json(R"({"seed":"-5"})"));
}

TEST(View, IsWrittenForTheScript) {
    const Course course = two_scos();
    const auto session = running(course);
    const std::string text = to_json(session->view(), course);
    EXPECT_EQ(
        text.find(
            R"({"state":"running","activity":1,"exception":"","controls":{"continue":"enabled")"),
        0U);
    EXPECT_NE(
        text.find(R"({"activity":2,"id":"two","title":"","depth":1,"leaf":true,"choosable":true,)"
                  R"("current":false,"completion":"not attempted","success":"unknown"})"),
        std::string::npos)
        << text;
}

}  // namespace
}  // namespace scorm
