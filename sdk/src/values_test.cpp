#include "tessera/id.hpp"
#include "tessera/principal.hpp"
#include "tessera/time.hpp"

#include <gtest/gtest.h>

namespace tessera {
namespace {

TEST(Ids, ReadBackWhatTheyWrote) {
    for (std::int64_t value : {std::int64_t{0}, std::int64_t{1}, std::int64_t{31}, std::int64_t{32},
                               std::int64_t{0x7fff'ffff'ffff'ffff}}) {
        EXPECT_EQ(id_parse(id_text(value)), value);
        EXPECT_EQ(id_text(value).size(), 13u);
    }
}

TEST(Ids, AreReadInEitherCaseAndWithLookAlikes) {
    EXPECT_EQ(id_parse("000000000000l"), 1);
    EXPECT_EQ(id_parse("00000000000oZ"), 31);
    EXPECT_EQ(id_parse("00000000000Oz"), 31);
}

TEST(Ids, RefuseWhatIsNone) {
    for (const char* text :
         {"", "1", "00000000000000", "00000000000U0", "8000000000000", "000000000000-"}) {
        EXPECT_FALSE(id_parse(text)) << text;
    }
}

TEST(Dates, ReadBackWhatTheyWroteOverFourCenturies) {
    for (std::int32_t days = -70'000; days < 80'000; ++days) {
        const Date date{days};
        ASSERT_EQ(Date::parse(date.text()), date);
        ASSERT_EQ(Date::of(date.year(), date.month(), date.day()), date);
    }
    EXPECT_EQ(Date{}.text(), "1970-01-01");
    EXPECT_EQ(Date::of(2024, 2, 29) + 1, Date::of(2024, 3, 1));
}

TEST(Dates, RefuseDaysThatDoNotExist) {
    for (const char* text : {"2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "26-04-01",
                             "2026-4-01", "2026/04/01", "2026-04-0x", "-026-04-01"}) {
        EXPECT_FALSE(Date::parse(text)) << text;
    }
}

TEST(Dates, AddingMonthsStaysInTheMonth) {
    EXPECT_EQ(Date::of(2026, 1, 31).plus_months(1), Date::of(2026, 2, 28));
    EXPECT_EQ(Date::of(2024, 2, 29).plus_months(12), Date::of(2025, 2, 28));
    EXPECT_EQ(Date::of(2026, 11, 22).plus_months(-11), Date::of(2025, 12, 22));
    EXPECT_EQ(Date::of(2026, 12, 1).plus_months(36), Date::of(2029, 12, 1));
}

TEST(Instants, AreWrittenAsIsoInUtc) {
    EXPECT_EQ(iso_text({0}), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(iso_text({-1}), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(iso_text({1'795'352'709'123}), "2026-11-22T13:05:09.123Z");
}

TEST(Principals, KnowHowFarAPermissionReaches) {
    Principal principal;
    principal.kind = Principal::Kind::Person;
    principal.grants = {
        {"a.read", Reach::Unit, 7}, {"a.read", Reach::Unit, 9}, {"b.read", Reach::Site, 0}};
    EXPECT_TRUE(principal.can("a.read"));
    EXPECT_FALSE(principal.can_everywhere("a.read"));
    EXPECT_EQ(principal.units("a.read"), (std::vector<std::int64_t>{7, 9}));
    EXPECT_TRUE(principal.can_everywhere("b.read"));
    EXPECT_FALSE(principal.can("c.read"));
}

}  // namespace
}  // namespace tessera
