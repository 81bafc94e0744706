#include "manifest/text.hpp"

#include <gtest/gtest.h>

namespace content {
namespace {

TEST(Text, WhiteSpaceIsTrimmedAndCollapsed) {
    EXPECT_EQ(trim(" \t\r\n a b \n"), "a b");
    EXPECT_EQ(collapse("  a \n\t b  "), "a b");
    EXPECT_EQ(collapse("   "), "");
    EXPECT_EQ(uri_id(" urn:a%20%20b "), "urn:a b");
    EXPECT_EQ(uri_id("%20a%2"), "a%2");
}

TEST(Text, BooleansAndCountsAreReadStrictly) {
    EXPECT_EQ(parse_bool(" TRUE "), true);
    EXPECT_EQ(parse_bool("0"), false);
    EXPECT_EQ(parse_bool("yes"), std::nullopt);
    EXPECT_EQ(parse_count(" 12 "), 12);
    EXPECT_EQ(parse_count("-1"), std::nullopt);
    EXPECT_EQ(parse_count("12x"), std::nullopt);
    EXPECT_EQ(parse_count("99999999999"), std::nullopt);
    EXPECT_EQ(parse_count(""), std::nullopt);
}

TEST(Text, DurationsAreReadInMilliseconds) {
    EXPECT_EQ(parse_duration("PT1H30M"), 5'400'000);
    EXPECT_EQ(parse_duration("P1DT0.25S"), 86'400'250);
    EXPECT_EQ(parse_duration("P1Y2M3DT4H5M6S"),
              ((365 + 60 + 3) * 24LL * 3600 + 4 * 3600 + 5 * 60 + 6) * 1000);
    for (const char* bad : {"", "P", "PT", "1H", "PT1", "PT1H2H", "PT5M1H", "P1H", "PT1.5H",
                            "PT1.S", "PT99999999999999999999S", "-PT1S", "PT1SX"}) {
        EXPECT_EQ(parse_duration(bad), std::nullopt) << bad;
    }
}

TEST(Text, TimespansOfScorm12AreReadInMilliseconds) {
    EXPECT_EQ(parse_timespan("0001:02:03.45"), 3'723'450);
    EXPECT_EQ(parse_timespan("00:30:00"), 1'800'000);
    for (const char* bad : {"", "1:2", "00:00:00.", "00:00:00x", "12345:00:00", "a:b:c"}) {
        EXPECT_EQ(parse_timespan(bad), std::nullopt) << bad;
    }
}

}  // namespace
}  // namespace content
