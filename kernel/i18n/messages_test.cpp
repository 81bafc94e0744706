#include "i18n/messages.hpp"

#include "i18n/plural.hpp"
#include "tessera/error.hpp"
#include "time/clock.hpp"

#include <gtest/gtest.h>

namespace tessera::kernel {
namespace {

TEST(PluralCategory, WelshHasSixAndEnglishTwo) {
    const std::pair<int, const char*> welsh[] = {{0, "zero"}, {1, "one"},   {2, "two"},
                                                 {3, "few"},  {4, "other"}, {5, "other"},
                                                 {6, "many"}, {7, "other"}, {100, "other"}};
    for (const auto& [count, category] : welsh) EXPECT_EQ(plural_category("cy", count), category);
    EXPECT_EQ(plural_category("en", 1), "one");
    EXPECT_EQ(plural_category("en", 0), "other");
    EXPECT_EQ(plural_category("en", 2), "other");
}

std::shared_ptr<const Catalogue> words() {
    auto group = std::make_shared<MessageGroup>();
    group->add("hello", "en", R"({"hello.title": "Hello {{name}}", "hello.english": "English",
        "hello.days": {"one": "{{count}} day", "other": "{{count}} days"}})");
    group->add("hello", "cy", R"({"hello.title": "Helo {{name}}",
        "hello.days": {"one": "{{count}} diwrnod", "two": "{{count}} ddiwrnod",
                       "other": "{{count}} diwrnod"}})");
    return std::make_shared<const Catalogue>(Catalogue::Groups{{"hello", group}});
}

TEST(Messages, ArgumentsFillThePlaces) {
    EXPECT_EQ(message_text(*words(), "en", "hello.title", {{"name", "<Ada>"}}, true),
              "Hello <Ada>");
    EXPECT_EQ(message_text(*words(), "cy", "hello.title", {{"name", "Ada"}}, true), "Helo Ada");
}

TEST(Messages, TheCountChoosesTheForm) {
    EXPECT_EQ(message_text(*words(), "en", "hello.days", {{"count", "1"}}, true), "1 day");
    EXPECT_EQ(message_text(*words(), "en", "hello.days", {{"count", "21"}}, true), "21 days");
    EXPECT_EQ(message_text(*words(), "cy", "hello.days", {{"count", "2"}}, true), "2 ddiwrnod");
    EXPECT_EQ(message_text(*words(), "cy", "hello.days", {{"count", "3"}}, true), "3 diwrnod");
}

TEST(Messages, WhatIsMissingFallsBackOrIsAnErrorWhenStrict) {
    EXPECT_EQ(message_text(*words(), "cy", "hello.english", {}, false), "English");
    EXPECT_EQ(message_text(*words(), "en", "hello.nothing", {}, false), "[hello.nothing]");
    EXPECT_EQ(message_text(*words(), "en", "hello.title", {}, false), "Hello ");
    EXPECT_THROW(message_text(*words(), "cy", "hello.english", {}, true), Error);
    EXPECT_THROW(message_text(*words(), "en", "hello.nothing", {}, true), Error);
    EXPECT_THROW(message_text(*words(), "en", "hello.title", {}, true), Error);
}

std::string objection_to(const char* json) {
    try {
        MessageGroup().add("hello", "en", json);
    } catch (const Error& problem) {
        return problem.what();
    }
    return "accepted";
}

TEST(MessageGroup, MistakesAreNamed) {
    EXPECT_EQ(objection_to(R"({"other.title": "x"})"),
              "The key \"other.title\" must begin with \"hello.\".");
    EXPECT_EQ(objection_to(R"({"hello.x": 5})"),
              "\"hello.x\": \"hello.x\" must be a text or an object of plural forms.");
    EXPECT_EQ(objection_to(R"({"hello.x": {"one": "a"}})"),
              "\"hello.x\": \"hello.x\" lacks the plural form \"other\".");
    EXPECT_EQ(objection_to(R"({"hello.x": "a {{b"})"),
              "\"hello.x\": A place is opened by {{ and not closed.");
    EXPECT_EQ(objection_to(R"({"hello.x": "a {{#b}}"})"),
              "\"hello.x\": \"{{#b}}\" is no place: write {{name}}.");
    EXPECT_NE(objection_to("{").find("not valid JSON"), std::string::npos);
}

TEST(MessageGroup, NamesWhatIsNotTranslated) {
    MessageGroup group;
    group.add("hello", "en", R"({"hello.a": "x", "hello.b": "y"})");
    group.add("hello", "cy", R"({"hello.a": "x"})");
    EXPECT_EQ(group.untranslated(), std::vector<std::string>{"cy: hello.b"});
}

TEST(KernelMessages, EveryTextOfTheKernelIsInBothLanguages) {
    const auto group =
        MessageGroup::load("kernel", {std::filesystem::path(KERNEL_SOURCE_DIR) / "i18n"});
    EXPECT_EQ(group->untranslated(), std::vector<std::string>());
}

TEST(KernelMessages, DatesAreWrittenInTheLanguage) {
    const auto group =
        MessageGroup::load("kernel", {std::filesystem::path(KERNEL_SOURCE_DIR) / "i18n"});
    const auto catalogue = std::make_shared<const Catalogue>(Catalogue::Groups{{"kernel", group}});
    const SystemClock clock("Europe/London");
    const KernelMessages messages([&] { return catalogue; }, clock, true);
    EXPECT_EQ(messages.date("en", Date::of(2026, 12, 4)), "4 December 2026");
    EXPECT_EQ(messages.date("cy", Date::of(2026, 12, 4)), "4 Rhagfyr 2026");
    // 30 June, 08:05 in London, which is an hour before that in UTC.
    const Instant instant{static_cast<std::int64_t>(Date::of(2026, 6, 30).days) * 86400000 +
                          (7 * 60 + 5) * 60000};
    EXPECT_EQ(messages.date_time("en", instant), "30 June 2026 at 08:05");
    EXPECT_EQ(messages.date_time("cy", instant), "30 Mehefin 2026 am 08:05");
}

}  // namespace
}  // namespace tessera::kernel
