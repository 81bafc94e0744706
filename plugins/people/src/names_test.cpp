#include "names.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

using namespace tessera::people;

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
