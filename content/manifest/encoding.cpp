#include "manifest/encoding.hpp"

#include "zip/names.hpp"

#include <libxml/HTMLparser.h>
#include <libxml/encoding.h>
#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace content {
namespace {

constexpr std::string_view kUtf8Mark = "\xef\xbb\xbf";

bool starts_with(std::string_view text, std::string_view start) {
    return text.substr(0, start.size()) == start;
}

/// Windows-1252 from 0x80 to 0x9f; the rest of it is Latin-1. Bytes it leaves open are themselves.
constexpr std::array<char16_t, 32> kWindows1252 = {
    0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178};

/// Bytes that Western text hardly ever has: what Windows-1252 leaves open, and þ and ÿ, the marks of
/// UTF-16. They tell of a damaged file.
bool is_doubtful(std::string_view bytes) {
    static constexpr std::string_view kDoubtful = "\x81\x8d\x8f\x90\x9d\xfe\xff";
    return bytes.find_first_of(kDoubtful) != std::string_view::npos;
}

std::string from_windows_1252(std::string_view bytes) {
    std::string text;
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        const char16_t code = value >= 0x80 && value < 0xa0 ? kWindows1252[value - 0x80u] : value;
        if (code < 0x80) {
            text += byte;
            continue;
        }
        if (code < 0x800) {
            text += static_cast<char>(0xc0 | code >> 6);
        } else {
            text += static_cast<char>(0xe0 | code >> 12);
            text += static_cast<char>(0x80 | (code >> 6 & 0x3f));
        }
        text += static_cast<char>(0x80 | (code & 0x3f));
    }
    return text;
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

}  // namespace

Labelled label(std::string bytes, Findings& findings) {
    using namespace std::string_view_literals;
    for (const auto start : {"\xff\xfe"sv, "<\0"sv}) {
        if (starts_with(bytes, start)) return {std::move(bytes), "UTF-16LE"};
    }
    for (const auto start : {"\xfe\xff"sv, "\0<"sv}) {
        if (starts_with(bytes, start)) return {std::move(bytes), "UTF-16BE"};
    }
    const std::string declared = declared_encoding(bytes);
    const bool utf8 = declared.empty() || declared == "utf-8" || declared == "utf8";
    const bool believed = !utf8 && declared.find("utf-16") == std::string::npos &&
                          declared.find("unicode") == std::string::npos && is_known(declared);
    if (believed) return {std::move(bytes), nullptr};
    const bool valid = zip::is_utf8(bytes);
    if (!valid && is_doubtful(bytes)) return {std::move(bytes), nullptr};  // the parser says so
    if (!valid) bytes = from_windows_1252(bytes);
    if (!valid || !utf8) {
        const std::string claim = declared.empty() ? "UTF-8, for want of another label" : declared;
        findings.tolerate("encoding-label", "manifest.encoding-label",
                          "The manifest says that it is written in “" + claim + "” but it is in " +
                              (valid ? "UTF-8" : "Windows-1252") +
                              ". It is read as that. Look whether the titles are right.",
                          "line 1");
    }
    // Parsers refuse a label they don't know, whatever they are told.
    const std::size_t declaration = bytes.find("<?xml"), end = bytes.find("?>");
    if (!utf8 && end != std::string::npos) bytes.erase(declaration, end + 2 - declaration);
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
