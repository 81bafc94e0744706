#include "manifest/test_manifest.hpp"

#include <gtest/gtest.h>

namespace content::test {
namespace {

Checked with_page(const std::string& page, const std::map<std::string, std::string>& files = {}) {
    Package package = package_12();
    package.files["a.html"] = page;
    package.files["tells.js"] = "cmi.core.lesson_status";
    for (const auto& [name, bytes] : files) package.files[name] = bytes;
    return package.check();
}

std::string named(const Checked& checked, const std::string& code) {
    const Finding* found = finding(checked, code);
    return found ? found->text : std::string();
}

TEST(Loads, OfTheStartPageThatAreMissingAreNamed) {
    const std::string script = "<p>x</p><script src=\"lib/API%20wrapper.js?v=2\"></script>";
    const Checked checked = with_page(script);
    EXPECT_TRUE(checked.report.playable());
    EXPECT_TRUE(checked.report.doubtful());
    EXPECT_TRUE(has_warning(checked, "content.missing-script"));
    EXPECT_NE(named(checked, "content.missing-script").find("“lib/API wrapper.js”"),
              std::string::npos)
        << named(checked, "content.missing-script");
    const Checked there = with_page(script, {{"lib/API wrapper.js", "x"}});
    EXPECT_FALSE(there.report.doubtful()) << to_text(there.report);
}

TEST(Loads, AreFollowedThroughFramesRedirectsAndStyles) {
    EXPECT_TRUE(has_warning(with_page("<frameset><frame src='menu.htm'></frameset>"),
                            "content.missing-page"));
    const std::map<std::string, std::string> inner = {
        {"in/player.html", "<script src='../js/gone.js'></script><p>x</p>"}};
    for (const char* page : {"<iframe src='in/player.html'></iframe>",
                             "<meta http-equiv=Refresh content='0; URL=in/player.html'>",
                             "<script>window.location.href = 'in/player.html';</script>",
                             "<script>location.replace(\"in/player.html?x=1\")</script>",
                             "<base href='in/'><iframe src=player.html>"}) {
        const Checked checked = with_page(page, inner);
        const Finding* found = finding(checked, "content.missing-script");
        ASSERT_TRUE(found) << page << to_text(checked.report);
        EXPECT_EQ(found->where, "in/player.html");
        EXPECT_NE(found->text.find("“js/gone.js”"), std::string::npos) << found->text;
    }
    const Checked styles =
        with_page("<p>x</p><link rel='stylesheet' href='css/a.css'>",
                  {{"css/a.css", "@import url(\"b.css\"); @import 'c.css';"}, {"css/b.css", ""}});
    EXPECT_NE(named(styles, "content.missing-style").find("“css/c.css”"), std::string::npos);
    EXPECT_FALSE(styles.report.doubtful()) << "it looks plain and works";
    EXPECT_TRUE(has_warning(with_page("<img src='x.png'>"), "content.missing-media"));
}

TEST(Loads, ThatNobodyCanKnowAreLeftAlone) {
    for (const char* page :
         {"<p>x</p><!--[if lt IE 9]><script src='html5shiv.js'></script><![endif]-->",
          "<p>x</p><noscript><iframe src='gone.html'></iframe></noscript>",
          "<script>document.write('<script src=\"gone.js\"><\\/script>')</script>",
          "<script src='{{base}}/gone.js'></script>", "<script>location.href = 'a' + x</script>",
          "<script>location.href = 'go' + '.html'</script>",
          "<script>if (location.href == 'gone.html') x()</script>",
          "<iframe src='about:blank'></iframe>", "<img src='data:image/png;base64,xx'>",
          "<a href='gone.html'>x</a>", "<iframe src='javascript:void(0)'></iframe>",
          "<script src='B.HTML'></script>", "<script src='.\\b.html'></script>"}) {
        const Checked checked = with_page(page);
        EXPECT_TRUE(checked.report.findings.empty()) << page << to_text(checked.report);
    }
}

TEST(Loads, ThatWorkOnlyElsewhereAreNamed) {
    EXPECT_TRUE(
        has_warning(with_page("<script src='/shared/api.js'></script>"), "content.absolute-path"));
    EXPECT_TRUE(
        has_warning(with_page("<img src='file:///C:/Users/me/a.png'>"), "content.local-path"));
    EXPECT_TRUE(has_warning(with_page("<img src='C:\\course\\a.png'>"), "content.local-path"));
    const Checked outside = with_page("<script src='https://cdn.example.com/a.js'></script>");
    EXPECT_TRUE(has_warning(outside, "content.outside"));
    EXPECT_FALSE(outside.report.doubtful());
}

TEST(Loads, OfABlankPageAreNone) {
    for (const char* page :
         {"", "<html><head><title>Course</title></head><body> \n</body></html>"}) {
        const Checked checked = with_page(page);
        EXPECT_TRUE(has_warning(checked, "content.blank-page")) << page;
        EXPECT_TRUE(checked.report.doubtful());
    }
    for (const char* page : {"<p>words</p>", "<script>start()</script>", "<img src='b.html'>",
                             "<canvas></canvas>", "words only"})
        EXPECT_FALSE(finding(with_page(page), "content.blank-page")) << page;
}

TEST(Loads, OfFlashAreSaid) {
    const Checked shown =
        with_page("<object type='application/x-shockwave-flash' data='a.swf'>", {{"a.swf", "FWS"}});
    EXPECT_TRUE(has_warning(shown, "content.flash-shown"));
    EXPECT_TRUE(shown.report.doubtful());
    EXPECT_TRUE(has_warning(with_page("<embed src='movies/a.swf?x=1'>"), "content.flash-shown"));
    const Checked beside = with_page("<p>HTML5</p>", {{"old/a.SWF", "FWS"}, {"old/b.swf", "FWS"}});
    EXPECT_TRUE(has_warning(beside, "content.flash"));
    EXPECT_EQ(finding(beside, "content.flash")->count, 2u);
    EXPECT_FALSE(beside.report.doubtful());
    Package part = package_12();
    part.replace("href=\"a.html\"", "href=\"a.swf\"");
    part.files["a.swf"] = "FWS";
    EXPECT_TRUE(has_warning(part.check(), "content.flash-shown"));
    EXPECT_TRUE(has_warning(with_page("<applet code='A.class'></applet>"), "content.plugin"));
}

TEST(Loads, NearlyAlikeAreOneFinding) {
    std::string page;
    for (int i = 0; i < 56; ++i) page += "<img src='i" + std::to_string(i) + ".png'>";
    const Checked checked = with_page(page + page);
    ASSERT_EQ(checked.report.findings.size(), 1u);
    EXPECT_EQ(checked.report.findings[0].count, 56u);
    EXPECT_NE(checked.report.findings[0].more[54].text.find("i55.png"), std::string::npos);
}

}  // namespace
}  // namespace content::test
