// Items that have a page and parts: the page is played first in SCORM 1.2, and not in SCORM 2004.
#include "manifest/test_manifest.hpp"

#include <gtest/gtest.h>

namespace content::test {
namespace {

std::string item(const std::string& id, const std::string& resource, const std::string& inside) {
    return "<item identifier='" + id + "' identifierref='" + resource + "'><title>" + id +
           "</title>" + inside + "</item>";
}

const std::string kChapter = item("C", "R1", item("C1", "R2", "") + item("C2", "R2", ""));

TEST(FirstPages, OfAnItemWithPartsIsItsFirstPart) {
    const Checked checked = check_12(kChapter);
    ASSERT_TRUE(checked.course) << to_text(checked.report);
    EXPECT_TRUE(checked.report.findings.empty()) << "nothing is wrong with it";
    ASSERT_EQ(checked.course->activities.size(), 5u);
    const scorm::Activity& chapter = checked.course->activities[1];
    const scorm::Activity& page = checked.course->activities[2];
    EXPECT_EQ(chapter.identifier, "C");
    EXPECT_FALSE(chapter.leaf());
    EXPECT_EQ(page.identifier, "C-page");
    EXPECT_EQ(page.title, "C");
    EXPECT_EQ(page.href, "a.html");
    EXPECT_TRUE(page.sco);
    EXPECT_EQ(page.parent, 1);
    EXPECT_TRUE(page.sequencing.control.flow);
    EXPECT_EQ(checked.report.scos, 1u);
    EXPECT_EQ(checked.report.activities, 4u);
}

TEST(FirstPages, AreNotPlayedIn2004) {
    const Checked checked = check_2004(kChapter);
    ASSERT_TRUE(checked.course) << to_text(checked.report);
    EXPECT_EQ(checked.course->activities.size(), 4u);
    EXPECT_TRUE(has_warning(checked, "manifest.cluster-page"));
}

TEST(FirstPages, GoByTheManifestWhateverTheScriptsSpeak) {
    Package package = package_12(kChapter);
    package.files["a.html"] = "<script>API_1484_11.Initialize('')</script>";
    const Checked checked = package.check();
    ASSERT_TRUE(checked.course);
    EXPECT_EQ(checked.course->edition, scorm::Edition::Scorm2004_4);
    EXPECT_EQ(checked.course->activities[2].identifier, "C-page");
}

TEST(FirstPages, TakeWhatIsAboutPlayingWithThem) {
    const Checked checked =
        check_12(item("C", "R1",
                      "<adlcp:masteryscore>80</adlcp:masteryscore><adlcp:maxtimeallowed>00:30:00"
                      "</adlcp:maxtimeallowed><adlcp:datafromlms>x=1</adlcp:datafromlms>"
                      "<adlcp:prerequisites>Z</adlcp:prerequisites>" +
                          item("C1", "R2", "")) +
                 item("Z", "R2", ""));
    ASSERT_TRUE(checked.course) << to_text(checked.report);
    const scorm::Activity &chapter = activity(checked, "C"), &page = activity(checked, "C-page");
    EXPECT_EQ(page.mastery_score, "80");
    EXPECT_EQ(page.max_time_allowed, 30 * 60 * 1000);
    EXPECT_EQ(page.data_from_lms, "x=1");
    EXPECT_EQ(chapter.mastery_score, "");
    EXPECT_FALSE(chapter.max_time_allowed);
    EXPECT_EQ(chapter.prerequisites, "Z") << "the whole chapter waits";
    EXPECT_EQ(page.prerequisites, "");
}

TEST(FirstPages, HaveNamesThatNoOtherItemHas) {
    const Checked checked = check_12(kChapter + item("C-page", "R2", "") + item("D", "R1", ""));
    ASSERT_TRUE(checked.course);
    EXPECT_EQ(checked.course->activities[2].identifier, "C-page-page");
    EXPECT_EQ(activity(checked, "C-page").parent, 0) << "the item keeps its own";
    EXPECT_FALSE(tolerates(checked, "identifiers-made-unique"));
}

TEST(FirstPages, AreWhatPartsInsideWaitFor) {
    const auto waits = [](const std::string& prerequisites) {
        const std::string part =
            "<item identifier='C1' identifierref='R2'><title>C1</title>"
            "<adlcp:prerequisites>" +
            prerequisites + "</adlcp:prerequisites></item>";
        const Checked checked = check_12(item("C", "R1", part) + item("P", "R1", ""));
        return activity(checked, "C1").prerequisites;
    };
    EXPECT_EQ(waits("C"), "C-page");
    EXPECT_EQ(waits("P&amp;C"), "P&C-page");
    EXPECT_EQ(waits("C=passed|~P"), "C-page=passed|~P");
    EXPECT_EQ(waits("2*{P, C}"), "2*{P,C-page}");
    EXPECT_EQ(waits("\"C\"&lt;&gt;\"failed\""), "\"C-page\"<>\"failed\"");
    EXPECT_EQ(waits("P=C"), "P=C") << "a status, not an item";
    const Checked outside = check_12(kChapter +
                                     "<item identifier='N' identifierref='R2'><title>N"
                                     "</title><adlcp:prerequisites>C"
                                     "</adlcp:prerequisites></item>");
    EXPECT_EQ(activity(outside, "N").prerequisites, "C") << "the next chapter waits for all of it";
    EXPECT_FALSE(finding(outside, "manifest.bad-prerequisites"));
}

TEST(FirstPages, ThatAreMissingKeepNobodyFromTheParts) {
    for (const char* resource : {"R9", "R3"}) {
        Package package = package_12(item("C", resource, item("C1", "R2", "")));
        package.replace(
            "<resources>",
            "<resources><resource identifier='R3' type='webcontent' href='gone.html'/>");
        const Checked checked = package.check();
        ASSERT_TRUE(checked.course) << to_text(checked.report);
        EXPECT_EQ(checked.course->activities.size(), 3u);
        EXPECT_TRUE(has_warning(checked, "manifest.cluster-page-missing")) << resource;
    }
}

TEST(FirstPages, AreNotPlayedTwiceWhereTheFirstPartIsThePage) {
    const Checked checked = check_12(item("C", "R1", item("C1", "R1", "") + item("C2", "R2", "")));
    ASSERT_TRUE(checked.course);
    EXPECT_EQ(checked.course->activities.size(), 4u);
}

TEST(FirstPages, NestAsDeepAsTheItemsDo) {
    const Checked checked = check_12(item("A1", "R1", item("B1", "R1", item("D1", "R2", ""))));
    ASSERT_TRUE(checked.course);
    std::string order;
    for (const scorm::Activity& one : checked.course->activities) order += one.identifier + " ";
    EXPECT_EQ(order, "O A1 B1 B1-page D1 ") << "A1 and B1 begin with the same page";
    const Checked other = check_12(item("A1", "R1", item("B1", "R2", item("D1", "R1", ""))));
    order.clear();
    for (const scorm::Activity& one : other.course->activities) order += one.identifier + " ";
    EXPECT_EQ(order, "O A1 A1-page B1 B1-page D1 ");
}

}  // namespace
}  // namespace content::test
