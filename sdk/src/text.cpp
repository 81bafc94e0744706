#include "tessera/text.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <array>
#include <cstdint>
#include <functional>
#include <utility>

namespace tessera::text {

namespace {

/// Below it are the scripts of Europe, which never join letters by an invisible character.
constexpr UChar32 kFirstJoiningScript = 0x0530;
/// From here on are symbols, which variation selectors turn into pictures and back.
constexpr UChar32 kFirstSymbol = 0x2000;

bool is_plain_ascii(std::string_view text) {
    for (const char c : text) {
        if (c < ' ' || c > '~') return false;
    }
    return true;
}

/// The code points of UTF-8 text; false when it is not UTF-8.
bool decode(std::string_view text, std::u32string& points) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto size = static_cast<std::int32_t>(text.size());
    for (std::int32_t i = 0; i < size;) {
        UChar32 c = 0;
        U8_NEXT(bytes, i, size, c);
        if (c < 0) return false;
        points.push_back(static_cast<char32_t>(c));
    }
    return true;
}

void append(std::string& out, UChar32 c) {
    std::array<std::uint8_t, U8_MAX_LENGTH> bytes{};
    std::int32_t size = 0;
    U8_APPEND_UNSAFE(bytes.data(), size, c);
    out.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size));
}

bool ends_line(UChar32 c) {
    return c == '\n' || c == '\r' || c == '\v' || c == '\f' || c == 0x85 || c == 0x2028 ||
           c == 0x2029;
}

/// Unicode's blanks, and the pattern of Braille without a dot, which looks like one.
bool is_blank(UChar32 c) { return c == '\t' || c == 0x2800 || u_charType(c) == U_SPACE_SEPARATOR; }

/// Whether the character at `at` is one that nobody sees.
bool is_unseen(const std::u32string& points, std::size_t at) {
    const auto c = static_cast<UChar32>(points[at]);
    const auto before = at == 0 ? 0 : static_cast<UChar32>(points[at - 1]);
    if (c == 0x200C || c == 0x200D) {
        const auto after = at + 1 < points.size() ? static_cast<UChar32>(points[at + 1]) : 0;
        return before < kFirstJoiningScript || after < kFirstJoiningScript || is_blank(before) ||
               is_blank(after);
    }
    if (c == 0xFE0E || c == 0xFE0F) return before < kFirstSymbol;
    const auto type = u_charType(c);
    return type == U_CONTROL_CHAR || type == U_FORMAT_CHAR ||
           u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

enum class Breaks : std::uint8_t { AreBlanks, Stay };

std::string seen(const std::u32string& points, Breaks breaks) {
    std::string out;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const auto c = static_cast<UChar32>(points[i]);
        if (ends_line(c)) {
            if (c == '\r' && i + 1 < points.size() && points[i + 1] == '\n') continue;
            out += breaks == Breaks::Stay ? '\n' : ' ';
        } else if (is_blank(c)) {
            out += ' ';
        } else if (!is_unseen(points, i)) {
            append(out, c);
        }
    }
    return out;
}

std::string normalised(const icu::Normalizer2* form, std::string_view text) {
    if (form == nullptr) return std::string(text);
    std::string out;
    icu::StringByteSink<std::string> sink(&out);
    UErrorCode error = U_ZERO_ERROR;
    form->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())),
                        sink, nullptr, error);
    return U_SUCCESS(error) != 0 ? out : std::string(text);
}

std::string composed(std::string_view text) {
    UErrorCode error = U_ZERO_ERROR;
    return normalised(icu::Normalizer2::getNFCInstance(error), text);
}

std::string casefolded(std::string_view text) {
    UErrorCode error = U_ZERO_ERROR;
    return normalised(icu::Normalizer2::getNFKCCasefoldInstance(error), text);
}

std::string decomposed(std::string_view text) {
    UErrorCode error = U_ZERO_ERROR;
    return normalised(icu::Normalizer2::getNFKDInstance(error), text);
}

std::string collapsed(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (c != ' ')
            out += c;
        else if (!out.empty() && out.back() != ' ')
            out += ' ';
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::string trimmed(std::string_view text) {
    const auto from = text.find_first_not_of(" \n");
    if (from == std::string_view::npos) return {};
    return std::string(text.substr(from, text.find_last_not_of(" \n") - from + 1));
}

/// Letters with a stroke and the like, which have no decomposition.
constexpr std::array<std::pair<UChar32, std::string_view>, 12> kLetters = {{{0xE6, "ae"},
                                                                            {0xF0, "d"},
                                                                            {0xF8, "o"},
                                                                            {0xFE, "th"},
                                                                            {0x111, "d"},
                                                                            {0x127, "h"},
                                                                            {0x131, "i"},
                                                                            {0x138, "k"},
                                                                            {0x142, "l"},
                                                                            {0x153, "oe"},
                                                                            {0x167, "t"},
                                                                            {0x180, "b"}}};

/// Accents, and no vowel signs of other scripts.
bool is_accent(UChar32 c) {
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x1AB0 && c <= 0x1AFF) ||
           (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0xFE20 && c <= 0xFE2F);
}

bool is_apostrophe(UChar32 c) {
    return c == '\'' || c == '`' || c == 0xB4 || (c >= 0x2B9 && c <= 0x2BF) ||
           (c >= 0x2018 && c <= 0x201B) || c == 0x2032;
}

bool is_dash(UChar32 c) { return u_charType(c) == U_DASH_PUNCTUATION || c == 0x2212; }

}  // namespace

std::string line(std::string_view text) {
    if (is_plain_ascii(text)) return collapsed(text);
    std::u32string points;
    if (!decode(text, points)) return std::string(text);
    return collapsed(composed(seen(points, Breaks::AreBlanks)));
}

std::string lines(std::string_view text) {
    if (is_plain_ascii(text)) return trimmed(text);
    std::u32string points;
    if (!decode(text, points)) return std::string(text);
    return trimmed(composed(seen(points, Breaks::Stay)));
}

std::string key(std::string_view text) {
    // NFKC turns some characters into blanks or lets two meet, hence line() before and after.
    return line(casefolded(line(text)));
}

std::string compact_key(std::string_view text) {
    std::u32string points;
    if (!decode(key(text), points)) return std::string(text);
    std::string out;
    for (const char32_t point : points) {
        const auto c = static_cast<UChar32>(point);
        if (is_blank(c)) continue;
        const std::int32_t digit = u_charDigitValue(c);
        if (digit >= 0 && digit <= 9)
            out += static_cast<char>('0' + digit);
        else if (is_dash(c))
            out += '-';
        else
            append(out, c);
    }
    return out;
}

std::string search_key(std::string_view text) {
    std::u32string points;
    if (!decode(decomposed(key(text)), points)) return std::string(text);
    std::string out;
    for (const char32_t point : points) {
        const auto c = static_cast<UChar32>(point);
        if (is_accent(c) || is_apostrophe(c) || is_dash(c)) continue;
        std::string_view letters;
        for (const auto& [letter, plain] : kLetters) {
            if (letter == c) letters = plain;
        }
        if (letters.empty())
            append(out, c);
        else
            out += letters;
    }
    std::string found = composed(collapsed(out));
    // What has nothing to search by is looked for as it is: it finds nothing, and not everything.
    const bool blank = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
    return found.empty() && !blank ? std::string(text) : found;
}

std::size_t length(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
    return count;
}

std::string like_part(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\') result += '\\';
        result += c;
    }
    return result;
}

}  // namespace tessera::text
