#include "report/format.hpp"

#include "manifest/test_manifest.hpp"

#include <gtest/gtest.h>

namespace content::test {
namespace {

using namespace std::string_literals;

TEST(Format, OfAFileThatIsNoZipIsNamed) {
    const std::pair<std::string, std::string> files[] = {
        {"%PDF-1.7", "PDF"},
        {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "PowerPoint"},
        {"\0\0\0\x20"
         "ftypisom"s,
         "video"},
        {"\x1a\x45\xdf\xa3", "video"},
        {"RIFF\1\2\3\4AVI LIST", "video"},
        {"Rar!\x1a\x07", "RAR"},
        {"7z\xbc\xaf\x27\x1c", "7z"},
        {"\x1f\x8b\x08", "gzip"},
        {"\x89PNG\r\n", "picture"},
        {"ID3\4", "sound"},
        {"CWS\x0a", "Flash"},
        {"MZ\x90", "program for Windows"},
        {"\xef\xbb\xbf<!DOCTYPE html><p>", "web page"},
        {"<?xml version='1.0'?><courseStructure xmlns='x'>", "cmi5"},
        {"<?xml version='1.0'?><tincan xmlns='x'>", "xAPI"},
        {"<manifest identifier='M'>", "manifest alone"},
    };
    for (const auto& [bytes, word] : files) {
        const Checked checked = check_bytes(bytes + std::string(600, 'x'));
        ASSERT_TRUE(has_error(checked, "zip.not-a-zip")) << word;
        const std::string& text = finding(checked, "zip.not-a-zip")->text;
        EXPECT_NE(text.find(word), std::string::npos) << text;
        EXPECT_GT(std::count(text.begin(), text.end(), '.'), 1) << "what to do: " << text;
    }
}

TEST(Format, OfAZipWithoutAManifestIsNamed) {
    const std::pair<std::vector<std::string>, std::string> zips[] = {
        {{"tincan.xml", "index.html"}, "format.xapi"},
        {{"course/TinCan.xml", "course/index.html"}, "format.xapi"},
        {{"cmi5.xml", "index.html"}, "format.cmi5"},
        {{"course.CRS", "course.au", "course.des", "course.cst", "a.html"}, "format.aicc"},
        {{"a/x.au", "a/x.des"}, "format.aicc"},
        {{"h5p.json", "content/content.json"}, "format.h5p"},
        {{"[Content_Types].xml", "ppt/presentation.xml"}, "format.document"},
        {{"[Content_Types].xml", "word/document.xml"}, "format.document"},
        {{"mimetype", "META-INF/container.xml"}, "format.document"},
        {{"moodle_backup.xml", "course/course.xml"}, "format.moodle"},
        {{"story/story.xml"}, "format.project"},
        {{"story_content/user.js", "story.html"}, "format.web-export"},
        {{"lecture.mp4"}, "format.media"},
        {{"handout.pdf"}, "format.document"},
        {{"course.rar"}, "format.archive"},
        {{"one.zip", "readme.txt"}, "manifest.zip-in-zip"},
        {{"index.html", "a.css"}, "manifest.missing"},
    };
    for (const auto& [names, code] : zips) {
        Zip zip;
        for (const std::string& name : names) zip.add(name);
        const Checked checked = check_bytes(zip.bytes());
        EXPECT_TRUE(has_error(checked, code)) << names[0] << "\n" << to_text(checked.report);
    }
    const Checked two = check_bytes(Zip().add("a.zip").add("b.zip").bytes());
    EXPECT_NE(finding(two, "manifest.zip-in-zip")->text.find("one by one"), std::string::npos);
}

TEST(Format, OfAnotherStandardsManifestIsNamedWhateverItsVersion) {
    for (const char* version : {"1.1.0", "1.2.0", "1.3.0"}) {
        Package package = package_12();
        package.replace("ADL SCORM", "IMS Common Cartridge");
        package.replace("<schemaversion>1.2<", "<schemaversion>"s + version + "<");
        const Checked checked = package.check();
        EXPECT_TRUE(has_error(checked, "manifest.other-standard")) << version;
    }
    Package spaces = package_12();
    spaces.replace("http://www.imsproject.org/xsd/imscp_rootv1p1p2",
                   "http://www.imsglobal.org/xsd/imsccv1p2/imscp_v1p1");
    spaces.replace("<schema>ADL SCORM</schema><schemaversion>1.2</schemaversion>", "");
    EXPECT_TRUE(has_error(spaces.check(), "manifest.other-standard"));
}

TEST(Format, OfAContentPackageWithoutScormIsSaidAndItIsShown) {
    Package package = package_12();
    package.replace("ADL SCORM", "IMS Content");
    package.replace("<schemaversion>1.2<", "<schemaversion>1.1.4<");
    package.replace("xmlns:adlcp=\"http://www.adlnet.org/xsd/adlcp_rootv1p2\"", "");
    package.replace(" adlcp:scormtype=\"sco\"", "");
    package.replace(" adlcp:scormtype=\"asset\"", "");
    package.files["a.html"] = "<p>A page</p>";
    const Checked checked = package.check();
    ASSERT_TRUE(checked.course) << to_text(checked.report);
    EXPECT_TRUE(has_warning(checked, "manifest.content-package"));
    EXPECT_EQ(checked.report.assets, 2u);
}

}  // namespace
}  // namespace content::test
