#include "names.hpp"

#include <array>
#include <cstdint>
#include <utility>

namespace tessera::people {

namespace {

/// Base letters of U+00C0 to U+017F in order; '?' where there is none (× and ÷), and digraphs
/// below.
constexpr std::string_view kBase =
    "aaaaaa?ceeeeiiiidnooooo?ouuuuy??aaaaaa?ceeeeiiiidnooooo?ouuuuy?y"      // U+00C0..U+00FF
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkkklllllllllln"  // U+0100..U+0143
    "nnnnnnnnoooooo??rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";         // U+0144..U+017F
static_assert(kBase.size() == 0x180 - 0xC0);

constexpr std::array<std::pair<std::uint32_t, std::string_view>, 9> kPairs = {{
    {0xC6, "ae"},
    {0xE6, "ae"},
    {0xDE, "th"},
    {0xFE, "th"},
    {0xDF, "ss"},
    {0x132, "ij"},
    {0x133, "ij"},
    {0x152, "oe"},
    {0x153, "oe"},
}};

/// The letter of a two-byte UTF-8 sequence, folded; empty when it is not in the tables.
std::string_view folded(std::uint32_t code) {
    for (const auto& [letter, text] : kPairs) {
        if (letter == code) return text;
    }
    if (code < 0xC0 || code >= 0x180) return {};
    const std::string_view base = kBase.substr(code - 0xC0, 1);
    return base == "?" ? std::string_view() : base;
}

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// The first character, whole.
std::string_view first_character(std::string_view text) {
    if (text.empty()) return {};
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80) ++size;
    return text.substr(0, size);
}

}  // namespace

std::string tidy(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (!is_space(c)) {
            result += c;
        } else if (!result.empty() && result.back() != ' ') {
            result += ' ';
        }
    }
    if (!result.empty() && result.back() == ' ') result.pop_back();
    return result;
}

std::string fold(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte >= 'A' && byte <= 'Z') {
            result += static_cast<char>(byte - 'A' + 'a');
        } else if (byte == '\'' || byte == '-') {
            continue;
        } else if ((byte & 0xE0U) == 0xC0 && i + 1 < text.size()) {
            const auto next = static_cast<unsigned char>(text[i + 1]);
            const std::string_view letter = folded((byte & 0x1FU) << 6U | (next & 0x3FU));
            result += letter.empty() ? text.substr(i, 2) : letter;
            ++i;
        } else if (text.substr(i, 3) == "\u2019") {
            i += 2;
        } else {
            result += text[i];
        }
    }
    return result;
}

std::string sort_name(std::string_view given, std::string_view family) {
    // A space sorts before every letter, so that "Ann Li" comes before "Ann Lima".
    return fold(family) + " " + fold(given);
}

std::string initials(std::string_view given, std::string_view family) {
    std::string result;
    for (const std::string_view name : {given, family}) {
        const std::string_view letter = first_character(name);
        if (letter.size() == 1 && letter[0] >= 'a' && letter[0] <= 'z') {
            result += static_cast<char>(letter[0] - 'a' + 'A');
        } else {
            result += letter;
        }
    }
    return result;
}

std::size_t length(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
    return count;
}

std::string like_pattern(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') result += '\\';
        result += c;
    }
    return result;
}

}  // namespace tessera::people
