#include "model/prerequisites.hpp"

#include <gtest/gtest.h>

#include <string>

namespace scorm {
namespace {

class Items : public StatusSource {
public:
    std::optional<std::string_view> status_of(std::string_view identifier) const override {
        if (identifier == "passed") return "passed";
        if (identifier == "completed") return "completed";
        if (identifier == "failed") return "failed";
        if (identifier == "browsed") return "browsed";
        if (identifier == "open-1.a") return "incomplete";
        if (identifier == "new") return "not attempted";
        return std::nullopt;
    }
};

bool met(std::string_view script) { return prerequisites_met(script, Items()); }

TEST(Prerequisites, AnItemAloneHoldsWhenItIsPassedOrCompleted) {
    EXPECT_TRUE(met("passed"));
    EXPECT_TRUE(met(" completed "));
    for (const char* script : {"failed", "browsed", "open-1.a", "new"}) EXPECT_FALSE(met(script));
}

TEST(Prerequisites, AndBindsStrongerThanOrAndNotStrongest) {
    EXPECT_TRUE(met("passed | failed & failed"));
    EXPECT_FALSE(met("(passed | failed) & failed"));
    EXPECT_TRUE(met("~failed&passed"));
    EXPECT_FALSE(met("~(failed | passed)"));
    EXPECT_TRUE(met("~~passed"));
}

TEST(Prerequisites, AStatusIsComparedByTheFirstLetterOfItsWord) {
    EXPECT_TRUE(met("failed=\"failed\""));
    EXPECT_TRUE(met("failed = F"));
    EXPECT_TRUE(met("new=not attempted & passed"));
    EXPECT_TRUE(met("open-1.a=incomplete"));
    EXPECT_TRUE(met("passed<>failed"));
    EXPECT_FALSE(met("browsed<>browsed"));
    EXPECT_FALSE(met("~passed=passed"));
}

TEST(Prerequisites, ASetHoldsWhenThatManyOfItDo) {
    EXPECT_TRUE(met("2*{passed, completed, failed}"));
    EXPECT_FALSE(met("3*{passed, completed, failed}"));
    EXPECT_TRUE(met("1*{failed, ~failed}&passed"));
    EXPECT_TRUE(met("2*{passed, 1*{failed, completed}}"));
}

TEST(Prerequisites, WhatCannotBeReadKeepsNobodyOut) {
    for (const char* script :
         {"", "  ", "nobody", "failed & nobody", "failed &", "(failed", "failed)", "2*{failed",
          "x*{failed}", "failed=maybe", "failed=", "& failed", "failed failed", "\"failed"})
        EXPECT_TRUE(met(script)) << script;
}

TEST(Prerequisites, NestingIsLimited) {
    const auto nested = [](int levels) {
        return std::string(static_cast<std::size_t>(levels), '(') + "failed" +
               std::string(static_cast<std::size_t>(levels), ')');
    };
    EXPECT_FALSE(met(nested(30)));
    EXPECT_TRUE(met(nested(1'000'000)));
    EXPECT_TRUE(met(std::string(1'000'000, '~') + "failed"));
}

}  // namespace
}  // namespace scorm
