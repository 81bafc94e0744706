#include "names.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

using namespace tessera::people;

TEST(Names, WhiteSpaceIsTidied) {
    EXPECT_EQ(tidy("  Mary \t Ann\n"), "Mary Ann");
    EXPECT_EQ(tidy(" \n "), "");
}

TEST(Names, AccentsAndCapitalsDoNotMatterInSearching) {
    EXPECT_EQ(fold("Siân Ŵyn-Ŷstwyth O'Brien"), "sian wynystwyth obrien");
    EXPECT_EQ(fold("Łukasz Żółć Ærø Straße"), "lukasz zolc aero strasse");
    EXPECT_EQ(fold("O’Neill"), "oneill");
    EXPECT_EQ(fold("Þór Œuvre"), "thor oeuvre");
}

TEST(Names, OtherScriptsStayAsTheyAre) {
    EXPECT_EQ(fold("李 Ли"), "李 Ли");
    EXPECT_EQ(fold("\xC3"), "\xC3");
}

TEST(Names, AreOrderedByFamilyNameThenGivenName) {
    std::vector<std::pair<std::string, std::string>> people = {
        {"Zoë", "Evans"}, {"Élodie", "Evans"}, {"Ann", "Lima"}, {"Bo", "Li"}, {"Al", "Ó Briain"}};
    std::sort(people.begin(), people.end(), [](const auto& a, const auto& b) {
        return sort_name(a.first, a.second) < sort_name(b.first, b.second);
    });
    std::vector<std::string> given;
    for (const auto& person : people) given.push_back(person.first);
    EXPECT_EQ(given, (std::vector<std::string>{"Élodie", "Zoë", "Bo", "Ann", "Al"}));
}

TEST(Names, InitialsAreWholeCharacters) {
    EXPECT_EQ(initials("amara", "Okafor"), "AO");
    EXPECT_EQ(initials("Élodie", "Ŵyn"), "ÉŴ");
    EXPECT_EQ(initials("", ""), "");
}

TEST(Names, LengthCountsCharacters) { EXPECT_EQ(length("Siân"), 4U); }

TEST(Names, SearchTextIsNoPattern) { EXPECT_EQ(like_pattern("50%_a\\b"), "50\\%\\_a\\\\b"); }
