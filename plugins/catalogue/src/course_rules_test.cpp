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
    EXPECT_EQ(folded("  Diogelwch  TÂN  "), "diogelwch tan");
    EXPECT_EQ(folded("Siân Ŵyn Ŷ"), "sian wyn y");
    EXPECT_EQ(folded("Łódź, Þór"), "lodz, Þor");
    EXPECT_EQ(folded(" \n"), "");
}

TEST(CourseSearch, TakesWildcardsAsTheyAre) {
    EXPECT_EQ(like_pattern("100%_\\"), "%100\\%\\_\\\\%");
}

}  // namespace
}  // namespace tessera::catalogue
