#include "manifest/test_manifest.hpp"

#include <gtest/gtest.h>

namespace content::test {
namespace {

TEST(ManifestFiles, NamesThePartWhosePageIsMissing) {
    Package package = package_12();
    package.files.erase("a.html");
    const Checked checked = package.check();
    ASSERT_TRUE(has_error(checked, "manifest.file-missing"));
    const Finding* found = finding(checked, "manifest.file-missing");
    EXPECT_NE(found->text.find("“First” has no start page"), std::string::npos) << found->text;
    EXPECT_NE(found->text.find("“a.html”"), std::string::npos);
    EXPECT_EQ(found->where.substr(0, 5), "line ");
}

TEST(ManifestFiles, RefusesReferencesThatLeadNowhere) {
    const auto code_for = [](const std::string& from, const std::string& to) {
        Package package = package_12();
        package.replace(from, to);
        const Checked checked = package.check();
        return checked.report.findings.empty() ? "" : checked.report.findings[0].code;
    };
    EXPECT_EQ(code_for("identifierref=\"R1\"", "identifierref=\"R9\""),
              "manifest.resource-missing");
    EXPECT_EQ(code_for("href=\"a.html\"", ""), "manifest.no-href");
    EXPECT_EQ(code_for("href=\"a.html\"", "href=\"../a.html\""), "manifest.href-climbs");
    EXPECT_EQ(code_for("href=\"a.html\"", "href=\"javascript:alert(1)\""), "manifest.href-invalid");
    EXPECT_EQ(code_for("href=\"a.html\"", "href=\"file:///etc/passwd\""), "manifest.href-invalid");
    EXPECT_EQ(code_for("href=\"a.html\"", "href=\"C:\\a.html\""), "manifest.href-invalid");
}

TEST(ManifestFiles, AllowsPagesOfOtherSitesWithAWarning) {
    Package package = package_12();
    package.replace("href=\"a.html\"", "href=\"https://example.com/a b.html\"");
    const Checked checked = package.check();
    ASSERT_TRUE(checked.course);
    EXPECT_TRUE(has_warning(checked, "manifest.outside"));
    EXPECT_EQ(activity(checked, "A").href, "https://example.com/a%20b.html");
}

TEST(ManifestFiles, FindsFilesWrittenCarelessly) {
    const auto launch = [](const std::string& href, const std::string& file,
                           const std::string& tolerance) {
        Package package = package_12();
        package.replace("href=\"a.html\"", "href=\"" + href + "\"");
        package.files[file] = package.files["a.html"];
        const Checked checked = package.check();
        EXPECT_TRUE(checked.course) << to_text(checked.report);
        EXPECT_EQ(tolerates(checked, tolerance), !tolerance.empty()) << to_text(checked.report);
        return checked.course ? activity(checked, "A").href : std::string();
    };
    EXPECT_EQ(launch("sub\\page.html", "sub/page.html", "backslash-hrefs"), "sub/page.html");
    EXPECT_EQ(launch("SUB/Page.HTML", "sub/page.html", "file-name-case"), "sub/page.html");
    EXPECT_EQ(launch("/sub/page.html", "sub/page.html", "leading-slash-hrefs"), "sub/page.html");
    EXPECT_EQ(launch("./sub/../p.html?a=1&amp;b=2#top", "p.html", ""), "p.html?a=1&b=2#top");
    EXPECT_EQ(launch("my page.html", "my page.html", ""), "my%20page.html");
    EXPECT_EQ(launch("my%20page.html", "my page.html", ""), "my%20page.html");
    EXPECT_EQ(launch("100%.html", "100%.html", ""), "100%25.html");
    // As Windows and as macOS spell it.
    EXPECT_EQ(launch("\xc3\xbc\xc5\xb5.html", "u\xcc\x88w\xcc\x82.html", "file-name-case"),
              "u%CC%88w%CC%82.html");
    EXPECT_EQ(launch("e\xcc\x81.html", "\xc3\xa9.html", "file-name-case"), "%C3%A9.html");
    EXPECT_EQ(launch("caf\xc3\xa9.html", "caf\xc3\xa9.html", ""), "caf%C3%A9.html");
}

TEST(ManifestFiles, FindsNamesWithSignsThatUrlsReserve) {
    const auto launch = [](const std::string& href, const std::string& file) {
        Package package = package_12();
        package.replace("href=\"a.html\"", "href=\"" + href + "\"");
        package.files[file] = package.files["a.html"];
        const Checked checked = package.check();
        EXPECT_TRUE(checked.course) << to_text(checked.report);
        return checked.course ? activity(checked, "A").href +
                                    (tolerates(checked, "reserved-signs") ? " tolerated" : "")
                              : std::string();
    };
    EXPECT_EQ(launch("c%23.html", "c#.html"), "c%23.html");
    EXPECT_EQ(launch("c#.html", "c#.html"), "c%23.html tolerated");
    EXPECT_EQ(launch("why?.html", "why?.html"), "why%3F.html tolerated");
    EXPECT_EQ(launch("a+b.html", "a+b.html"), "a+b.html");
    EXPECT_EQ(launch("a%20b.html", "a%20b.html"), "a%2520b.html");
}

TEST(ManifestFiles, AResourceWithoutAStartPageBeginsWithItsFirstPage) {
    Package package = package_12();
    package.replace(
        " href=\"a.html\"></resource>",
        "><file href=\"x.js\"/><file href=\"A.HTM?x=1\"/><file href=\"b.html\"/></resource>");
    package.files["a.htm"] = package.files["a.html"];
    const Checked checked = package.check();
    ASSERT_TRUE(checked.course) << to_text(checked.report);
    EXPECT_TRUE(tolerates(checked, "first-file"));
    EXPECT_EQ(activity(checked, "A").href, "a.htm?x=1");
}

TEST(ManifestFiles, ReferencesMayDifferInCapitals) {
    Package package = package_12();
    package.replace("identifierref=\"R1\"", "identifierref=\"r1\"");
    const Checked checked = package.check();
    ASSERT_TRUE(checked.course) << to_text(checked.report);
    EXPECT_TRUE(tolerates(checked, "identifier-case"));
}

TEST(ManifestFiles, UsesOnlyTheResourcesOfAManifestInside) {
    Package package = package_12();
    package.replace("identifierref=\"R2\"", "identifierref=\"S\"");
    package.replace("</resources>", R"(</resources>
        <manifest identifier="M2" xml:base="sub/"><organizations><organization identifier="O2">
        <title>Inner</title><item identifier="Z" identifierref="S"/></organization></organizations>
        <resources xml:base="deep/"><resource identifier="S" adlcp:scormtype="asset" href="s.html"/>
        </resources></manifest>)");
    package.files["sub/deep/s.html"] = "<p>Inner</p>";
    const Checked checked = package.check();
    ASSERT_TRUE(checked.course) << to_text(checked.report);
    EXPECT_TRUE(tolerates(checked, "sub-manifest"));
    EXPECT_EQ(activity(checked, "B").href, "sub/deep/s.html");
    EXPECT_EQ(checked.course->activities.size(), 3u);
}

TEST(ManifestFiles, MetadataAndSchemasOutsideOfTheManifestAreNotMissed) {
    Package package = package_12();
    package.replace("</schemaversion>",
                    "</schemaversion><adlcp:location>metadata.xml</adlcp:location>");
    package.replace("<manifest ", R"(<manifest xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
        xsi:schemaLocation="http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd" )");
    const Checked checked = package.check();
    EXPECT_TRUE(checked.course && checked.report.findings.empty()) << to_text(checked.report);
}

TEST(ManifestFiles, WhatSystemsPutIntoZipsIsPassedOver) {
    Package package = package_12();
    for (const char* name : {"__MACOSX/._imsmanifest.xml", "__MACOSX/._a.html", ".DS_Store",
                             "Thumbs.db", "desktop.ini"})
        package.files[name] = "x";
    const Checked checked = package.check();
    EXPECT_TRUE(checked.course && checked.report.findings.empty()) << to_text(checked.report);
}

TEST(ManifestFiles, JoinsXmlBaseOfManifestResourcesAndResource) {
    Package package = package_12();
    package.replace("identifier=\"M\"", "identifier=\"M\" xml:base=\"one/\"");
    package.replace("<resources>", "<resources xml:base=\"two/\">");
    package.replace("identifier=\"R1\"", "identifier=\"R1\" xml:base=\"three/\"");
    package.files["one/two/three/a.html"] = package.files["a.html"];
    package.files["one/two/b.html"] = package.files["b.html"];
    const Checked checked = package.check();
    ASSERT_TRUE(checked.course) << to_text(checked.report);
    EXPECT_EQ(activity(checked, "A").href, "one/two/three/a.html");
    EXPECT_EQ(activity(checked, "B").href, "one/two/b.html");
    package.replace("xml:base=\"three/\"", "xml:base=\"three\"");
    const Checked loose = package.check();
    ASSERT_TRUE(loose.course) << to_text(loose.report);
    EXPECT_TRUE(tolerates(loose, "xml-base-without-slash"));
    EXPECT_EQ(activity(loose, "A").href, "one/two/three/a.html");
}

TEST(ManifestFiles, AResourceOfAnUnknownTypeIsAPage) {
    Package package = package_12();
    package.replace("\"sco\"", "\"applet\"");
    const Checked checked = package.check();
    EXPECT_TRUE(has_warning(checked, "manifest.scorm-type"));
    EXPECT_EQ(checked.report.assets, 2u);
}

TEST(ManifestFiles, WarnsOfFilesAndDependenciesThatAreListedButNotThere) {
    Package package = package_12();
    package.replace("</resource>", R"(<file href="gone.js"/><file href="A.html"/>
        <dependency identifierref="R2"/><dependency identifierref="R7"/></resource>)");
    const Checked checked = package.check();
    EXPECT_TRUE(checked.course) << to_text(checked.report);
    EXPECT_TRUE(has_warning(checked, "manifest.listed-file-missing"));
    EXPECT_TRUE(has_warning(checked, "manifest.dependency-missing"));
    EXPECT_TRUE(tolerates(checked, "file-name-case"));
}

}  // namespace
}  // namespace content::test
