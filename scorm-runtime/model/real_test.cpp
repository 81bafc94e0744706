#include "scorm/values.hpp"

#include <gtest/gtest.h>

namespace scorm {
namespace {

TEST(Real, ReadsDecimals) {
    EXPECT_EQ(Real::parse("1")->units, 10'000'000);
    EXPECT_EQ(Real::parse("-0.25")->units, -2'500'000);
    EXPECT_EQ(Real::parse(".5")->units, 5'000'000);
    EXPECT_EQ(Real::parse("+3.")->units, 30'000'000);
    EXPECT_EQ(Real::parse("00000000000000001")->units, 10'000'000);
}

TEST(Real, RoundsBehindTheSeventhDecimalAwayFromZero) {
    EXPECT_EQ(Real::parse("0.00000005")->units, 1);
    EXPECT_EQ(Real::parse("-0.00000005")->units, -1);
    EXPECT_EQ(Real::parse("0.000000049999")->units, 0);
    EXPECT_EQ(Real::parse("0.99999999")->units, 10'000'000);
}

TEST(Real, RefusesWhatIsNoDecimal) {
    for (const char* text : {"", "-", ".", "1e5", "1,5", " 1", "1 ", "--1", "0x1", "999999999999"})
        EXPECT_FALSE(Real::parse(text)) << text;
}

TEST(Real, WritesTheShortestText) {
    EXPECT_EQ(Real{1}.text(), "0.0000001");
    EXPECT_EQ(Real{-1}.text(), "-0.0000001");
    EXPECT_EQ(Real::from_int(-12).text(), "-12");
    EXPECT_EQ(Real::parse("0.50")->text(), "0.5");
    EXPECT_EQ(Real{}.text(), "0");
}

}  // namespace
}  // namespace scorm
