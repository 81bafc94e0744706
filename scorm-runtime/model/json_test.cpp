#include "model/json.hpp"

#include <gtest/gtest.h>

namespace scorm::json {
namespace {

TEST(Json, ReadsNestedValuesByNameAndPosition) {
    const std::string text = R"({"a":[1,-2.5,"x\n\u00e9\ud83d\ude00"],"b":{"c":true,"d":null}})";
    const auto document = Document::parse(text);
    ASSERT_TRUE(document);
    const Value root = document->root();
    EXPECT_EQ(root.size(), 2U);
    EXPECT_EQ(root["a"].size(), 3U);
    EXPECT_EQ(root["a"].at(0).integer(), 1);
    EXPECT_EQ(root["a"].at(1).real().units, -25'000'000);
    EXPECT_EQ(root["a"].at(2).string(), "x\né😀");
    EXPECT_TRUE(root["b"]["c"].boolean());
    EXPECT_TRUE(root["b"]["d"].is_null());
}

TEST(Json, GivesTheFallbackForWhatIsNotThere) {
    const auto document = Document::parse(R"({"a":"text"})");
    ASSERT_TRUE(document);
    EXPECT_EQ(document->root()["none"].integer(7), 7);
    EXPECT_EQ(document->root()["a"].integer(7), 7);
    EXPECT_TRUE(document->root()["none"].boolean(true));
    EXPECT_EQ(document->root()["none"]["deeper"].at(3).string("z"), "z");
}

TEST(Json, WalksMembersInOrder) {
    const auto document = Document::parse(R"({"x":[1,[2,3]],"y":4})");
    ASSERT_TRUE(document);
    std::string names;
    for (Value v = document->root().first(); v.valid(); v = v.next()) names += v.name();
    EXPECT_EQ(names, "xy");
}

TEST(Json, RefusesWhatIsNoJson) {
    for (const char* text : {"", "{", "[1,]", "{\"a\" 1}", "tru", "1 2", "\"\\x\"", "\"\\ud800\"",
                             "1e5", "-", "1.", "\"a\nb\"", "{1:2}", "\"\xc3\"", "[\"\\u12\"]"})
        EXPECT_FALSE(Document::parse(text)) << text;
}

TEST(Json, RefusesTextThatIsTooDeep) {
    EXPECT_TRUE(Document::parse(std::string(kMaxDepth, '[') + std::string(kMaxDepth, ']')));
    EXPECT_FALSE(
        Document::parse(std::string(kMaxDepth + 2, '[') + std::string(kMaxDepth + 2, ']')));
}

TEST(Json, WritesWhatItReads) {
    std::string out;
    Writer(out)
        .begin_object()
        .key("a")
        .begin_array()
        .integer(-5)
        .real(Real{1})
        .null()
        .boolean(true)
        .end_array()
        .key("b")
        .string("q\"\\\n\x01é")
        .key("c")
        .begin_object()
        .end_object()
        .key("d")
        .raw("[1]")
        .end_object();
    EXPECT_EQ(out,
              "{\"a\":[-5,0.0000001,null,true],\"b\":\"q\\\"\\\\\\n\\u0001é\",\"c\":{},\"d\":[1]}");
    const auto document = Document::parse(out);
    ASSERT_TRUE(document);
    EXPECT_EQ(document->root()["b"].string(), "q\"\\\n\x01é");
}

TEST(Utf8, IsCheckedStrictly) {
    EXPECT_TRUE(valid_utf8("aé€😀"));
    for (const char* text :
         {"\x80", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82"})
        EXPECT_FALSE(valid_utf8(text));
}

}  // namespace
}  // namespace scorm::json
