#include "person_rules.hpp"

#include <gtest/gtest.h>

using namespace tessera;
using namespace tessera::people;

namespace {

const Date kToday = Date::of(2026, 11, 23);

NewPerson amara() {
    NewPerson person;
    person.given_name = " Amara ";
    person.family_name = "Okafor";
    person.email = "Amara.Okafor@severnmarches.example";
    person.national_insurance = "ab 12 34 56 c";
    return person;
}

std::string only_problem(NewPerson person) {
    const auto problems = normalise(person, kToday);
    return problems.size() == 1 ? problems[0].field + ": " + problems[0].key
                                : std::to_string(problems.size()) + " problems";
}

}  // namespace

TEST(PersonRules, ValuesAreTidied) {
    NewPerson person = amara();
    EXPECT_TRUE(normalise(person, kToday).empty());
    EXPECT_EQ(person.given_name, "Amara");
    EXPECT_EQ(person.email, "amara.okafor@severnmarches.example");
    EXPECT_EQ(person.national_insurance, "AB123456C");
}

TEST(PersonRules, EmailAndNationalInsuranceNumberMayBeAbsent) {
    NewPerson person = amara();
    person.email = person.national_insurance = "";
    EXPECT_TRUE(normalise(person, kToday).empty());
}

TEST(PersonRules, BothNamesAreNeeded) {
    NewPerson person = amara();
    person.family_name = "  ";
    EXPECT_EQ(only_problem(person), "family_name: people.error.family_name-missing");
}

TEST(PersonRules, NamesHaveALimitAndNoMarkup) {
    NewPerson person = amara();
    person.given_name = std::string(101, 'a');
    EXPECT_EQ(only_problem(person), "given_name: people.error.name-unfit");
    person.given_name = "<b>";
    EXPECT_EQ(only_problem(person), "given_name: people.error.name-unfit");
}

TEST(PersonRules, EveryWrongValueIsNamedAtOnce) {
    NewPerson person;
    person.email = "x";
    person.national_insurance = "x";
    person.type = "x";
    person.date_of_birth = kToday + 1;
    EXPECT_EQ(normalise(person, kToday).size(), 6U);
}

TEST(PersonRules, AFirstDayIsNotFarAhead) {
    EXPECT_TRUE(acceptable_start(kToday, kToday));
    EXPECT_TRUE(acceptable_start(kToday.plus_months(24), kToday));
    EXPECT_FALSE(acceptable_start(kToday.plus_months(24) + 1, kToday));
    EXPECT_FALSE(acceptable_start(Date::of(1949, 12, 31), kToday));
}

TEST(Brand, AColourIsSixHexadecimalDigits) {
    EXPECT_TRUE(is_colour("#005eB8"));
    EXPECT_FALSE(is_colour("005eb8"));
    EXPECT_FALSE(is_colour("#005eb"));
    EXPECT_FALSE(is_colour("#00;eb8"));
}

TEST(Brand, AMarkIsPathDataAndNothingElse) {
    EXPECT_TRUE(is_mark("M16.5 3C9 3 6.5 6z"));
    EXPECT_TRUE(is_mark(""));
    EXPECT_FALSE(is_mark("M1 1\"/><script>"));
    EXPECT_FALSE(is_mark(std::string(4001, 'M')));
}
