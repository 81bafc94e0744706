#include "version_compare.hpp"

#include "scorm/session.hpp"

#include <gtest/gtest.h>

namespace tessera::elearning {
namespace {

using scorm::Function;

/// A course of a group with two pages that report results.
scorm::Course course() {
    scorm::Course made;
    made.title = "Two parts";
    for (const char* id : {"ORG", "ONE", "TWO"}) {
        scorm::Activity activity;
        activity.identifier = activity.title = id;
        activity.sequencing.objectives.push_back({});
        activity.sequencing.objectives.front().primary = true;
        activity.sequencing.control.flow = true;
        if (!made.activities.empty()) {
            activity.parent = 0;
            activity.sco = true;
            activity.href = std::string(id) + ".html";
        }
        made.activities.push_back(activity);
    }
    return made;
}

/// The state of a learner who is at a bookmark in the second part.
std::string state_in_part_two(const scorm::Course& of) {
    const auto session = scorm::Session::open(of, {}, "");
    session->launch(1000);
    session->navigate(scorm::Navigation::Continue, -1, 2000);
    session->call(Function::Initialize, "", "", 3000);
    session->call(Function::SetValue, "cmi.location", "screen-7", 3000);
    session->call(Function::SetValue, "cmi.exit", "suspend", 3000);
    session->call(Function::Terminate, "", "", 4000);
    session->navigate(scorm::Navigation::SuspendAll, -1, 5000);
    return session->state();
}

TEST(SameStructure, AllowsWhatAuthorsChangeInAPart) {
    scorm::Course next = course();
    next.title = "Two better parts";
    next.activities[1].title = "The first";
    next.activities[1].href = "new/one.html";
    next.activities[2].mastery_score = "90";
    EXPECT_TRUE(same_structure(course(), next));
}

TEST(SameStructure, SeesAnotherTree) {
    const auto differs = [](auto&& change) {
        scorm::Course next = course();
        change(next);
        return !same_structure(course(), next) && !same_structure(next, course());
    };
    EXPECT_TRUE(differs([](auto& c) { c.activities.pop_back(); }));
    EXPECT_TRUE(differs([](auto& c) { std::swap(c.activities[1], c.activities[2]); }));
    EXPECT_TRUE(differs([](auto& c) { c.activities[2].identifier = "three"; }));
    EXPECT_TRUE(differs([](auto& c) { c.activities[2].parent = 1; }));
    EXPECT_TRUE(differs([](auto& c) { c.activities[2].href.clear(); }));
    EXPECT_TRUE(differs([](auto& c) { c.activities[2].sco = false; }));
    EXPECT_TRUE(differs([](auto& c) { c.activities[1].sequencing.objectives.push_back({}); }));
    EXPECT_TRUE(differs([](auto& c) { c.activities[1].sequencing.objectives[0].id = "o"; }));
    EXPECT_TRUE(differs([](auto& c) { c.edition = scorm::Edition::Scorm12; }));
}

TEST(SameStructure, MeansThatThePlaceGoesAlong) {
    scorm::Course next = course();
    next.activities[2].title = "Changed";
    ASSERT_TRUE(same_structure(course(), next));
    const auto session = scorm::Session::open(next, {}, state_in_part_two(course()));
    ASSERT_NE(session, nullptr);
    session->launch(6000);
    EXPECT_EQ(session->view().activity, 2);
    session->call(Function::Initialize, "", "", 7000);
    EXPECT_EQ(session->call(Function::GetValue, "cmi.location", "", 7000), "screen-7");
    EXPECT_EQ(session->call(Function::GetValue, "cmi.entry", "", 7000), "resume");
}

}  // namespace
}  // namespace tessera::elearning
