#include "course_rules.hpp"

#include <gtest/gtest.h>

namespace tessera::catalogue {
namespace {

CourseDraft good() {
    return {"Fire safety", "", "", "Statutory and mandatory", "45", {"elearning"}};
}

TEST(CourseRules, AcceptACourseWithTitleCategoryAndMinutes) {
    EXPECT_TRUE(problems(good()).empty());
}

TEST(CourseRules, NameTheFieldAtFault) {
    CourseDraft draft = good();
    draft.title.clear();
    draft.minutes = "soon";
    draft.kinds = {"telepathy"};
    const auto found = problems(draft);
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(found[0].first, "title");
    EXPECT_EQ(found[1].first, "minutes");
    EXPECT_EQ(found[2].first, "kind");
}

TEST(CourseRules, LimitEveryField) {
    CourseDraft draft = good();
    draft.title.assign(201, 'x');
    draft.summary.assign(2'001, 'x');
    draft.keywords.assign(501, 'x');
    draft.category.assign(101, 'x');
    draft.minutes = "10001";
    EXPECT_EQ(problems(draft).size(), 5u);
}

TEST(CourseSearch, IgnoresCaseAccentsAndSpacing) {
    EXPECT_EQ(like_pattern("  Diogelwch  T\u00C2N  "), "%diogelwch tan%");
    EXPECT_EQ(like_pattern("Sia\u0302n W\u0302yn\u200B \u0176"), "%sian wyn y%");
    EXPECT_EQ(like_pattern(" \n"), "%%");
}

TEST(CourseDrafts, AreTidied) {
    CourseDraft draft = good();
    draft.title = " Fire\u00A0safety\u200B\n";
    draft.summary = "One\r\ntwo";
    draft.minutes = "\uFF14\uFF15";
    draft = tidied(draft);
    EXPECT_EQ(draft.title, "Fire safety");
    EXPECT_EQ(draft.summary, "One\ntwo");
    EXPECT_EQ(draft.minutes, "45");
}

TEST(CourseSearch, TakesWildcardsAsTheyAre) {
    EXPECT_EQ(like_pattern("100%_\\"), "%100\\%\\_\\\\%");
}

}  // namespace
}  // namespace tessera::catalogue
