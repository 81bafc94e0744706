#include "numbers.hpp"

#include <gtest/gtest.h>

using namespace tessera::people;

TEST(PassportNumber, EndsWithACheckDigit) {
    EXPECT_EQ(passport_number(482190371), "TP 4821 9037 15");
    EXPECT_EQ(passport_number(0), "TP 0000 0000 00");
}

TEST(PassportNumber, IsReadAsPeopleTypeIt) {
    EXPECT_EQ(parse_passport_number("tp4821903715"), "TP 4821 9037 15");
    EXPECT_EQ(parse_passport_number(" TP 4821-9037-15 "), "TP 4821 9037 15");
}

TEST(PassportNumber, AnyOneWrongDigitIsRefused) {
    const std::string good = "TP4821903715";
    for (std::size_t i = 2; i < good.size(); ++i) {
        std::string bad = good;
        bad[i] = bad[i] == '9' ? '0' : static_cast<char>(bad[i] + 1);
        EXPECT_FALSE(parse_passport_number(bad)) << bad;
    }
}

TEST(PassportNumber, NeighboursThatChangedPlacesAreRefused) {
    EXPECT_FALSE(parse_passport_number("TP 8421 9037 15"));
    EXPECT_FALSE(parse_passport_number("TP 4821 9073 15"));
}

TEST(PassportNumber, OtherTextIsNone) {
    EXPECT_FALSE(parse_passport_number(""));
    EXPECT_FALSE(parse_passport_number("XX 4821 9037 15"));
    EXPECT_FALSE(parse_passport_number("TP 4821 9037"));
    EXPECT_FALSE(parse_passport_number(std::string(1000, ' ') + "TP4821903715"));
}

TEST(NationalInsurance, IsNormalisedAndShownInGroups) {
    EXPECT_EQ(parse_national_insurance("ab 12 34 56 c"), "AB123456C");
    EXPECT_EQ(show_national_insurance("AB123456C"), "AB 12 34 56 C");
}

TEST(NationalInsurance, PrefixesThatAreNeverIssuedAreRefused) {
    for (const char* bad : {"DA123456A", "AO123456A", "GB123456A", "ZZ123456A", "QQ123456C"}) {
        EXPECT_FALSE(parse_national_insurance(bad)) << bad;
    }
}

TEST(NationalInsurance, DigitsAndSuffixAreChecked) {
    for (const char* bad : {"AB12345C", "AB1234567", "AB123456E", "AB12E456C", "A1123456C", ""}) {
        EXPECT_FALSE(parse_national_insurance(bad)) << bad;
    }
}

TEST(Email, IsStoredInLowerCase) {
    EXPECT_EQ(parse_email("Amara.Okafor@SevernMarches.example"),
              "amara.okafor@severnmarches.example");
}

TEST(Email, WhatCannotBeAnAddressIsRefused) {
    for (const char* bad : {"", "amara", "@x.org", "a@b", "a@b.", "a@.org", "a@b..org", "a b@c.org",
                            "a@b@c.org", "<a@b.org>", "a@b.o"}) {
        EXPECT_FALSE(parse_email(bad)) << bad;
    }
    EXPECT_FALSE(parse_email(std::string(65, 'a') + "@b.org"));
    EXPECT_FALSE(parse_email("a@" + std::string(260, 'b') + ".org"));
}

TEST(Numbers, AreTheSameHoweverTheyAreTyped) {
    EXPECT_EQ(parse_passport_number("\uFF34\uFF30 \uFF14\uFF18\uFF12\uFF11 9037\u00A015\u200B"),
              "TP 4821 9037 15");
    EXPECT_EQ(parse_passport_number("TP 4821\u20119037\u201315"), "TP 4821 9037 15");
    EXPECT_EQ(parse_national_insurance("\uFEFFab\u200B12\uFF13\uFF14 56\u2009c"), "AB123456C");
}

TEST(Email, InvisibleCharactersMakeNoSecondAddress) {
    for (const char* same : {"ada@b.example\u200B", "\uFEFFada@b.example", "ada\u200D@b.example",
                             " ada@b.example\u00A0", "Ada@B.EXAMPLE", "\uFF41da\uFF20b.example",
                             "ada\u00AD@b.example", "\u202Aada@b.example"}) {
        EXPECT_EQ(parse_email(same), "ada@b.example") << same;
    }
    EXPECT_EQ(parse_email("mu\u0308ller@b.example"), parse_email("m\u00FCller@b.example"));
    EXPECT_FALSE(parse_email("a\u00A0b@c.org"));
}
