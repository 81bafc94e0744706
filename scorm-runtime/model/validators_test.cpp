#include "model/validators.hpp"

#include <gtest/gtest.h>

namespace scorm {
namespace {

TEST(Language, NeedsACodeOfIso639OrARegisteredOne) {
    for (const char* text : {"en", "eng", "EN", "cY", "wel", "cym", "en-GB", "zh-cmn-Hans-CN",
                             "i-navajo", "x-own", "de-1996", "art-lojban", "qaa", "sh"})
        EXPECT_TRUE(is_language(text)) << text;
    for (const char* text : {"", "e", "engl", "en-", "en--GB", "en_GB", "x", "i-", "en-toolongsub",
                             "12", "sp", "xx", "xxx", "qzz", "ng ", "n b"})
        EXPECT_FALSE(is_language(text)) << text;
}

TEST(LocalizedText, MayBeginWithALanguage) {
    EXPECT_TRUE(is_localized("{lang=cy}Da iawn"));
    EXPECT_TRUE(is_localized("{other}"));
    EXPECT_TRUE(is_localized("{lang=en")) << "not closed, so no delimiter";
    EXPECT_TRUE(is_localized("{lang=en}{lang=xx}")) << "only the first is one";
    EXPECT_FALSE(is_localized("{lang=}text"));
    EXPECT_FALSE(is_localized("{lang=sp}hola"));
}

TEST(Identifier, IsAUriOfAnyAlphabet) {
    for (const char* text : {"a", "urn:x:y", "http://e.org/a?b=c#d", "a%20b", "übung-1", "Q[1]"})
        EXPECT_TRUE(is_identifier(text)) << text;
    for (const char* text :
         {"", " ", "a b", "urn:", "urn:x", "urn:x:", "urn::y", "a%2", "a{b}", "a<b"})
        EXPECT_FALSE(is_identifier(text)) << text;
}

TEST(Timestamp, MayStopAfterEachPart) {
    for (const char* text :
         {"2026", "2026-02", "2024-02-29", "2026-02-03T04", "2026-02-03T04:05",
          "2026-02-03T04:05:06", "2026-02-03T04:05:06.7", "2026-02-03T04:05:06.7Z",
          "2026-02-03T04:05:06.78+01:00", "2026-02-03T04:05:06.78-05"})
        EXPECT_TRUE(is_timestamp(text)) << text;
    for (const char* text :
         {"", "1969", "2039", "26", "2026-13", "2026-02-30", "2025-02-29", "2026-2-3",
          "2026-02-03T", "2026-02-03T24", "2026-02-03T04:60", "2026-02-03T04:05:06.",
          "2026-02-03T04:05:06.789", "2026-02-03T04:05:06Z", "2026-02-03T04:05:06+01:00",
          "2026-02-03T04:05:06.7+1", "2026-02-03T04:05:06.7+24", "2026-02-03T04:05Z",
          "2026-02-03 04:05"})
        EXPECT_FALSE(is_timestamp(text)) << text;
}

TEST(Interval, IsReadInMilliseconds) {
    EXPECT_EQ(parse_interval("PT1M"), 60'000);
    EXPECT_EQ(parse_interval("PT0H05M49S"), 349'000);
    EXPECT_EQ(parse_interval("P0Y029DT0H"), 29LL * 86'400'000);
    EXPECT_EQ(parse_interval("PT1.5S"), 1'500);
    EXPECT_EQ(parse_interval("PT1.05S"), 1'050);
    EXPECT_EQ(parse_interval("P1Y"), 31'557'600'000);
    EXPECT_EQ(parse_interval("P1M"), 31'557'600'000 / 12);
    for (const char* text : {"", "P", "PT", "P1", "1M", "PT1", "PT1M1H", "PT1.5M", "PT1.555S",
                             "P1H", "PT1S1S", "P-1D", "PT1.S", "PT99999999999S", "P1DT"})
        EXPECT_FALSE(parse_interval(text)) << text;
}

TEST(Interval, IsWrittenShort) {
    EXPECT_EQ(interval_text(0), "PT0H0M0S");
    EXPECT_EQ(interval_text(60'000), "PT1M");
    EXPECT_EQ(interval_text(7'220'000), "PT2H20S");
    EXPECT_EQ(interval_text(29LL * 86'400'000), "P29D");
    EXPECT_EQ(interval_text(1'500), "PT1.5S");
    EXPECT_EQ(interval_text(86'400'050), "P1DT0.05S");
}

TEST(Timespan, HasHoursMinutesAndSeconds) {
    EXPECT_EQ(parse_timespan("0001:02:03"), 3'723'000);
    EXPECT_EQ(parse_timespan("00:00:01.5"), 1'500);
    for (const char* text :
         {"", "1:02:03", "00001:00:00", "00:00", "00:00:00.", "00:00:00.123", "aa:00:00"})
        EXPECT_FALSE(parse_timespan(text)) << text;
    EXPECT_EQ(timespan_text(3'723'250), "0001:02:03.25");
    EXPECT_EQ(timespan_text(0), "0000:00:00");
    EXPECT_TRUE(is_clock_time("23:59:59.99"));
    EXPECT_FALSE(is_clock_time("24:00:00"));
}

struct ResponseCase {
    const char* type;
    const char* text;
    bool response;
    bool pattern;
};

TEST(InteractionResponse, HasAFormatForEachType) {
    const ResponseCase cases[] = {
        {"true-false", "true", true, true},
        {"true-false", "t", false, false},
        {"choice", "", true, true},
        {"choice", "a[,]b", true, true},
        {"choice", "a[,]a", false, false},
        {"choice", "a[,]", false, false},
        {"choice", "a b", false, false},
        {"choice", "a[.]b", false, false},
        {"fill-in", "one[,]{lang=fr}deux", true, true},
        {"fill-in", "", true, true},
        {"fill-in", "{case_matters=true}{order_matters=false}x", true, true},
        {"fill-in", "{case_matters=yes}x", true, false},
        {"fill-in", "{order_matters=true-false}x", true, false},
        {"fill-in", "{case_matters=true}{case_matters=yes}x", true, true},
        {"fill-in", "{lang=en}{case_matters=yes}x", true, true},
        {"fill-in", "{lang=??}x", false, false},
        {"fill-in", "one[,]{lang=sp}dos", false, false},
        {"long-fill-in", "{case_matters=false}{lang=en}long", true, true},
        {"long-fill-in", "{lang=en}{case_matters=false}long", true, true},
        {"long-fill-in", "{lang=en}{case_matters=yes}long", true, false},
        {"long-fill-in", "{lang=sp}largo", false, false},
        {"matching", "a[.]b[,]c[.]d", true, true},
        {"matching", "", true, false},
        {"matching", "a[.]", false, false},
        {"matching", "a[.]b[.]c", false, false},
        {"performance", "step1[.]done[,][.]5", true, true},
        {"performance", "{order_matters=false}s[.]1[:]2", false, true},
        {"performance", "s[.]1[:]2", true, true},
        {"performance", "", false, false},
        {"performance", "s[.]2[:]1", false, false},
        {"performance", "[.]", false, false},
        {"performance", "step", false, false},
        {"sequencing", "a[,]b[,]a", true, true},
        {"sequencing", "", false, false},
        {"likert", "agree", true, true},
        {"likert", "", false, false},
        {"numeric", "3.5", true, false},
        {"numeric", "3[:]4", false, true},
        {"numeric", "[:]", false, true},
        {"numeric", "4[:]3", false, false},
        {"numeric", "a[:]3", false, false},
        {"other", "anything at all", true, true},
        {"unknown", "x", false, false},
    };
    for (const auto& [type, text, response, pattern] : cases) {
        EXPECT_EQ(is_response(type, text), response) << type << " response " << text;
        EXPECT_EQ(is_pattern(type, text), pattern) << type << " pattern " << text;
    }
}

TEST(InteractionPattern, OfAChoiceHasNoOrder) {
    EXPECT_TRUE(same_pattern("choice", "a[,]b", "b[,]a"));
    EXPECT_FALSE(same_pattern("choice", "a[,]b", "a[,]c"));
    EXPECT_FALSE(same_pattern("choice", "a", "a[,]b"));
    EXPECT_FALSE(same_pattern("sequencing", "a[,]b", "b[,]a"));
    EXPECT_TRUE(same_pattern("sequencing", "a[,]b", "a[,]b"));
}

TEST(Navigation, TakesATargetForChoiceAndJumpOnly) {
    const Element& element = *Model::of(Edition::Scorm2004_4).find("adl.nav.request")->element;
    for (const char* text : {"continue", "_none_", "{target=item 1}choice", "{target=a}jump"})
        EXPECT_EQ(check(element, text, element.limit, {}), Verdict::Fits) << text;
    for (const char* text : {"", "choice", "{target=}choice", "{target=a}exit", "{target=a"})
        EXPECT_EQ(check(element, text, element.limit, {}), Verdict::Mismatch) << text;
}

}  // namespace
}  // namespace scorm
