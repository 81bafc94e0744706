// Everything of a template that does not depend on a request is done once, when it is loaded:
// partials, words and addresses of static files are put in, and what is left is plain mustache.
#pragma once

#include "i18n/catalogue.hpp"
#include "templates/source.hpp"
#include "templates/statics.hpp"

#include <set>
#include <string>
#include <string_view>

namespace tessera::kernel {

/// What expanding looks into.
struct ExpandContext {
    const TemplateSource& source;
    const Catalogue& catalogue;
    const Statics& statics;
    bool strict = false;  ///< a text missing in the language is an error, not the other language's
};

struct Expanded {
    std::string text;                ///< mustache
    std::set<std::string> sections;  ///< names used as sections: these may be absent in the data
};

/// Expands the template for one language:
///   {{> owner/name}}      the other template, in place
///   {{t:key}}             the text, HTML-escaped; its places become tags of the page's data, its
///                         plural form follows the data's "count"
///   {{static:owner/path}} the address of a static file
/// Throws Error{Invalid} with a sentence naming template and tag.
Expanded expand_template(std::string_view name, std::string_view locale,
                         const ExpandContext& context, bool with_themes = true);

/// A plural choice is a section named by this prefix and the categories it stands for:
/// "plural:one", "plural:!one,two" (every category but these).
inline constexpr std::string_view kPluralTag = "plural:";

std::string html_escape(std::string_view text);

}  // namespace tessera::kernel
