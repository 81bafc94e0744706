#include "manifest/test_manifest.hpp"

#include <gtest/gtest.h>

namespace content::test {
namespace {

/// The plain package with a start page and pictures whose names are not in Unicode.
Zip old_zip(const std::string& start, const std::vector<std::string>& others,
            const std::string& page = "cmi.core.lesson_status") {
    Package package = package_12("<item identifier='A' identifierref='R1'><title>A</title></item>");
    package.replace("href=\"a.html\"></resource>",
                    "href=\"\xc3\x9c"
                    "bung.html\"><file href=\"Gr\xc3\xb6\xc3\x9f"
                    "e.png\"/></resource>");
    Zip zip;
    zip.add("imsmanifest.xml", package.manifest);
    zip.add("b.html", "x");
    const auto add = [&zip](const std::string& name, const std::string& bytes) {
        ZipEntry entry;
        entry.name = name;
        entry.bytes = bytes;
        entry.flags = 0;
        zip.add(entry);
    };
    add(start, page);
    for (const std::string& other : others) add(other, "x");
    return zip;
}

void expect_found(const Zip& zip, const std::string& tolerance,
                  const std::vector<std::string>& names) {
    const TemporaryFile file(zip.bytes());
    const Checked checked = check(file.path());
    ASSERT_TRUE(checked.course) << to_text(checked.report);
    EXPECT_EQ(activity(checked, "A").href, "%C3%9Cbung.html");
    EXPECT_TRUE(tolerates(checked, tolerance)) << to_text(checked.report);
    EXPECT_FALSE(finding(checked, "manifest.listed-file-missing")) << to_text(checked.report);
    const auto index = Index::open(file.path());  // as it is served later
    for (const std::string& name : names) EXPECT_NE(index->find(name), nullptr) << name;
}

TEST(CodePages, AreTakenByTheNamesOfTheManifest) {
    const std::vector<std::string> names = {
        "\xc3\x9c"
        "bung.html",
        "Gr\xc3\xb6\xc3\x9f"
        "e.png"};
    expect_found(old_zip("\x9a"
                         "bung.html",
                         {"Gr\x94\xe1"
                          "e.png"}),
                 "cp437-names", names);
    expect_found(old_zip("\xdc"
                         "bung.html",
                         {"Gr\xf6\xdf"
                          "e.png"}),
                 "code-page-names", names);
    // All are found in both; Ø is in code page 850, which has ¥ there in 437.
    expect_found(old_zip("\x9a"
                         "bung.html",
                         {"Gr\x94\xe1"
                          "e.png",
                          "\x9dl.png"}),
                 "code-page-names", names);
}

TEST(CodePages, AreTakenByWhatPagesLoadWhereTheManifestSaysNothing) {
    const std::string page =
        "<script src='API.js'></script><img src='%C3%98l.png'><p>cmi.core.lesson_status</p>";
    Zip zip = old_zip(
        "\x9a"
        "bung.html",
        {"Gr\x94\xe1"
         "e.png",
         "\x9dl.png"},
        page);
    expect_found(zip, "code-page-names",
                 {"\xc3\x98l.png",
                  "\xc3\x9c"
                  "bung.html"});
}

TEST(CodePages, AreTakenByTheirLettersWhereNothingTells) {
    Zip zip = plain_package();
    ZipEntry entry;
    entry.name = "caf\xe9.png";  // é in Windows-1252, Θ and Ú in the others
    entry.flags = 0;
    const TemporaryFile file(zip.add(entry).bytes());
    EXPECT_NE(Index::open(file.path())->find("caf\xc3\xa9.png"), nullptr);
}

TEST(CodePages, GiveWayToAUnicodeNameBesideTheOld) {
    // APPNOTE 4.6.9: version 1, the CRC of the old name, the name.
    const std::string old = "\x9a.html", name = "\xc4\x8d.html";
    std::string field(1, '\1');
    const auto crc =
        crc32(0, reinterpret_cast<const Bytef*>(old.data()), static_cast<uInt>(old.size()));
    for (int i = 0; i < 4; ++i) field += static_cast<char>(crc >> 8 * i & 0xff);
    field += name;
    ZipEntry entry;
    entry.name = old;
    entry.flags = 0;
    entry.extra = std::string("\x75\x70", 2) + static_cast<char>(field.size()) + '\0' + field;
    const TemporaryFile file(plain_package().add(entry).bytes());
    EXPECT_NE(Index::open(file.path())->find(name), nullptr);
    EXPECT_TRUE(check(file.path()).report.findings.empty());
    entry.name = "\x9b.html";  // renamed by a tool that did not know the field
    const TemporaryFile renamed(plain_package().add(entry).bytes());
    EXPECT_EQ(Index::open(renamed.path())->find(name), nullptr);
}

}  // namespace
}  // namespace content::test
