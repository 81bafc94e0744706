// Small packages that are made to cost much.
#include "manifest/encoding.hpp"
#include "manifest/test_manifest.hpp"
#include "report/html.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace content::test {
namespace {

double seconds(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::string attributes(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += " a" + std::to_string(i) + "='x'";
    return text;
}

std::string as_utf16(const std::string& text) {
    std::string wide = "\xff\xfe";
    for (const char c : text) wide += std::string{c, '\0'};
    return wide;
}

TEST(Hostile, ElementsWithManyAttributesNeverReachTheParser) {
    const std::string many = attributes(80'000);
    const std::string tricks[] = {
        "<x" + many + "/>",
        "<?x \"?><x" + many + "/>",
        "<x y=\"<x" + many + "/>",
        "<!-- ' --><x" + many + "/>",
        "<![CDATA[ \" ]]><x" + many + "/>",
        "<? <x" + many + "/> ?>",
        "<x xmlns:b='" + std::string(100, '=') + "'" + many + "/>",
    };
    for (const std::string& trick : tricks) {
        for (const bool wide : {false, true}) {
            Package package = package_12();
            package.replace("<resources>", trick + "<resources>");
            if (wide) {
                package.replace("encoding=\"UTF-8\"", "encoding=\"UTF-16\"");
                package.manifest = as_utf16(package.manifest);
            }
            Checked checked;
            EXPECT_LT(seconds([&] { checked = package.check(); }), 3) << trick.substr(0, 20);
            EXPECT_TRUE(has_error(checked, "manifest.too-many-attributes")) << trick.substr(0, 20);
        }
    }
}

TEST(Hostile, TwoHundredAttributesAreRead) {
    Package package = package_12();
    package.replace("<resources>", "<resources" + attributes(200) + ">");
    EXPECT_TRUE(package.check().course);
    package.replace("<resources", "<resources one='more'");
    EXPECT_TRUE(has_error(package.check(), "manifest.too-many-attributes"));
    EXPECT_EQ(crowded_line("a\n\n<x b='='\n" + attributes(3) + ">", 3), 3u);
    EXPECT_EQ(crowded_line("<x a='b=c=d=e=f=g'/><!--" + attributes(9) + "-->", 3), 0u);
}

TEST(Hostile, AnEncodingThatHidesTagsIsConvertedFirst) {
    Package package = package_12();
    package.replace("UTF-8", "IBM037");
    package.replace("<resources>", "<x" + attributes(80'000) + "/><resources>");
    EXPECT_LT(seconds([&] { EXPECT_FALSE(package.check().course); }), 3);
}

TEST(Hostile, ReadingEndsAtItsDeadline) {
    std::string items;
    for (int i = 0; i < 15'000; ++i)
        items += "<item identifier='i" + std::to_string(i) + "' identifierref='R1'/>";
    Limits limits;
    limits.parse_time = std::chrono::milliseconds(0);
    EXPECT_TRUE(has_error(package_12(items).check(limits), "package.too-slow"));
    EXPECT_TRUE(package_12(items).check().course);
}

TEST(Hostile, NamespacesThatAreLookedThroughForEachElementEndToo) {
    std::string open, close;
    for (int depth = 0; depth < 150; ++depth) {
        open += "<x";
        for (int i = 0; i < 190; ++i)
            open += " xmlns:p" + std::to_string(depth) + "_" + std::to_string(i) + "='u'";
        open += ">";
        close += "</x>";
    }
    std::string inside;
    for (int i = 0; i < 100'000; ++i) inside += "<p0_0:y p0_1:a='1'/>";
    Package package = package_12();
    package.replace("<resources>", open + inside + close + "<resources>");
    Limits limits;
    limits.parse_time = std::chrono::milliseconds(1000);
    EXPECT_LT(seconds([&] { package.check(limits); }), 6);
}

TEST(Hostile, ScriptsOfOneRepeatedWordAreReadInLinearTime) {
    for (const char* word :
         {"lesson_status,", "score.max=", "toISOString", "LMSInitialize( ", "location=", "@import",
          "API", "<!--", "</", "<script>", "<a b=\"", "&#", "<title>", "'"}) {
        std::string text;
        while (text.size() < 3'000'000) text += word;
        Package package = package_12();
        package.files["a.html"] = text;
        package.files["s.js"] = text;
        package.files["c.css"] = text;
        EXPECT_LT(seconds([&] { package.check(); }), 5) << word;
    }
}

TEST(Html, IsReadAsBrowsersDo) {
    EXPECT_EQ(page_title("<TITLE>A &lt;b&gt; &#228; &#x20ac;\n c</TITLE>"), "A <b> ä € c");
    EXPECT_EQ(page_title("<title>caf\xe9</title>"), "café");
    EXPECT_EQ(page_title("<p>none</p>"), "");
    std::string told;
    HtmlSink sink;
    sink.tag = [&](const Tag& tag) { told += tag.name + "[" + tag.value("src") + "] "; };
    read_html("<img alt='>' src = a.png/><SCRIPT SRC=\"b.js\">if (a<b) '<img>'</SCRIPT><br/>",
              sink);
    EXPECT_EQ(told, "img[a.png/] script[b.js] /script[] br[] ");
}

}  // namespace
}  // namespace content::test
