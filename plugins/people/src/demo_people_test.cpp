#include "demo_people.hpp"

#include "numbers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

using namespace tessera;
using namespace tessera::people;

namespace {
const Date kToday = Date::of(2026, 11, 23);
}

TEST(Demo, HasAboutTwoHundredPeople) {
    const auto people = demo_people(kToday);
    EXPECT_GE(people.size(), 190U);
    EXPECT_LE(people.size(), 215U);
}

TEST(Demo, IsTheSameEveryTime) {
    const auto one = demo_people(kToday), two = demo_people(kToday);
    for (std::size_t i = 0; i < one.size(); ++i) {
        EXPECT_EQ(one[i].email, two[i].email);
        EXPECT_EQ(one[i].passport_serial, two[i].passport_serial);
    }
}

TEST(Demo, EverybodyHasTheirOwnAddressAndNumbersThatPassTheChecks) {
    std::set<std::string> emails, numbers;
    std::set<std::uint64_t> serials;
    for (const DemoPerson& person : demo_people(kToday)) {
        EXPECT_EQ(parse_email(person.email), person.email);
        EXPECT_TRUE(emails.insert(person.email).second) << person.email;
        EXPECT_TRUE(parse_national_insurance(person.national_insurance))
            << person.national_insurance;
        EXPECT_TRUE(numbers.insert(person.national_insurance).second);
        EXPECT_TRUE(serials.insert(person.passport_serial).second);
    }
}

TEST(Demo, ManagersComeBeforeTheirReports) {
    std::set<std::string> seen = {""};
    for (const DemoPerson& person : demo_people(kToday)) {
        EXPECT_TRUE(seen.count(person.manager)) << person.email;
        seen.insert(person.email);
    }
}

TEST(Demo, EverybodyWorksInAUnitThatIsThere) {
    std::set<std::string> units;
    for (const DemoUnit& unit : demo_units()) {
        EXPECT_TRUE(unit.parent.empty() || units.count(unit.parent)) << unit.name;
        EXPECT_TRUE(units.insert(unit.name).second) << unit.name;
    }
    for (const DemoPerson& person : demo_people(kToday)) EXPECT_TRUE(units.count(person.unit));
}

TEST(Demo, TwelvePeopleReportToTheManagerOfWardSeven) {
    const auto people = demo_people(kToday);
    EXPECT_EQ(std::count_if(people.begin(), people.end(),
                            [](const DemoPerson& person) {
                                return person.manager == "priya.ramanathan@severnmarches.example";
                            }),
              12);
}

TEST(Demo, AmaraIsWhoThePagesShow) {
    const auto people = demo_people(kToday);
    const auto amara = std::find_if(people.begin(), people.end(), [](const DemoPerson& person) {
        return person.email == "amara.okafor@severnmarches.example";
    });
    ASSERT_NE(amara, people.end());
    EXPECT_EQ(passport_number(amara->passport_serial), "TP 4821 9037 15");
    EXPECT_EQ(amara->moved, Date::of(2026, 11, 2));
}
