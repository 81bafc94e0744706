#include "index.hpp"

#include <gtest/gtest.h>

namespace tessera::compliance {
namespace {

const Date kToday = Date::of(2026, 11, 22);
const Horizon kHorizon = Horizon::on(kToday);
const std::int32_t kGood = (kToday + 400).days, kGone = (kToday + -1).days;

Entry entry(std::int64_t employment, std::int64_t person, std::string path,
            std::vector<Cell> cells) {
    return {employment, person, 0, std::move(path), std::move(cells)};
}

class IndexTest : public ::testing::Test {
protected:
    void SetUp() override {
        index.load({entry(1, 11, "/A/", {{5, 0, kGood}}),
                    entry(2, 12, "/A/B/", {{5, 0, kGone}, {6, 0, kNeverAchieved}}),
                    entry(3, 13, "/A/C/", {{5, 0, kGood}, {6, 0, kGood}}),
                    entry(4, 14, "/AB/", {{5, 0, kGone}})});
    }
    Index index;
};

TEST_F(IndexTest, CountsAUnitWithEverythingBelowIt) {
    const Counts all = index.counts("/A/", kHorizon);
    EXPECT_EQ(all.required, 5);
    EXPECT_EQ(all.compliant(), 3);
    EXPECT_EQ(all.never, 1);
    EXPECT_EQ(all.expired, 1);
    EXPECT_EQ(index.counts("/A/B/", kHorizon).required, 2);
    EXPECT_EQ(index.counts("/AB/", kHorizon).required, 1);
    EXPECT_EQ(index.counts("/X/", kHorizon).required, 0);
}

TEST_F(IndexTest, ShowsAChangeAtOnceAndOnce) {
    index.change(12, {entry(2, 12, "/A/C/", {{5, 0, kGood}})});
    EXPECT_EQ(index.cells(12, 2), (std::vector<Cell>{{5, 0, kGood}}));
    EXPECT_EQ(index.counts("/A/B/", kHorizon).required, 0);
    EXPECT_EQ(index.counts("/A/C/", kHorizon).required, 3);
    EXPECT_EQ(index.counts("/A/", kHorizon).required, 4);
}

TEST_F(IndexTest, ForgetsWhoLeft) {
    index.change(13, {});
    EXPECT_TRUE(index.cells(13, 3).empty());
    EXPECT_EQ(index.counts("/A/", kHorizon).required, 3);
    EXPECT_TRUE(index.cells(99, 99).empty());
}

TEST(IndexFolding, KeepsEveryEntryWhenTheOverlayIsFoldedIn) {
    Index index;
    index.load({});
    for (std::int64_t person = 1; person <= 2'500; ++person) {
        index.change(person,
                     {entry(person, person, person % 2 == 0 ? "/A/" : "/B/", {{5, 0, kGood}})});
    }
    EXPECT_EQ(index.counts("/A/", kHorizon).required, 1'250);
    EXPECT_EQ(index.counts("/B/", kHorizon).required, 1'250);
    EXPECT_EQ(index.cells(7, 7).size(), 1u);
    int entries = 0;
    index.each([&](const Entry&) { ++entries; });
    EXPECT_EQ(entries, 2'500);
}

TEST_F(IndexTest, KeepsWhatChangedSinceTheMark) {
    index.mark();
    index.change(12, {entry(2, 12, "/A/B/", {{5, 0, kGood}})});
    index.change(12, {entry(2, 12, "/A/B/", {{5, 0, kGood + 1}})});
    index.load({entry(2, 12, "/A/B/", {{5, 0, kGone}}), entry(1, 11, "/A/", {{5, 0, kGone}})});
    EXPECT_EQ(index.cells(12, 2), (std::vector<Cell>{{5, 0, kGood + 1}}));
    EXPECT_EQ(index.cells(11, 1), (std::vector<Cell>{{5, 0, kGone}}));
    // And nothing of before the mark.
    index.change(11, {entry(1, 11, "/A/", {{5, 0, kGood}})});
    index.mark();
    index.load({entry(1, 11, "/A/", {{5, 0, kGone}})});
    EXPECT_EQ(index.cells(11, 1), (std::vector<Cell>{{5, 0, kGone}}));
}

TEST(EmptyIndex, CountsNothing) {
    const Index index;
    EXPECT_EQ(index.counts("/", kHorizon).required, 0);
    EXPECT_TRUE(index.cells(1, 1).empty());
}

}  // namespace
}  // namespace tessera::compliance
