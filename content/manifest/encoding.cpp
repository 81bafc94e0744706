#include "manifest/encoding.hpp"

#include "zip/names.hpp"

#include <libxml/HTMLparser.h>
#include <libxml/encoding.h>
#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

namespace content {
namespace {

constexpr std::string_view kUtf8Mark = "\xef\xbb\xbf";

bool starts_with(std::string_view text, std::string_view start) {
    return text.substr(0, start.size()) == start;
}

/// Bytes that Western text hardly ever has: what Windows-1252 leaves open, and þ and ÿ, the marks of
/// UTF-16. They tell of a damaged file.
bool is_doubtful(std::string_view bytes) {
    static constexpr std::string_view kDoubtful = "\x81\x8d\x8f\x90\x9d\xfe\xff";
    return bytes.find_first_of(kDoubtful) != std::string_view::npos;
}

/// What the XML declaration says, in lower case; empty when it says nothing.
std::string declared_encoding(std::string_view bytes) {
    if (starts_with(bytes, kUtf8Mark)) bytes.remove_prefix(kUtf8Mark.size());
    const std::size_t declaration = bytes.substr(0, 200).find("<?xml");
    if (declaration == std::string_view::npos) return {};
    const std::string folded =
        zip::fold_case(bytes.substr(declaration, std::min<std::size_t>(bytes.find("?>"), 200)));
    const std::size_t at = folded.find("encoding");
    const std::size_t open = folded.find_first_of("\"'", at);
    if (at == std::string::npos || open == std::string::npos) return {};
    const std::size_t close = folded.find(folded[open], open + 1);
    return close == std::string::npos ? std::string() : folded.substr(open + 1, close - open - 1);
}

bool is_known(const std::string& encoding) {
    xmlCharEncodingHandlerPtr handler = xmlFindCharEncodingHandler(encoding.c_str());
    if (!handler) return false;
    xmlCharEncCloseFunc(handler);
    return true;
}

/// The length of "&amp;", "&#12;" or "&#x1f;" at the start; 0 when it is none.
std::size_t xml_entity(std::string_view text) {
    constexpr std::size_t kMost = 10;
    const std::size_t end = text.substr(0, kMost).find(';');
    if (end == std::string_view::npos) return 0;
    const std::string_view name = text.substr(1, end - 1);
    for (const std::string_view known : {"amp", "lt", "gt", "quot", "apos"}) {
        if (name == known) return end + 1;
    }
    const bool hex = starts_with(name, "#x");
    const std::string_view digits = name.substr(std::min<std::size_t>(name.size(), hex ? 2 : 1));
    const char* const allowed = hex ? "0123456789abcdefABCDEF" : "0123456789";
    const bool number = starts_with(name, "#") && !digits.empty() &&
                        digits.find_first_not_of(allowed) == std::string_view::npos;
    return number ? end + 1 : 0;
}

/// What to write for the "&" at the start, and how much of the text that stands for.
std::pair<std::string, std::size_t> ampersand(std::string_view text) {
    constexpr std::size_t kMost = 10;  // "&thetasym;"
    if (const std::size_t length = xml_entity(text))
        return {std::string(text.substr(0, length)), length};
    const std::size_t end = text.substr(0, kMost).find(';');
    if (end != std::string_view::npos) {
        const std::string name(text.substr(1, end - 1));
        const htmlEntityDesc* html =
            htmlEntityLookup(reinterpret_cast<const xmlChar*>(name.c_str()));
        if (html) return {"&#" + std::to_string(html->value) + ";", end + 1};
    }
    return {"&amp;", 1};
}

/// Where a comment or CDATA section that begins here ends; 0 when none begins.
std::size_t verbatim(std::string_view text) {
    struct Kind {
        std::string_view open, close;
    };
    for (const Kind kind : {Kind{"<!--", "-->"}, Kind{"<![CDATA[", "]]>"}}) {
        if (!starts_with(text, kind.open)) continue;
        const std::size_t close = text.find(kind.close, kind.open.size());
        return close == std::string_view::npos ? text.size() : close + kind.close.size();
    }
    return 0;
}

bool is_control(char c) {
    const auto value = static_cast<unsigned char>(c);
    return value < 0x20 && c != '\t' && c != '\n' && c != '\r';
}

/// Takes the XML declaration away: parsers refuse a label that isn't so, whatever they are told.
void drop_declaration(std::string& bytes) {
    const std::size_t declaration = bytes.find("<?xml"), end = bytes.find("?>");
    if (declaration == std::string::npos || end == std::string::npos || declaration > end) return;
    // The lines after it keep their numbers.
    const auto from = bytes.begin() + static_cast<std::ptrdiff_t>(declaration);
    const auto to = bytes.begin() + static_cast<std::ptrdiff_t>(end) + 2;
    const std::string lines(static_cast<std::size_t>(std::count(from, to, '\n')), '\n');
    bytes.replace(declaration, end + 2 - declaration, lines);
}

/// The bytes in UTF-8, or nothing when some don't belong to the encoding.
Labelled converted(const std::string& bytes, const char* encoding) {
    xmlCharEncodingHandlerPtr handler = xmlFindCharEncodingHandler(encoding);
    if (!handler) return {{}, nullptr, true};
    using Buffer = std::unique_ptr<xmlBuffer, void (*)(xmlBufferPtr)>;
    const Buffer in(xmlBufferCreateSize(bytes.size() + 4), xmlBufferFree);
    const Buffer out(xmlBufferCreate(), xmlBufferFree);
    xmlBufferAdd(in.get(), reinterpret_cast<const xmlChar*>(bytes.data()),
                 static_cast<int>(bytes.size()));
    int taken = 0;
    do taken = xmlCharEncInFunc(handler, out.get(), in.get());
    while (taken > 0 && xmlBufferLength(in.get()) > 0);
    const bool whole = taken >= 0 && xmlBufferLength(in.get()) == 0;
    std::string text(reinterpret_cast<const char*>(xmlBufferContent(out.get())),
                     static_cast<std::size_t>(xmlBufferLength(out.get())));
    xmlCharEncCloseFunc(handler);
    if (!whole || !zip::is_utf8(text)) return {{}, nullptr, true};
    drop_declaration(text);
    return {std::move(text), "UTF-8", false};
}

}  // namespace

std::size_t crowded_line(std::string_view text, std::size_t most) {
    const std::string_view whole = text;
    const auto line_of = [&](std::string_view rest) {
        const std::string_view before = whole.substr(0, whole.size() - rest.size());
        return static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
    };
    while (true) {
        text.remove_prefix(std::min(text.find('<'), text.size()));
        if (text.empty()) return 0;
        if (const std::size_t skipped = verbatim(text)) {
            text.remove_prefix(skipped);
            continue;
        }
        const std::string_view tag = text;
        std::size_t attributes = 0, at = 1;
        for (char quote = 0; at < text.size(); ++at) {
            const char c = text[at];
            if (c == '<') break;  // of another tag, whatever was open: the parser sees it so too
            if (quote != 0) {
                if (c == quote) quote = 0;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '=') {
                if (++attributes > most) return line_of(tag);
            } else if (c == '>') {
                break;
            }
        }
        text.remove_prefix(std::min(at, text.size()));
    }
}

Labelled label(std::string bytes, Findings& findings) {
    using namespace std::string_view_literals;
    for (const auto start : {"\xff\xfe"sv, "<\0"sv}) {
        if (starts_with(bytes, start)) return converted(bytes, "UTF-16LE");
    }
    for (const auto start : {"\xfe\xff"sv, "\0<"sv}) {
        if (starts_with(bytes, start)) return converted(bytes, "UTF-16BE");
    }
    const std::string declared = declared_encoding(bytes);
    const bool utf8 = declared.empty() || declared == "utf-8" || declared == "utf8";
    const bool believed = !utf8 && declared.find("utf-16") == std::string::npos &&
                          declared.find("unicode") == std::string::npos && is_known(declared);
    if (believed) return converted(bytes, declared.c_str());
    const bool valid = zip::is_utf8(bytes);
    if (!valid && is_doubtful(bytes)) return {std::move(bytes), nullptr};  // the parser says so
    if (!valid) bytes = zip::from_code_page(bytes, zip::CodePage::Windows1252);
    if (!valid || !utf8) {
        const std::string claim = declared.empty() ? "UTF-8, for want of another label" : declared;
        findings.tolerate("encoding-label", "manifest.encoding-label",
                          "The manifest says that it is written in “" + claim + "” but it is in " +
                              (valid ? "UTF-8" : "Windows-1252") +
                              ". It is read as that. Look whether the titles are right.",
                          "line 1");
    }
    if (!utf8) drop_declaration(bytes);
    return {std::move(bytes), "UTF-8"};
}

std::optional<std::string> repaired(const std::string& bytes) {
    std::string_view rest = bytes;
    if (starts_with(rest, kUtf8Mark)) rest.remove_prefix(kUtf8Mark.size());
    const std::size_t first = rest.find('<'), last = rest.rfind('>');
    if (first == std::string_view::npos || last == std::string_view::npos) return {};
    const std::string_view before = rest.substr(0, first);
    // Words in front are no slip: whatever this is, it is no manifest.
    if (before.find_first_not_of(std::string_view(" \t\r\n\0", 5)) != std::string_view::npos)
        return {};
    rest = rest.substr(first, last + 1 - first);

    std::string out;
    out.reserve(bytes.size());
    while (!rest.empty()) {
        std::size_t taken = verbatim(rest);
        if (taken > 0) {
            out += rest.substr(0, taken);
        } else if (rest[0] == '&') {
            const auto [text, length] = ampersand(rest);
            out += text;
            taken = length;
        } else {
            if (!is_control(rest[0])) out += rest[0];
            taken = 1;
        }
        rest.remove_prefix(taken);
    }
    if (out == bytes) return {};
    return out;
}

}  // namespace content
