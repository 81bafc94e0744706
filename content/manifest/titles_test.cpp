#include "manifest/titles.hpp"

#include "manifest/test_manifest.hpp"

#include <gtest/gtest.h>

namespace content::test {
namespace {

/// A package whose course has no title.
Package untitled(const std::string& items = kItems) {
    Package package = package_12(items);
    package.replace("<title>Course</title>", "");
    return package;
}

const std::string kLom =
    "<schemaversion>1.2</schemaversion><lom><general><title><langstring xml:lang='en'>From its "
    "description</langstring><langstring xml:lang='de'>Von "
    "dort</langstring></title></general></lom>";

TEST(Titles, ComeFromTheManifestsMetadata) {
    Package package = untitled();
    package.replace("<schemaversion>1.2</schemaversion>", kLom);
    package.files["a.html"] = "<title>A page</title>cmi.core.lesson_status";
    const Report report = package.check().report;
    EXPECT_EQ(report.title, "From its description");
    EXPECT_EQ(report.title_source, TitleSource::Metadata);
    EXPECT_EQ(report.title_doubt, TitleDoubt::Missing) << "somebody should look at it";
}

TEST(Titles, ComeFromMetadataInAFileOfItsOwn) {
    Package package = untitled();
    package.replace("<schemaversion>1.2</schemaversion>",
                    "<schemaversion>1.2</schemaversion><adlcp:location>meta%20data.xml"
                    "</adlcp:location>");
    package.files["meta data.xml"] =
        "<lom><general><title><string>From a file</string></title></general></lom>";
    EXPECT_EQ(package.check().report.title, "From a file");
    package.files["meta data.xml"] = "no XML";
    EXPECT_TRUE(package.check().course) << "a broken description breaks nothing";
}

TEST(Titles, ComeFromTheFirstPage) {
    Package package = untitled();
    package.files["a.html"] =
        "<html><head><title>\n Manual&nbsp;handling &amp; you </title></head>";
    const Checked checked = package.check();
    EXPECT_EQ(checked.report.title, "Manual handling & you");
    EXPECT_EQ(checked.report.title_source, TitleSource::Page);
    EXPECT_EQ(checked.course->title, "Manual handling & you");
    EXPECT_TRUE(has_warning(checked, "manifest.no-course-title"));
}

TEST(Titles, AreEmptyWhereNothingTells) {
    const Checked checked = untitled().check();
    EXPECT_EQ(checked.report.title, "") << "the identifier is no title";
    EXPECT_EQ(checked.report.title_source, TitleSource::None);
    EXPECT_EQ(checked.report.title_doubt, TitleDoubt::Missing);
}

TEST(Titles, OfPartsAreFoundTheSameWay) {
    Package package = package_12(
        "<item identifier='I1' identifierref='R1'/>"
        "<item identifier='I2' identifierref='R3'/>"
        "<item identifier='I3' identifierref='R2'/>");
    package.replace("<resources>",
                    "<resources><resource identifier='R3' type='webcontent' "
                    "href='fire-doors_2.html'/>");
    package.files["a.html"] = "<title>Lifting</title>cmi.core.lesson_status";
    package.files["fire-doors_2.html"] = "<p>Doors</p>";
    const Checked checked = package.check();
    EXPECT_EQ(activity(checked, "I1").title, "Lifting");
    EXPECT_EQ(activity(checked, "I2").title, "fire doors 2");
    EXPECT_EQ(activity(checked, "I3").title, "I3") << "“b.html” says nothing";
    EXPECT_EQ(finding(checked, "manifest.no-title")->count, 3u);
}

TEST(Titles, ThatToolsGiveByThemselvesAreDoubted) {
    const auto doubt = [](const std::string& title) {
        Package package = package_12();
        package.replace("<title>Course</title>", "<title>" + title + "</title>");
        return package.check().report.title_doubt;
    };
    for (const char* title :
         {"Untitled", "untitled1", "Course", "My Course", "SCORM package", "O",
          "Articulate Storyline", "Presentation1.pptx", "New project (2)", "???"})
        EXPECT_EQ(doubt(title), TitleDoubt::Default) << title;
    for (const char* title :
         {"Fire safety", "Course in first aid", "The untitled land", "Lifting 2", "Diogelwch tân"})
        EXPECT_EQ(doubt(title), TitleDoubt::None) << title;
    EXPECT_TRUE(is_default_title("Rise", "", ""));
    EXPECT_TRUE(is_default_title("Some Tool 3", "", "Some Tool"));
}

}  // namespace
}  // namespace content::test
