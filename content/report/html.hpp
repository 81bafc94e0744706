// A web page as a browser's reader sees it, as far as looking for what it loads needs it: tags,
// text, scripts. Forgiving, and linear in the length of the page.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace content {

struct Tag {
    std::string name;  ///< lower case; "/body" for the end
    std::vector<std::pair<std::string, std::string>> attributes;  ///< names in lower case

    /// The first value of an attribute, entities decoded, blanks around it removed; empty when it is
    /// not there.
    std::string value(std::string_view attribute) const;
};

struct HtmlSink {
    std::function<void(const Tag&)> tag;
    std::function<void(std::string_view)> text;    ///< between tags, as written
    std::function<void(std::string_view)> script;  ///< inside <script>
    std::function<void(std::string_view)> style;   ///< inside <style>
};

/// Comments, and what is inside <noscript> and <template>, are left out.
void read_html(std::string_view page, const HtmlSink& sink);

/// "&amp;", "&lt;", "&#228;" … as UTF-8; names that are not of XML stay as they are.
std::string decode_entities(std::string_view text);

/// What the page calls itself, in UTF-8 with single blanks; empty when it says nothing.
std::string page_title(std::string_view page);

}  // namespace content
