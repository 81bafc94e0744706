#include "templates/templates.hpp"

#include "plugin/testing/home.hpp"
#include "templates/fragment.hpp"
#include "tessera/error.hpp"

#include <gtest/gtest.h>
#include <zlib.h>
#include <nlohmann/json.hpp>

namespace tessera::kernel {
namespace {

/// A plugin "hello" with templates of its own and a theme "brand" on top of "default".
class TemplatesTest : public ::testing::Test {
protected:
    void write(const std::string& name, const std::string& text) { home_.write(name, text); }
    void hello(const std::string& name, const std::string& text) {
        write("plugins/hello/templates/" + name + ".html", text);
    }

    std::shared_ptr<const TemplateGroup> compile() {
        write("themes/brand/theme.json", R"({"parent": "default"})");
        const auto themes = ThemeChain::read(home_.home() / "themes", "brand");
        const TemplateSource source(themes, {{"hello", home_.home() / "plugins/hello"}});
        auto words = std::make_shared<MessageGroup>();
        words->add("hello", "en",
                   R"({"hello.title": "<People> & \"more\"", "hello.only-english": "x",
            "hello.count": {"one": "{{count}} person", "other": "{{count}} people"},
            "hello.by": "by {{who}}"})");
        words->add("hello", "cy", R"({"hello.title": "Pobl", "hello.by": "gan {{who}}",
            "hello.count": {"zero": "neb", "one": "{{count}} person", "two": "{{count}} berson",
                            "few": "{{count}} pherson", "many": "{{count}} pherson!",
                            "other": "{{count}} o bobl"}})");
        const Catalogue catalogue({{"hello", words}});
        write("plugins/hello/static/js/a.js", "export default 1");
        const Statics statics(
            {{"hello", StaticGroup::load({home_.home() / "plugins/hello/static"})}});
        warnings_.clear();
        return TemplateGroup::compile("hello", {source, catalogue, statics, strict_},
                                      [&](const std::string& text) { warnings_.push_back(text); });
    }

    std::string render(const std::string& name, const Json& data, const char* locale = "en") {
        const Templates templates({{"hello", compile()}}, strict_);
        return templates.render("hello/" + name, locale, {{"csrf", "token"}}, data);
    }

    std::string objection() {
        try {
            compile();
        } catch (const Error& problem) {
            return problem.what();
        }
        return "accepted";
    }

    testing::TestHome home_;
    bool strict_ = true;
    std::vector<std::string> warnings_;
};

TEST_F(TemplatesTest, FieldsAreEscapedAndTheCommonOnesAreThere) {
    hello("a", "{{name}}|{{{name}}}|{{csrf}}|{{number}}|{{yes}}");
    EXPECT_EQ(render("a", {{"name", "<b a=\"'&"}, {"number", 1.5}, {"yes", true}}),
              "&lt;b a=&quot;&apos;&amp;|<b a=\"'&|token|1.5|");
}

TEST_F(TemplatesTest, SectionsFollowListsObjectsAndEmptiness) {
    hello("a",
          "{{#rows}}[{{name}}{{#late}}!{{/late}}]{{/rows}}{{^rows}}none{{/rows}}"
          "{{#who}}{{who.name}} {{name}}{{/who}}{{#text}}T{{/text}}{{^gone}}G{{/gone}}");
    EXPECT_EQ(
        render("a", {{"rows", {{{"name", "x"}, {"late", true}}, {{"name", "y"}, {"late", false}}}},
                     {"who", {{"name", "Ada"}}},
                     {"text", ""}}),
        "[x!][y]Ada AdaG");
    EXPECT_EQ(render("a", {{"rows", Json::array()}, {"who", false}, {"text", "t"}}), "noneTG");
}

TEST_F(TemplatesTest, PartialsArePutInAndSeeTheSameData) {
    hello("a", "{{#rows}}{{> hello/row}}{{/rows}}");
    hello("row", "<i>{{.}}</i>");
    EXPECT_EQ(render("a", {{"rows", {"1", "2"}}}), "<i>1</i><i>2</i>");
}

TEST_F(TemplatesTest, TextsAreEscapedAndTheirPlacesAreFields) {
    hello("a", "{{t:hello.title}} {{t:hello.by}}");
    EXPECT_EQ(render("a", {{"who", "<Ada>"}}),
              "&lt;People&gt; &amp; &quot;more&quot; by &lt;Ada&gt;");
    EXPECT_EQ(render("a", {{"who", "Ada"}}, "cy"), "Pobl gan Ada");
}

TEST_F(TemplatesTest, PluralsFollowTheCountInEachLanguage) {
    hello("a", "{{#groups}}{{t:hello.count}};{{/groups}}");
    Json groups = Json::array();
    for (const int count : {0, 1, 2, 3, 4, 6}) groups.push_back({{"count", count}});
    EXPECT_EQ(render("a", {{"groups", groups}}),
              "0 people;1 person;2 people;3 people;4 people;6 people;");
    EXPECT_EQ(render("a", {{"groups", groups}}, "cy"),
              "neb;1 person;2 berson;3 pherson;4 o bobl;6 pherson!;");
}

TEST_F(TemplatesTest, StaticFilesGetAnAddressThatChangesWithTheirBytes) {
    hello("a", "{{static:hello/js/a.js}}");
    const auto url = render("a", Json::object());
    EXPECT_EQ(url.rfind("/static/", 0), 0u);
    EXPECT_NE(url.find("/hello/js/a.js"), std::string::npos);
    write("plugins/hello/static/other.css", "p {}");
    EXPECT_NE(render("a", Json::object()), url);
}

