#include "manifest/titles.hpp"

#include "manifest/href.hpp"
#include "manifest/text.hpp"
#include "report/html.hpp"
#include "zip/names.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace content {
namespace {

constexpr std::uint64_t kReadable = 1 << 20;

/// lom/general/title, whose text stands in a langstring (1.2) or string (2004) of its own.
std::string lom_title(xml::Node lom) {
    const xml::Node title = lom.child("general").child("title");
    const xml::Node language = title.first_child();
    return collapse((language ? language : title).text());
}

/// Names of pages that say nothing of what is on them.
bool is_plain_name(std::string_view name) {
    static constexpr std::string_view kPlain[] = {
        "index", "start", "default", "launch", "story",  "main",      "home",
        "page",  "sco",   "player",  "course", "lesson", "index_lms", "story_html5"};
    const std::string folded = zip::fold_case(name);
    const std::size_t end = folded.find_last_not_of("0123456789-_ ");
    const std::string_view bare = std::string_view(folded).substr(0, end + 1);
    return bare.size() < 4 ||
           std::find(std::begin(kPlain), std::end(kPlain), bare) != std::end(kPlain);
}

/// "fire-safety.html" → "fire safety"; empty when the name says nothing.
std::string title_of_name(std::string_view name) {
    name.remove_prefix(name.find_last_of('/') + 1);
    name = name.substr(0, name.rfind('.'));
    if (is_plain_name(name)) return {};
    std::string title(name);
    std::replace_if(
        title.begin(), title.end(), [](char c) { return c == '-' || c == '_'; }, ' ');
    return collapse(title);
}

}  // namespace

std::string Titles::shortened(std::string title) {
    constexpr std::size_t kMost = 1'000;
    if (title.size() <= kMost) return title;
    title.resize(kMost);
    while (!zip::is_utf8(title)) title.pop_back();
    return title;
}

std::string Titles::of_metadata(xml::Node owner) {
    const xml::Node metadata = owner.child("metadata");
    if (std::string title = lom_title(metadata.child("lom")); !title.empty()) return title;
    const std::string location = collapse(metadata.child("location").text());
    if (location.empty() || deadline_.passed()) return {};
    const Entry* entry = index_.find(folder_ + percent_decode(location));
    if (!entry || entry->size > kReadable) return {};
    try {
        Findings ignored;
        const auto document =
            xml::Document::parse(index_.read(*entry), limits_, deadline_, ignored);
        return document ? lom_title(document->root()) : std::string();
    } catch (const std::runtime_error&) {
        return {};  // damaged; reported where entries are verified
    }
}

std::string Titles::of_page(const Entry* page) {
    constexpr std::size_t kPages = 500;
    if (!page || page->size > kReadable || ++pages_read_ > kPages || deadline_.passed()) return {};
    try {
        return page_title(index_.read(*page));
    } catch (const std::runtime_error&) {
        return {};
    }
}

Titles::Found Titles::of_course(xml::Node manifest, xml::Node organization,
                                const Entry* first_page) {
    for (const xml::Node owner : {organization, manifest}) {
        if (std::string title = of_metadata(owner); !title.empty())
            return {shortened(std::move(title)), TitleSource::Metadata};
    }
    if (std::string title = of_page(first_page); !title.empty())
        return {shortened(std::move(title)), TitleSource::Page};
    return {};
}

std::string Titles::of_item(xml::Node item, const Entry* page) {
    std::string title = of_metadata(item);
    if (title.empty()) title = of_page(page);
    if (title.empty() && page) title = title_of_name(page->name);
    return shortened(std::move(title));
}

bool is_default_title(std::string_view title, std::string_view identifier, std::string_view tool) {
    static constexpr std::string_view kDefaults[] = {"untitled",
                                                     "untitled course",
                                                     "untitled project",
                                                     "untitled presentation",
                                                     "untitled module",
                                                     "untitled lesson",
                                                     "no title",
                                                     "title",
                                                     "course",
                                                     "course title",
                                                     "course name",
                                                     "new course",
                                                     "my course",
                                                     "sample course",
                                                     "test course",
                                                     "demo course",
                                                     "course template",
                                                     "project",
                                                     "new project",
                                                     "my project",
                                                     "my first project",
                                                     "module",
                                                     "new module",
                                                     "my module",
                                                     "module title",
                                                     "lesson",
                                                     "new lesson",
                                                     "lesson title",
                                                     "package",
                                                     "scorm",
                                                     "scorm course",
                                                     "scorm package",
                                                     "scorm test",
                                                     "default",
                                                     "default title",
                                                     "default organization",
                                                     "default organisation",
                                                     "organization",
                                                     "organisation",
                                                     "org",
                                                     "b",
                                                     "manifest",
                                                     "presentation",
                                                     "powerpoint presentation",
                                                     "microsoft powerpoint",
                                                     "slide",
                                                     "quiz",
                                                     "my quiz",
                                                     "new quiz",
                                                     "elearning",
                                                     "e learning",
                                                     "e learning course",
                                                     "elearning course",
                                                     "learning object",
                                                     "content",
                                                     "page",
                                                     "index",
                                                     "home",
                                                     "insert title here",
                                                     "enter title here",
                                                     "storyline",
                                                     "rise"};
    static constexpr std::string_view kTools[] = {"articulate",      "articulate storyline",
                                                  "articulate rise", "articulate studio",
                                                  "captivate",       "adobe captivate",
                                                  "ispring",         "ispring suite",
                                                  "exelearning",     "lectora",
                                                  "xerte",           "adapt",
                                                  "adapt learning",  "h5p"};
    std::string bare = zip::fold_case(title);
    for (const std::string_view end : {".pptx", ".ppt", ".story", ".cptx", ".zip", ".html"}) {
        if (bare.size() > end.size() && bare.ends_with(end)) bare.resize(bare.size() - end.size());
    }
    std::replace_if(
        bare.begin(), bare.end(),
        [](char c) {
            return std::string_view("-_.:,;?!*+&()[]<>\"'#/").find(c) != std::string_view::npos;
        },
        ' ');
    const std::size_t end = bare.find_last_not_of("0123456789 ");
    bare = collapse(bare.substr(0, end == std::string::npos ? 0 : end + 1));
    const auto is = [&](std::string_view one) { return bare == one; };
    return bare.empty() || std::any_of(std::begin(kDefaults), std::end(kDefaults), is) ||
           std::any_of(std::begin(kTools), std::end(kTools), is) || bare == zip::fold_case(tool) ||
           (!identifier.empty() && title == identifier);
}

}  // namespace content
