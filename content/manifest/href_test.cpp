#include "manifest/href.hpp"

#include <gtest/gtest.h>

namespace content {
namespace {

std::string with_parameters(const std::string& href, const std::string& parameters) {
    Href result = resolve("", href);
    add_parameters(result, parameters);
    return result.path + result.query + result.fragment;
}

TEST(Href, JoinsParametersAsThePackagingModelSays) {
    EXPECT_EQ(with_parameters("a.html", ""), "a.html");
    EXPECT_EQ(with_parameters("a.html", "x=1"), "a.html?x=1");
    EXPECT_EQ(with_parameters("a.html", "?x=1"), "a.html?x=1");
    EXPECT_EQ(with_parameters("a.html", "?&?x=1&y=2"), "a.html?x=1&y=2");
    EXPECT_EQ(with_parameters("a.html?z=0", "?x=1"), "a.html?z=0&x=1");
    EXPECT_EQ(with_parameters("a.html?", "x=1"), "a.html?x=1");
    EXPECT_EQ(with_parameters("a.html", "#part"), "a.html#part");
    EXPECT_EQ(with_parameters("a.html#own", "#part"), "a.html#own");
    EXPECT_EQ(with_parameters("a.html?z=0", "#part"), "a.html?z=0#part");
    EXPECT_EQ(with_parameters("a.html#own", "x=1"), "a.html?x=1#own");
    EXPECT_EQ(with_parameters("a.html", "x=1#part"), "a.html?x=1#part");
    EXPECT_EQ(with_parameters("a.html", "??&"), "a.html");
}

TEST(Href, ResolvesAgainstABase) {
    EXPECT_EQ(resolve("dir/", "a.html").path, "dir/a.html");
    EXPECT_EQ(resolve("dir/file", "a.html").path, "dir/a.html");
    EXPECT_EQ(resolve("dir/", "../a.html").path, "a.html");
    EXPECT_EQ(resolve("dir/", "../../a.html").kind, Href::Kind::Climbs);
    EXPECT_EQ(resolve("dir\\sub\\", "a.html").path, "dir/sub/a.html");
    EXPECT_EQ(resolve("https://example.com/c/", "a.html").path, "https://example.com/c/a.html");
    EXPECT_EQ(resolve("https://example.com/c/", "a.html").kind, Href::Kind::Outside);
    EXPECT_EQ(resolve("dir/", "http://example.com/a").path, "http://example.com/a");
    EXPECT_EQ(resolve("", "//example.com/a").kind, Href::Kind::Outside);
    EXPECT_EQ(resolve("", "data:text/html,x").kind, Href::Kind::BadScheme);
    EXPECT_EQ(resolve("", "  ").kind, Href::Kind::Empty);
    EXPECT_EQ(resolve("", "?x=1").kind, Href::Kind::Empty);
    EXPECT_EQ(join_base("a/", "b/"), "a/b/");
    EXPECT_EQ(join_base("a", "b/"), "b/");
    EXPECT_EQ(join_base("a/", "https://x/"), "https://x/");
    EXPECT_EQ(join_base("a/", ""), "a/");
}

TEST(Href, EscapesAndUnescapes) {
    EXPECT_EQ(percent_decode("a%20b%C3%A9%2"), "a b\xc3\xa9%2");
    EXPECT_EQ(percent_decode("100%zz%"), "100%zz%");
    EXPECT_EQ(percent_encode_path("a b/c?d#e%f.html"), "a%20b/c%3Fd%23e%25f.html");
    EXPECT_EQ(percent_encode_rest("?q=a b&c=%20\"<\xc3\xa9>"), "?q=a%20b&c=%20%22%3C%C3%A9%3E");
}

}  // namespace
}  // namespace content
