#include "report/findings.hpp"
#include "zip/test_zip.hpp"

#include <gtest/gtest.h>

namespace content::test {
namespace {

ZipEntry entry(const std::string& name) {
    ZipEntry result;
    result.name = name;
    result.bytes = "x";
    return result;
}

TEST(Zip, GivesBackTheBytesOfStoredAndDeflatedEntries) {
    const std::string text(100'000, 'a');
    ZipEntry stored = entry("a/stored.bin");
    stored.bytes = text;
    stored.deflate = false;
    const TemporaryFile file(
        Zip().add(stored).add("a/b/deflated.txt", text).add("empty", "").bytes());
    const auto index = Index::open(file.path());
    ASSERT_EQ(index->entries().size(), 3u);
    EXPECT_EQ(index->read(*index->find("a/stored.bin")), text);
    EXPECT_EQ(index->read(*index->find("a/b/deflated.txt")), text);
    EXPECT_EQ(index->read(*index->find("empty")), "");
    EXPECT_EQ(index->find("a/stored.bin")->method, Method::Stored);
    EXPECT_EQ(index->find("none"), nullptr);
}

TEST(Zip, StoredEntriesLieAtTheirOffsetInTheFile) {
    ZipEntry stored = entry("s");
    stored.bytes = "hello";
    stored.deflate = false;
    const TemporaryFile file(Zip().add("before", "some text").add(stored).bytes());
    const auto index = Index::open(file.path());
    const Entry* found = index->find("s");
    char bytes[5] = {};
    ASSERT_EQ(::pread(index->fd(), bytes, 5, static_cast<off_t>(found->offset)), 5);
    EXPECT_EQ(std::string(bytes, 5), "hello");
}

TEST(Zip, FindsTheExactNameBeforeOneThatDiffersInCase) {
    const TemporaryFile file(Zip().add("Index.html", "upper").add("index.html", "lower").bytes());
    const auto index = Index::open(file.path());
    EXPECT_EQ(index->read(*index->find("index.html")), "lower");
    EXPECT_EQ(index->read(*index->find("Index.html")), "upper");
    EXPECT_NE(index->find("INDEX.HTML"), nullptr);
}

TEST(Zip, FoldersHaveNoEntry) {
    const TemporaryFile file(Zip().add("img/", "").add("img/a.png").add("./b.png").bytes());
    const auto index = Index::open(file.path());
    ASSERT_EQ(index->entries().size(), 2u);
    EXPECT_NE(index->find("b.png"), nullptr);
}

TEST(Zip, ReadsZip64SizesAndOffsets) {
    ZipEntry big = entry("big");
    big.bytes = "zip64";
    big.zip64 = true;
    const TemporaryFile file(Zip().add("first").add(big).bytes());
    const auto index = Index::open(file.path());
    EXPECT_EQ(index->read(*index->find("big")), "zip64");
}

TEST(Zip, ReadsMoreEntriesThanAnOrdinaryZipCanCount) {
    Zip zip;
    for (int i = 0; i < 70'000; ++i) zip.add("f" + std::to_string(i), "");
    const TemporaryFile file(zip.bytes());
    EXPECT_EQ(Index::open(file.path())->entries().size(), 70'000u);
    EXPECT_TRUE(has_error(check(file.path()), "zip.too-many-entries"));
}

TEST(Zip, AcceptsAGoodPackage) {
    const Checked checked = check_bytes(plain_package().bytes());
    EXPECT_TRUE(checked.report.playable()) << to_text(checked.report);
    EXPECT_TRUE(checked.report.findings.empty()) << to_text(checked.report);
    EXPECT_TRUE(checked.course.has_value());
    EXPECT_EQ(checked.report.entries, 2u);
}

TEST(Zip, SaysWhatIsWrongWithAFileThatIsNoZip) {
    EXPECT_TRUE(has_error(check_bytes(""), "zip.empty"));
    EXPECT_TRUE(has_error(check_bytes("%PDF-1.7 and so on, long enough to hold a record"),
                          "zip.not-a-zip"));
    EXPECT_TRUE(has_error(check_bytes("Rar!\x1a\x07 and so on, long enough to hold a record"),
                          "zip.not-a-zip"));
    EXPECT_TRUE(has_error(check("/nowhere/at/all.zip"), "zip.unreadable"));
    EXPECT_TRUE(has_error(check(std::filesystem::temp_directory_path()), "zip.unreadable"));
    EXPECT_THROW(Index::open("/nowhere/at/all.zip"), std::runtime_error);
}

TEST(Zip, SaysThatAnInterruptedUploadIsCutShort) {
    const std::string whole = plain_package().bytes();
    EXPECT_TRUE(has_error(check_bytes(whole.substr(0, whole.size() / 2)), "zip.truncated"));
}

TEST(Zip, RefusesNamesThatLeaveThePackage) {
    for (const char* name :
         {"../evil.txt", "a/../../evil.txt", "a/..", "..\\evil.txt", "..\\..\\e"}) {
        const Checked checked = check_bytes(plain_package().add(name).bytes());
        EXPECT_TRUE(has_error(checked, "zip.path-climbs")) << name;
        EXPECT_NE(finding(checked, "zip.path-climbs")->where, "") << name;
    }
    for (const char* name : {"/etc/passwd", "C:/windows/a.dll", "c:\\a", "\\\\server\\share"}) {
        EXPECT_TRUE(has_error(check_bytes(plain_package().add(name).bytes()), "zip.path-absolute"))
            << name;
    }
}

TEST(Zip, RefusesNamesThatNoFileMayHave) {
    const std::string with_zero("a\0b", 3), not_utf8 = "a\xff\xfe";
    for (const std::string& name : {std::string(), std::string("a\nb"), with_zero, not_utf8}) {
        EXPECT_TRUE(has_error(check_bytes(plain_package().add(name).bytes()), "zip.name-invalid"));
    }
    EXPECT_TRUE(has_error(check_bytes(plain_package().add(std::string(1'025, 'n')).bytes()),
                          "zip.name-too-long"));
    std::string deep;
    for (int i = 0; i < 70; ++i) deep += "d/";
    EXPECT_TRUE(has_error(check_bytes(plain_package().add(deep + "f").bytes()), "zip.too-deep"));
}

TEST(Zip, ReadsBackslashesAsSlashesAndSaysSo) {
    const TemporaryFile file(plain_package().add("img\\a.png", "picture").bytes());
    const Checked checked = check(file.path());
    EXPECT_TRUE(checked.report.playable());
    EXPECT_TRUE(has_warning(checked, "zip.backslash"));
    EXPECT_TRUE(tolerates(checked, "backslash-paths"));
    EXPECT_NE(Index::open(file.path())->find("img/a.png"), nullptr);
}

TEST(Zip, ReadsOldCharacterSetsInNames) {
    ZipEntry old = entry("caf\x82.html");
    old.flags = 0;
    ZipEntry mac = entry("t\xc5\xb7.html");  // UTF-8 without the flag
    mac.flags = 0;
    const TemporaryFile file(plain_package().add(old).add(mac).bytes());
    const Checked checked = check(file.path());
    EXPECT_TRUE(checked.report.playable()) << to_text(checked.report);
    EXPECT_TRUE(tolerates(checked, "cp437-names"));
    const auto index = Index::open(file.path());
    EXPECT_NE(index->find("caf\xc3\xa9.html"), nullptr);
    EXPECT_NE(index->find("t\xc5\xb7.html"), nullptr);
}

TEST(Zip, RefusesEncryptedEntries) {
    ZipEntry secret = entry("secret.html");
    for (const std::uint16_t flags : std::initializer_list<std::uint16_t>{0x0801, 0x0841, 0x2800}) {
        secret.flags = flags;
        EXPECT_TRUE(has_error(check_bytes(plain_package().add(secret).bytes()), "zip.encrypted"));
    }
    secret.flags = 0x0800;
    secret.method = 99;
    EXPECT_TRUE(has_error(check_bytes(plain_package().add(secret).bytes()), "zip.encrypted"));
}

TEST(Zip, RefusesLinksAndDevices) {
    for (const std::uint32_t mode : {0120777u, 0020666u, 0010666u}) {
        ZipEntry special = entry("link");
        special.bytes = "/etc/passwd";
        special.unix_mode = mode;
        EXPECT_TRUE(
            has_error(check_bytes(plain_package().add(special).bytes()), "zip.special-file"));
    }
}

TEST(Zip, RefusesCompressionThatBrowsersCantRead) {
    ZipEntry lzma = entry("a.bin");
    lzma.method = 14;
    EXPECT_TRUE(has_error(check_bytes(plain_package().add(lzma).bytes()), "zip.method"));
}

TEST(Zip, RefusesBombs) {
    Limits limits;
    limits.ratio = 100;  // deflate itself stops at about 1,030
    EXPECT_TRUE(has_error(
        check_bytes(plain_package().add("zeros", std::string(2 << 20, '\0')).bytes(), limits),
        "zip.bomb"));
    // the same, under a false name for its size
    ZipEntry lying = entry("zeros");
    lying.bytes = std::string(2 << 20, '\0');
    lying.size = 1'000;
    EXPECT_TRUE(
        has_error(check_bytes(plain_package().add(lying).bytes(), limits), "zip.wrong-size"));
}

TEST(Zip, RefusesEntriesThatShareBytes) {
    ZipEntry kernel = entry("a.html");
    kernel.bytes = "the kernel of a bomb";
    Zip zip = plain_package();
    kernel.header_offset = zip.bytes().find("PK\1\2");  // where the next entry will stand
    zip.add(kernel);
    kernel.name = "b.html";
    zip.add(kernel);
    EXPECT_TRUE(has_error(check_bytes(zip.bytes()), "zip.overlap"));
}

TEST(Zip, KeepsToItsLimits) {
    const std::string bytes = plain_package().add("big", std::string(5'000, 'b')).bytes();
    Limits limits;
    limits.entry_bytes = 4'000;
    EXPECT_TRUE(has_error(check_bytes(bytes, limits), "zip.entry-too-large"));
    limits = {};
    limits.total_bytes = 5'000;
    EXPECT_TRUE(has_error(check_bytes(bytes, limits), "zip.total-too-large"));
    limits = {};
    limits.entries = 2;
    EXPECT_TRUE(has_error(check_bytes(bytes, limits), "zip.too-many-entries"));
    limits = {};
    limits.zip_bytes = 500;
    EXPECT_TRUE(has_error(check_bytes(bytes, limits), "zip.too-large"));
    limits = {};
    limits.manifest_bytes = 100;
    EXPECT_TRUE(has_error(check_bytes(bytes, limits), "manifest.too-large"));
}

TEST(Zip, FindsDamagedContents) {
    ZipEntry damaged = entry("a.html");
    damaged.crc32 = 1;
    const Checked checked = check_bytes(plain_package().add(damaged).bytes());
    EXPECT_TRUE(has_error(checked, "zip.damaged-entry"));
    EXPECT_EQ(finding(checked, "zip.damaged-entry")->where, "a.html");
    damaged.crc32.reset();
    damaged.size = 2;  // shorter than stated
    EXPECT_TRUE(has_error(check_bytes(plain_package().add(damaged).bytes()), "zip.wrong-size"));
    damaged.size.reset();
    damaged.method = 8;
    damaged.deflate = false;
    damaged.bytes = "not a deflate stream";
    EXPECT_TRUE(has_error(check_bytes(plain_package().add(damaged).bytes()), "zip.damaged-entry"));
    ZipEntry elsewhere = entry("b.html");
    elsewhere.header_offset = 7;
    EXPECT_TRUE(
        has_error(check_bytes(plain_package().add(elsewhere).bytes()), "zip.damaged-entry"));
}

TEST(Zip, RefusesTwoDifferentFilesOfOneName) {
    const Checked checked = check_bytes(plain_package().add("a", "1").add("a", "2").bytes());
    EXPECT_TRUE(has_error(checked, "zip.name-duplicate"));
}

TEST(Zip, TakesOneOfTwoEqualFilesAndWarnsOfNamesThatDifferInCase) {
    const Checked checked =
        check_bytes(plain_package().add("a", "1").add("a", "1").add("A", "2").bytes());
    EXPECT_TRUE(checked.report.playable());
    EXPECT_EQ(checked.report.entries, 4u);
    EXPECT_TRUE(has_warning(checked, "zip.name-repeated"));
    EXPECT_TRUE(has_warning(checked, "zip.name-differs-in-case"));
}

TEST(Zip, RefusesAPartOfASplitZip) {
    std::string bytes = plain_package().bytes();
    bytes[bytes.size() - 18] = 1;  // number of this disk
    EXPECT_TRUE(has_error(check_bytes(bytes), "zip.multi-part"));
}

TEST(Zip, AnyCutOrChangedByteGivesAReportAndNothingWorse) {
    const std::string whole = plain_package().bytes();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(check_bytes(whole.substr(0, size)).report.playable()) << size;
    }
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (const char change : {'\0', '\x7f', '\xff'}) {
            std::string changed = whole;
            changed[at] = change;
            const Checked checked = check_bytes(changed);
            EXPECT_EQ(checked.report.playable(), checked.course.has_value()) << at;
        }
    }
}

TEST(Zip, SaysOnceWhatIsWrongInManyPlaces) {
    Zip zip = plain_package();
    for (int i = 0; i < 1'000; ++i) zip.add("../" + std::to_string(i));
    const Checked checked = check_bytes(zip.bytes());
    ASSERT_EQ(checked.report.findings.size(), 1u);
    const Finding& climbs = checked.report.findings[0];
    EXPECT_EQ(climbs.code, "zip.path-climbs");
    EXPECT_EQ(climbs.where, "../0");
    EXPECT_EQ(climbs.count, 1'000u);
    EXPECT_EQ(climbs.more.size(), Findings::kPlaces);
    EXPECT_EQ(climbs.more[0].where, "../1");
    EXPECT_NE(to_text(checked.report).find("in 999 more places"), std::string::npos);
}

TEST(Zip, NamesLargeFilmsThatAreCompressed) {
    const std::string film(11 << 20, 'x');
    ZipEntry stored = entry("stored.mp4");
    stored.bytes = film;
    stored.deflate = false;
    Limits limits;
    limits.ratio = 100'000;
    EXPECT_TRUE(check_bytes(plain_package().add(stored).bytes(), limits).report.findings.empty());
    ZipEntry deflated = entry("a/film.MP4");
    deflated.bytes = film;
    const Checked checked = check_bytes(plain_package().add(deflated).bytes(), limits);
    EXPECT_TRUE(has_warning(checked, "zip.media-compressed"));
    EXPECT_EQ(finding(checked, "zip.media-compressed")->where, "a/film.MP4");
}

TEST(Zip, TellsHowFarItIsAndEndsWhenItIsTold) {
    Zip zip = plain_package();
    for (int i = 0; i < 20; ++i) zip.add("f" + std::to_string(i), std::string(600'000, 'x'));
    const TemporaryFile file(zip.bytes());
    std::uint64_t most = 0, total = 0;
    const auto note = [&](std::uint64_t done, std::uint64_t of) {
        EXPECT_GE(done, most);
        most = done;
        total = of;
    };
    EXPECT_TRUE(check(file.path(), {}, note).course);
    EXPECT_GT(most, 0u);
    EXPECT_LE(most, total);
    EXPECT_GE(total, 12'000'000u);
    struct Enough {};
    EXPECT_THROW(check(file.path(), {}, [](auto, auto) { throw Enough(); }), Enough);
    // An error of the kind that packages make is no finding when the watch throws it.
    EXPECT_THROW(check(file.path(), {}, [](auto, auto) { throw std::runtime_error("cancelled"); }),
                 std::runtime_error);
}

}  // namespace
}  // namespace content::test
