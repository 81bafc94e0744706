#include "manifest/encoding.hpp"
#include "manifest/test_manifest.hpp"

#include <gtest/gtest.h>

namespace content::test {
namespace {

/// The title that the course of this manifest gets; empty when it can't be played.
std::string title_of(const Package& package, bool tolerated) {
    const Checked checked = package.check();
    EXPECT_TRUE(checked.course) << to_text(checked.report);
    EXPECT_EQ(tolerates(checked, "encoding-label"), tolerated) << to_text(checked.report);
    return checked.course ? checked.course->title : std::string();
}

TEST(ManifestEncoding, IsThatOfTheBytesWhateverTheLabelSays) {
    Package package = package_12();
    package.replace("<title>Course</title>",
                    "<title>Caf\xe9 \x96 \x80"
                    "5</title>");
    EXPECT_EQ(title_of(package, true),
              "Caf\xc3\xa9 \xe2\x80\x93 \xe2\x82\xac"
              "5");
    package.replace("encoding=\"UTF-8\"", "encoding=\"ISO-8859-1\"");
    EXPECT_EQ(title_of(package, false).substr(0, 5), "Caf\xc3\xa9");
    package.replace("ISO-8859-1", "EBCDIC-KLINGON");
    EXPECT_EQ(title_of(package, true).substr(0, 5), "Caf\xc3\xa9");
    package.replace("<?xml version=\"1.0\" encoding=\"EBCDIC-KLINGON\"?>\n", "");
    EXPECT_EQ(title_of(package, true).substr(0, 5), "Caf\xc3\xa9");

    Package right = package_12();
    right.replace("<title>Course</title>", "<title>Caf\xc3\xa9</title>");
    EXPECT_EQ(title_of(right, false), "Caf\xc3\xa9");
    for (const char* label : {"utf-16", "UNICODE", "no such thing"}) {
        Package wrong = right;
        wrong.replace("encoding=\"UTF-8\"", "encoding='" + std::string(label) + "'");
        EXPECT_EQ(title_of(wrong, true), "Caf\xc3\xa9") << label;
    }
}

std::string utf16(const std::string& ascii, bool big, bool mark) {
    std::string out;
    if (mark) out = big ? "\xfe\xff" : "\xff\xfe";
    for (const char c : ascii) {
        if (big) out += '\0';
        out += c;
        if (!big) out += '\0';
    }
    return out;
}

TEST(ManifestEncoding, IsNotGuessedFromBytesThatNoTextHas) {
    for (const char* bytes : {"\xff\xfe", "Sg\xf4r \xfe", "\x81", "\x9d"}) {
        Package package = package_12();
        package.replace("<title>Course</title>", "<title>" + std::string(bytes) + "</title>");
        EXPECT_TRUE(has_error(package.check(), "manifest.encoding")) << bytes;
    }
}

TEST(ManifestEncoding, MayBeMarkedOrUtf16OfEitherKind) {
    Package package = package_12();
    const std::string text = package.manifest;
    package.manifest = "\xef\xbb\xbf" + text;
    EXPECT_EQ(title_of(package, false), "Course");
    for (const char* label : {"UTF-16", "UTF-8"}) {
        for (const bool big : {false, true}) {
            for (const bool mark : {false, true}) {
                std::string wide = text;
                wide.replace(wide.find("UTF-8"), 5, label);
                package.manifest = utf16(wide, big, mark);
                EXPECT_EQ(title_of(package, false), "Course") << label << big << mark;
            }
        }
    }
}

TEST(ManifestEncoding, OfSignsThatXmlForbidsIsMended) {
    const auto title = [](const std::string& written) {
        Package package = package_12();
        package.replace("<title>Course</title>", "<title>" + written + "</title>");
        const Checked checked = package.check();
        EXPECT_TRUE(tolerates(checked, "repaired-xml")) << to_text(checked.report);
        return checked.course ? checked.course->title : std::string();
    };
    EXPECT_EQ(title("Health & Safety"), "Health & Safety");
    EXPECT_EQ(title("R&D &amp; more &#233;&#xe9;"), "R&D & more \xc3\xa9\xc3\xa9");
    EXPECT_EQ(title("Caf&eacute;&copy;"), "Caf\xc3\xa9\xc2\xa9");
    EXPECT_EQ(title("&unknown; A\x0b"
                    "B"),
              "&unknown; AB");
    EXPECT_EQ(title("<![CDATA[a & b]]> & <!-- c & d -->"), "a & b &");
}

TEST(ManifestEncoding, MayHaveBlanksBeforeAndRubbishBehind) {
    Package package = package_12();
    package.manifest = "\xef\xbb\xbf \r\n" + package.manifest + std::string(3, '\0') + "x";
    EXPECT_TRUE(tolerates(package.check(), "repaired-xml"));
}

TEST(ManifestEncoding, IsLeftAloneWhenThereIsNothingToMend) {
    EXPECT_FALSE(repaired("<a>&amp;</a>"));
    EXPECT_FALSE(repaired("no tag"));
    EXPECT_FALSE(repaired("words <a>&</a>"));
    EXPECT_EQ(repaired("<a>&</a>"), "<a>&amp;</a>");
    EXPECT_EQ(repaired("<a>&;&#;&#x;&#12a;</a>"), "<a>&amp;;&amp;#;&amp;#x;&amp;#12a;</a>");
    EXPECT_EQ(repaired("<a><!-- & -->"), std::nullopt);
}

TEST(ManifestEncoding, IsNotMendedIntoADoctype) {
    Package package = package_12();
    package.replace("<manifest ", "<!DOCTYPE manifest [<!ENTITY x \"y\">]><manifest ");
    package.replace("<title>Course</title>", "<title>a & b</title>");
    package.manifest = " " + package.manifest;
    EXPECT_TRUE(has_error(package.check(), "manifest.doctype"));
}

}  // namespace
}  // namespace content::test
