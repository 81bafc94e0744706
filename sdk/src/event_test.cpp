#include "tessera/event.hpp"
#include "tessera/error.hpp"

#include <gtest/gtest.h>

namespace tessera {
namespace {

struct Sample {
    static constexpr const char* kId = "sample.happened/1";
    Id<struct Person> person;
    Instant at;
    std::optional<Date> until;
    std::string note;
    bool first = false;
    int count = 0;
    std::int64_t subject() const { return person.value; }
    template <class V>
    void fields(V& v) {
        v("person", person);
        v("at", at);
        v("until", until);
        v("note", note);
        v("first", first);
        v("count", count);
    }
};

TEST(Events, ReadBackWhatTheyWrote) {
    const Sample before{{42}, {1'000}, Date::of(2026, 11, 22), "Siân \"ward 7\"", true, -3};
    const auto after = event_from_json<Sample>(event_to_json(before));
    EXPECT_EQ(after.person, before.person);
    EXPECT_EQ(after.at, before.at);
    EXPECT_EQ(after.until, before.until);
    EXPECT_EQ(after.note, before.note);
    EXPECT_TRUE(after.first);
    EXPECT_EQ(after.count, -3);
}

TEST(Events, KeepAbsentValuesAbsent) {
    EXPECT_FALSE(event_from_json<Sample>(event_to_json(Sample{})).until);
}

TEST(Events, RefuseDocumentsThatDoNotFit) {
    EXPECT_THROW(event_from_json<Sample>("[]"), Error);
    EXPECT_THROW(event_from_json<Sample>("{"), Error);
    EXPECT_THROW(event_from_json<Sample>(R"({"person":"not an id"})"), Error);
}

}  // namespace
}  // namespace tessera
