#include "content_types.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tessera::elearning {

namespace {

using Type = std::pair<std::string_view, std::string_view>;

/// Sorted by extension.
constexpr std::array kTypes{
    Type{"aac", "audio/aac"},
    Type{"avif", "image/avif"},
    Type{"bmp", "image/bmp"},
    Type{"css", "text/css"},
    Type{"csv", "text/csv"},
    Type{"dtd", "application/xml-dtd"},
    Type{"eot", "application/vnd.ms-fontobject"},
    Type{"flac", "audio/flac"},
    Type{"gif", "image/gif"},
    Type{"htm", "text/html"},
    Type{"html", "text/html"},
    Type{"ico", "image/x-icon"},
    Type{"jpeg", "image/jpeg"},
    Type{"jpg", "image/jpeg"},
    Type{"js", "text/javascript"},
    Type{"json", "application/json"},
    Type{"m4a", "audio/mp4"},
    Type{"m4v", "video/mp4"},
    Type{"map", "application/json"},
    Type{"mjs", "text/javascript"},
    Type{"mov", "video/quicktime"},
    Type{"mp3", "audio/mpeg"},
    Type{"mp4", "video/mp4"},
    Type{"mpeg", "video/mpeg"},
    Type{"mpg", "video/mpeg"},
    Type{"oga", "audio/ogg"},
    Type{"ogg", "audio/ogg"},
    Type{"ogv", "video/ogg"},
    Type{"otf", "font/otf"},
    Type{"pdf", "application/pdf"},
    Type{"png", "image/png"},
    Type{"srt", "text/plain"},
    Type{"svg", "image/svg+xml"},
    Type{"swf", "application/x-shockwave-flash"},
    Type{"ttf", "font/ttf"},
    Type{"txt", "text/plain"},
    Type{"vtt", "text/vtt"},
    Type{"wasm", "application/wasm"},
    Type{"wav", "audio/wav"},
    Type{"webm", "video/webm"},
    Type{"webmanifest", "application/manifest+json"},
    Type{"webp", "image/webp"},
    Type{"woff", "font/woff"},
    Type{"woff2", "font/woff2"},
    Type{"xhtml", "application/xhtml+xml"},
    Type{"xml", "text/xml"},
    Type{"xsd", "text/xml"},
    Type{"xsl", "text/xml"},
};

constexpr std::size_t kLongestExtension = 11;
/// How far browsers look for a declaration (HTML, 13.2.3.2).
constexpr std::size_t kDeclarationWithin = 1024;

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

/// The length of the UTF-8 character that begins here, 0 when there is none.
std::size_t character_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80) return 0;
    }
    // Overlong forms, surrogates and what lies beyond U+10FFFF.
    const bool bad = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F) ||
                     (first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F);
    return bad ? 0 : length;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = character_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

bool declares_encoding(std::string_view type, std::string_view bytes) {
    if (bytes.substr(0, 3) == "\xEF\xBB\xBF" || bytes.substr(0, 2) == "\xFF\xFE" ||
        bytes.substr(0, 2) == "\xFE\xFF")
        return true;
    const std::string head = lower(bytes.substr(0, kDeclarationWithin));
    if (type == "text/html") return head.find("charset") != std::string::npos;
    if (type == "text/css") return head.compare(0, 8, "@charset") == 0;
    // XML without a declaration is UTF-8 by its own rules.
    return type == "text/xml";
}

}  // namespace

std::string_view media_type(std::string_view name) {
    constexpr std::string_view kUnknown = "application/octet-stream";
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos || name.size() - dot - 1 > kLongestExtension) return kUnknown;
    const std::string extension = lower(name.substr(dot + 1));
    const auto found =
        std::lower_bound(kTypes.begin(), kTypes.end(), extension,
                         [](const Type& type, const std::string& e) { return type.first < e; });
    return found != kTypes.end() && found->first == extension ? found->second : kUnknown;
}

bool may_need_charset(std::string_view type) {
    return type == "text/html" || type == "text/css" || type == "text/javascript" ||
           type == "text/plain" || type == "text/csv";
}

bool needs_utf8(std::string_view type, std::string_view bytes) {
    return may_need_charset(type) && !declares_encoding(type, bytes) && is_utf8(bytes);
}

}  // namespace tessera::elearning