TEST_F(TemplatesTest, ACompressedFormCountsWhileItIsOfThatContent) {
    const std::string text = "p { margin: 0 }";
    // What gzip notes at the end: CRC-32 and size of `text`, lowest byte first.
    std::string trailer;
    const auto crc =
        ::crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size()));
    for (const auto number :
         {static_cast<std::uint32_t>(crc), static_cast<std::uint32_t>(text.size())}) {
        for (int shift = 0; shift < 32; shift += 8)
            trailer += static_cast<char>(number >> shift & 0xFF);
    }
    const auto load = [&] { return StaticGroup::load({home_.home() / "plugins/hello/static"}); };
    write("plugins/hello/static/a.css", text);
    write("plugins/hello/static/b.gz", "a file of its own");
    const std::string hash = load()->hash();
    EXPECT_FALSE(load()->find("a.css")->compressed);
    write("plugins/hello/static/a.css.gz", "gzip" + trailer);
    EXPECT_FALSE(load()->find("a.css")->compressed) << "both forms or none";
    write("plugins/hello/static/a.css.br", "brotli");
    EXPECT_TRUE(load()->find("a.css")->compressed);
    EXPECT_EQ(load()->hash(), hash) << "the address says what the content is, not how it goes out";
    EXPECT_EQ(load()->find("a.css.gz"), nullptr);
    EXPECT_EQ(load()->find("a.css.br"), nullptr);
    EXPECT_NE(load()->find("b.gz"), nullptr);
    write("plugins/hello/static/a.css", "p { margin: 1 }");
    EXPECT_FALSE(load()->find("a.css")->compressed) << "left over from before a change";
    write("plugins/hello/static/a.css.gz", "x");
    EXPECT_FALSE(load()->find("a.css")->compressed);
}

TEST_F(TemplatesTest, AThemeReplacesAPluginsTemplateAndFallsBackToItsParent) {
    hello("a", "plugin");
    hello("b", "plugin");
    hello("c", "plugin");
    write("themes/default/templates/hello/a.html", "parent");
    write("themes/default/templates/hello/b.html", "parent");
    write("themes/brand/templates/hello/a.html", "theme");
    EXPECT_EQ(render("a", Json::object()), "theme");
    EXPECT_EQ(render("b", Json::object()), "parent");
    EXPECT_EQ(render("c", Json::object()), "plugin");
}

TEST_F(TemplatesTest, ABrokenTemplateOfAThemeIsLeftOutWithAWarning) {
    hello("a", "plugin");
    write("themes/brand/templates/hello/a.html", "{{#open}}");
    write("themes/brand/templates/hello/extra.html", "{{> hello/nowhere}}");
    EXPECT_EQ(render("a", Json::object()), "plugin");
    ASSERT_EQ(warnings_.size(), 4u);  // two templates in two languages
    EXPECT_NE(warnings_[0].find("Unclosed section"), std::string::npos);
}

TEST_F(TemplatesTest, WhatCanNotBeCompiledIsNamed) {
    hello("a", "{{> hello/nowhere}}");
    EXPECT_EQ(objection(), "The template \"hello/nowhere\" is missing.");
    hello("a", "{{> hello/a}}");
    EXPECT_EQ(objection(),
              "The template \"hello/a\" includes itself, or partials are nested too deeply.");
    hello("a", "{{name");
    EXPECT_EQ(objection(), "The template \"hello/a\" has a tag that is not closed: {{name.");
    hello("a", "{{=<% %>=}}");
    EXPECT_EQ(objection(),
              "The template \"hello/a\" changes the delimiters, which is not supported.");
    hello("a", "{{static:hello/js/b.js}}");
    EXPECT_EQ(
        objection(),
        "The template \"hello/a\" names the static file \"hello/js/b.js\", which is missing.");
    hello("a", "{{t:hello.only-english}}");
    EXPECT_EQ(objection(),
              "The template \"hello/a\" uses the text \"hello.only-english\", which is "
              "missing in \"cy\".");
}

TEST_F(TemplatesTest, AMissingFieldIsAnErrorWhenStrictAndEmptyOtherwise) {
    hello("a", "[{{nmae}}{{#maybe}}{{maybe}}{{/maybe}}]");
    EXPECT_THROW(render("a", {{"name", "x"}}), Error);
    EXPECT_EQ(render("a", {{"nmae", "x"}}), "[x]");
    strict_ = false;
    EXPECT_EQ(render("a", {{"name", "x"}}), "[]");
}

TEST_F(TemplatesTest, ATextNobodyHasShowsItsKey) {
    strict_ = false;
    hello("a", "{{t:hello.only-english}} {{t:hello.nothing}}");
    EXPECT_EQ(render("a", Json::object(), "cy"), "x [hello.nothing]");
}

TEST_F(TemplatesTest, ANameNeverLeavesTheFolder) {
    hello("a", "{{> hello/../../../secret}}");
    EXPECT_EQ(objection(), "\"hello/../../../secret\" is no template's name.");
}

TEST(ThemeChain, ACircleAndAMissingThemeAreRefused) {
    const testing::TestHome home;
    home.write("themes/a/theme.json", R"({"parent": "b"})");
    home.write("themes/b/theme.json", R"({"parent": "a"})");
    EXPECT_THROW(ThemeChain::read(home.home() / "themes", "a"), Error);
    EXPECT_THROW(ThemeChain::read(home.home() / "themes", "nowhere"), Error);
    EXPECT_THROW(ThemeChain::read(home.home() / "themes", "../plugins"), Error);
}

TEST(Initials, AreTheFirstLettersOfTheFirstAndLastName) {
    EXPECT_EQ(initials("Ada Lovelace King"), "AK");
    EXPECT_EQ(initials(" Émile "), "É");
    EXPECT_EQ(initials(""), "");
}

}  // namespace
}  // namespace tessera::kernel
