#include "report/html.hpp"

#include "manifest/text.hpp"
#include "zip/names.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace content {
namespace {

constexpr std::size_t kMostAttributes = 100;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

void skip(std::string_view& text, std::size_t count) {
    text.remove_prefix(std::min(count, text.size()));
}

void skip_blanks(std::string_view& text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
}

/// Takes what stands before the first of `ends`.
std::string_view take_until(std::string_view& text, std::string_view ends) {
    const std::string_view taken = text.substr(0, text.find_first_of(ends));
    text.remove_prefix(taken.size());
    return taken;
}

std::string take_value(std::string_view& text) {
    skip(text, 1);  // "="
    skip_blanks(text);
    if (text.empty()) return {};
    const char quote = text.front();
    if (quote != '"' && quote != '\'') return std::string(take_until(text, " \t\n\r\f>"));
    skip(text, 1);
    std::string value(take_until(text, std::string_view(&quote, 1)));
    skip(text, 1);
    return value;
}

/// Takes a tag off the front, which is a "<" with a letter or a slash behind it.
Tag take_tag(std::string_view& text) {
    Tag tag;
    skip(text, 1);
    tag.name = zip::fold_case(take_until(text, " \t\n\r\f>"));
    if (tag.name.size() > 1 && tag.name.back() == '/') tag.name.pop_back();
    while (true) {
        while (!text.empty() && (is_blank(text.front()) || text.front() == '/')) skip(text, 1);
        if (text.empty() || text.front() == '>') break;
        std::string name = zip::fold_case(take_until(text, " \t\n\r\f>=/"));
        if (name.empty() && text.front() == '=') skip(text, 1);
        skip_blanks(text);
        std::string value;
        if (!text.empty() && text.front() == '=') value = take_value(text);
        if (tag.attributes.size() < kMostAttributes)
            tag.attributes.emplace_back(std::move(name), std::move(value));
    }
    skip(text, 1);
    return tag;
}

/// Takes what stands before the end tag of an element whose inside is no HTML.
std::string_view take_raw(std::string_view& text, std::string_view element) {
    for (std::size_t at = text.find("</"); at != std::string_view::npos;
         at = text.find("</", at + 2)) {
        if (!same(text.substr(at + 2, element.size()), element)) continue;
        const std::string_view taken = text.substr(0, at);
        text.remove_prefix(at);
        return taken;
    }
    const std::string_view taken = text;
    text = {};
    return taken;
}

void put_utf8(std::string& out, std::uint32_t code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
        return;
    }
    const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static constexpr unsigned char kLeads[] = {0, 0xc0, 0xe0, 0xf0};
    out += static_cast<char>(kLeads[more] | code >> 6 * more);
    for (int i = more - 1; i >= 0; --i) out += static_cast<char>(0x80 | (code >> 6 * i & 0x3f));
}

/// The sign that an entity's name stands for; 0 when it is not known.
std::uint32_t entity(std::string_view name) {
    if (name == "amp") return '&';
    if (name == "lt") return '<';
    if (name == "gt") return '>';
    if (name == "quot") return '"';
    if (name == "apos") return '\'';
    if (name == "nbsp") return ' ';
    if (name.substr(0, 1) != "#") return 0;
    name.remove_prefix(1);
    const bool hex = name.substr(0, 1) == "x" || name.substr(0, 1) == "X";
    if (hex) name.remove_prefix(1);
    std::uint32_t code = 0;
    const auto [end, error] =
        std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
    const bool good = error == std::errc() && end == name.data() + name.size() && code >= 0x20 &&
                      code < 0x110000 && !(code >= 0xd800 && code < 0xe000);
    return good ? code : 0;
}

}  // namespace

std::string Tag::value(std::string_view attribute) const {
    for (const auto& [key, text] : attributes) {
        if (key == attribute) return std::string(trim(decode_entities(text)));
    }
    return {};
}

void read_html(std::string_view page, const HtmlSink& sink) {
    const auto tell = [](const auto& to, const auto& what) {
        if (to) to(what);
    };
    while (!page.empty()) {
        const std::string_view text = page.substr(0, page.find('<'));
        if (!text.empty()) tell(sink.text, text);
        page.remove_prefix(text.size());
        if (page.substr(0, 4) == "<!--") {
            const std::size_t end = page.find("-->", 4);
            skip(page, end == std::string_view::npos ? page.size() : end + 3);
            continue;
        }
        const char next = page.size() > 1 ? page[1] : ' ';
        if (next == '!' || next == '?') {
            take_until(page, ">");
            continue;
        }
        if (!is_letter(next) && next != '/') {
            if (!page.empty()) tell(sink.text, page.substr(0, 1));
            skip(page, 1);
            continue;
        }
        const Tag tag = take_tag(page);
        tell(sink.tag, tag);
        if (tag.name == "script")
            tell(sink.script, take_raw(page, "script"));
        else if (tag.name == "style")
            tell(sink.style, take_raw(page, "style"));
        else if (tag.name == "noscript" || tag.name == "template" || tag.name == "textarea")
            take_raw(page, tag.name);
    }
}

std::string decode_entities(std::string_view text) {
    constexpr std::size_t kMost = 10;
    std::string out;
    while (!text.empty()) {
        const std::size_t end =
            text[0] == '&' ? text.substr(0, kMost).find(';') : std::string::npos;
        const std::uint32_t code =
            end == std::string_view::npos ? 0 : entity(text.substr(1, end - 1));
        if (code != 0)
            put_utf8(out, code);
        else
            out += text[0];
        text.remove_prefix(code != 0 ? end + 1 : 1);
    }
    return out;
}

std::string page_title(std::string_view page) {
    constexpr std::size_t kHead = 64 << 10;
    std::string title;
    bool inside = false, done = false;
    HtmlSink sink;
    sink.tag = [&](const Tag& tag) {
        if (tag.name == "title" && !done) inside = true;
        if (tag.name == "/title" && inside) {
            inside = false;
            done = true;
        }
    };
    sink.text = [&](std::string_view text) {
        if (inside) title += text;
    };
    read_html(page.substr(0, kHead), sink);
    if (!zip::is_utf8(title)) title = zip::from_code_page(title, zip::CodePage::Windows1252);
    return collapse(decode_entities(title));
}

}  // namespace content
