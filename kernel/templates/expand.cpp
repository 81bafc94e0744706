#include "templates/expand.hpp"

#include "tessera/error.hpp"

#include <algorithm>

namespace tessera::kernel {

namespace {

constexpr int kMaxDepth = 16;
constexpr std::size_t kMaxText = 4 * 1024 * 1024;

std::string_view trimmed(std::string_view text) {
    const auto from = text.find_first_not_of(" \t\r\n");
    if (from == std::string_view::npos) return {};
    return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (text.substr(0, prefix.size()) != prefix) return false;
    text.remove_prefix(prefix.size());
    return true;
}

/// The sentence as mustache: words escaped, places as tags.
std::string as_mustache(const Sentence& sentence) {
    std::string text;
    for (const Sentence::Part& part : sentence.parts) {
        text += html_escape(part.text);
        if (!part.place.empty()) text += "{{" + part.place + "}}";
    }
    return text;
}

std::string as_mustache(const Message& message) {
    if (!message.plural) return as_mustache(message.form("other"));
    std::string text, others;
    for (const auto& [category, sentence] : message.forms) {
        if (category == "other") continue;
        const std::string tag = std::string(kPluralTag) + category;
        text += "{{#" + tag + "}}" + as_mustache(sentence) + "{{/" + tag + "}}";
        others += (others.empty() ? "!" : ",") + category;
    }
    const std::string tag = std::string(kPluralTag) + (others.empty() ? "!" : others);
    return text + "{{#" + tag + "}}" + as_mustache(message.form("other")) + "{{/" + tag + "}}";
}

class Expander {
public:
    Expander(std::string_view locale, const ExpandContext& context, bool with_themes)
        : locale_(locale), context_(context), with_themes_(with_themes) {}

    void add(std::string_view name, int depth) {
        const auto found = context_.source.read(name, with_themes_);
        if (!found) refuse(name, "is missing");
        if (depth > kMaxDepth) refuse(name, "includes itself, or partials are nested too deeply");
        std::string_view text = found->text;
        for (;;) {
            const auto open = text.find("{{");
            result_.text += text.substr(0, open);
            if (result_.text.size() > kMaxText) refuse(name, "is too large with its partials");
            if (open == std::string_view::npos) return;
            text.remove_prefix(open);
            const std::string_view tag = next_tag(name, text);
            add_tag(name, tag, depth);
            text.remove_prefix(tag.size());
        }
    }

    Expanded take() { return std::move(result_); }

private:
    [[noreturn]] void refuse(std::string_view name, const std::string& what) const {
        throw Error(ErrorKind::Invalid, "templates.expand",
                    "The template \"" + std::string(name) + "\" " + what + ".");
    }

    /// The tag at the start of the text, with its braces.
    std::string_view next_tag(std::string_view name, std::string_view text) const {
        const std::string_view end = text.substr(0, 3) == "{{{" ? "}}}" : "}}";
        const auto close = text.find(end);
        if (close == std::string_view::npos) {
            refuse(name, "has a tag that is not closed: " + std::string(text.substr(0, 40)));
        }
        return text.substr(0, close + end.size());
    }

    void add_tag(std::string_view name, std::string_view tag, int depth) {
        std::string_view inner = trimmed(tag.substr(2, tag.size() - 4));
        if (take_prefix(inner, "!")) return;
        if (inner.substr(0, 1) == "=")
            refuse(name, "changes the delimiters, which is not supported");
        if (take_prefix(inner, ">")) return add(trimmed(inner), depth + 1);
        if (take_prefix(inner, "t:")) return add_message(name, trimmed(inner));
        if (take_prefix(inner, "static:")) return add_static(name, trimmed(inner));
        std::string_view section = inner;
        if (take_prefix(section, "#") || take_prefix(section, "^")) {
            result_.sections.emplace(trimmed(section));
        }
        result_.text += tag;
    }

    void add_message(std::string_view name, std::string_view key) {
        bool exact = false;
        const Message* message = context_.catalogue.find(locale_, key, &exact);
        if (context_.strict && (!message || !exact)) {
            refuse(name, "uses the text \"" + std::string(key) + "\", which is missing in \"" +
                             std::string(locale_) + "\"");
        }
        result_.text += message ? as_mustache(*message) : "[" + html_escape(key) + "]";
    }

    void add_static(std::string_view name, std::string_view file) {
        const auto url = context_.statics.url(file);
        if (!url)
            refuse(name, "names the static file \"" + std::string(file) + "\", which is missing");
        result_.text += html_escape(*url);
    }

    std::string_view locale_;
    const ExpandContext& context_;
    const bool with_themes_;
    Expanded result_;
};

}  // namespace

std::string html_escape(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '"':
                result += "&quot;";
                break;
            case '\'':
                result += "&#39;";
                break;
            default:
                result += c;
        }
    }
    return result;
}

Expanded expand_template(std::string_view name, std::string_view locale,
                         const ExpandContext& context, bool with_themes) {
    Expander expander(locale, context, with_themes);
    expander.add(name, 0);
    return expander.take();
}

}  // namespace tessera::kernel
