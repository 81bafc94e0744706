#include "tessera/json_fields.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tessera {
namespace {

TEST(JsonFields, values_of_the_right_type_are_read) {
    const Json document = {
        {"title", "Caf\xC3\xA9"},    {"level", 3},     {"active", true}, {"day", "2026-11-22"},
        {"person", "0000000000007"}, {"none", nullptr}};
    JsonFields body(document);
    EXPECT_EQ(body.text("title"), "Caf\xC3\xA9");
    EXPECT_EQ(body.whole("level", 0, 9), 3);
    EXPECT_EQ(body.flag("active"), true);
    EXPECT_EQ(body.date("day")->text(), "2026-11-22");
    EXPECT_EQ(body.id<struct Person>("person")->value, 7);
    for (const char* absent : {"absent", "none"}) {
        EXPECT_FALSE(body.has(absent));
        EXPECT_EQ(body.text(absent), "");
        EXPECT_EQ(body.whole(absent, 0, 9), std::nullopt);
        EXPECT_EQ(body.flag(absent), std::nullopt);
        EXPECT_EQ(body.date(absent), std::nullopt);
        EXPECT_EQ(body.id<struct Person>(absent), std::nullopt);
    }
    EXPECT_NO_THROW(body.check());
}

TEST(JsonFields, a_value_of_another_type_is_never_an_absent_one) {
    const Json values = {1,
                         0,
                         -1,
                         1.5,
                         1e300,
                         true,
                         false,
                         "",
                         "x",
                         Json::array(),
                         Json::object(),
                         Json::array({"x"}),
                         18446744073709551615u};
    for (const Json& value : values) {
        const Json document = {{"field", value}};
        const auto refused = [&](auto read) {
            JsonFields body(document);
            read(body);
            try {
                body.check();
                return false;
            } catch (const Error& e) {
                EXPECT_EQ(e.status(), 422);
                EXPECT_EQ(e.fields().at(0).field, "field");
                return true;
            }
        };
        EXPECT_EQ(refused([](JsonFields& b) { b.text("field"); }), !value.is_string()) << value;
        EXPECT_EQ(refused([](JsonFields& b) { b.whole("field", 0, 9); }),
                  !(value == 1 || value == 0) || !value.is_number_integer())
            << value;
        EXPECT_EQ(refused([](JsonFields& b) { b.flag("field"); }), !value.is_boolean()) << value;
        EXPECT_EQ(refused([](JsonFields& b) { b.date("field"); }), value != "") << value;
        EXPECT_TRUE(refused([](JsonFields& b) { b.id<struct Person>("field"); })) << value;
    }
}

TEST(JsonFields, all_problems_are_told_at_once_and_text_has_a_limit) {
    const Json document = {{"a", 1}, {"b", "four"}, {"c", std::string("x\0y", 3)}};
    JsonFields body(document);
    EXPECT_EQ(body.text("a") + body.text("b", 3) + body.text("c"), "");
    body.refuse("d", "Choose one.");
    try {
        body.check();
        FAIL();
    } catch (const Error& e) {
        ASSERT_EQ(e.fields().size(), 4u);
        EXPECT_EQ(e.fields()[3].field, "d");
    }
    for (const Json& other : {Json::array(), Json("x"), Json(1), Json()})
        EXPECT_THROW(JsonFields{other}, Error);
}

}  // namespace
}  // namespace tessera
