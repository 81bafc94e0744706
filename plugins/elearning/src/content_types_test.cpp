#include "content_types.hpp"

#include <gtest/gtest.h>

namespace tessera::elearning {
namespace {

TEST(MediaType, IsKnownByExtensionInAnyCase) {
    EXPECT_EQ(media_type("scos/INDEX.HTML"), "text/html");
    EXPECT_EQ(media_type("a.b/script.js"), "text/javascript");
    EXPECT_EQ(media_type("film.mp4"), "video/mp4");
    EXPECT_EQ(media_type("aac.aac"), "audio/aac");
    EXPECT_EQ(media_type("schema.xsl"), "text/xml");
    EXPECT_EQ(media_type("app.webmanifest"), "application/manifest+json");
}

TEST(MediaType, OfOtherFilesIsABlob) {
    EXPECT_EQ(media_type("README"), "application/octet-stream");
    EXPECT_EQ(media_type("data.unknown"), "application/octet-stream");
    EXPECT_EQ(media_type("ends."), "application/octet-stream");
    EXPECT_EQ(media_type("a.verylongextension"), "application/octet-stream");
}

TEST(Charset, IsNamedWhereTheFileSaysNothing) {
    EXPECT_TRUE(needs_utf8("text/html", "<!doctype html><p>Sgôr</p>"));
    EXPECT_TRUE(needs_utf8("text/javascript", "let a = 'gwên';"));
    EXPECT_TRUE(needs_utf8("text/css", ""));
}

TEST(Charset, IsLeftToFilesThatNameTheirOwn) {
    EXPECT_FALSE(needs_utf8("text/html", "<html><META CHARSET=windows-1252>"));
    EXPECT_FALSE(needs_utf8("text/html",
                            "<meta http-equiv=content-type content='text/html; charset=utf-8'>"));
    EXPECT_FALSE(needs_utf8("text/css", "@charset \"iso-8859-1\"; p{}"));
    EXPECT_FALSE(needs_utf8("text/html", "\xEF\xBB\xBF<p>"));
}

TEST(Charset, IsNotClaimedForOtherEncodings) {
    EXPECT_FALSE(needs_utf8("text/html", "caf\xE9 cr\xE8me"));
    EXPECT_FALSE(needs_utf8("text/plain", "\xC0\xAF"));
    EXPECT_FALSE(needs_utf8("text/plain", "\xED\xA0\x80"));
    EXPECT_FALSE(needs_utf8("text/plain", "cut \xE2\x82"));
    EXPECT_FALSE(needs_utf8("image/png", "abc"));
}

}  // namespace
}  // namespace tessera::elearning
