#include "zip/names.hpp"

#include <algorithm>
#include <array>

namespace content::zip {
namespace {

constexpr std::size_t kMaxName = 1'024;

// Code pages from 0x80 on (Unicode's mapping tables CP437.TXT, CP850.TXT, CP1252.TXT). Bytes that
// Windows-1252 leaves open are themselves.
constexpr std::array<char16_t, 128> kCp437 = {
    0x00c7, 0x00fc, 0x00e9, 0x00e2, 0x00e4, 0x00e0, 0x00e5, 0x00e7, 0x00ea, 0x00eb, 0x00e8, 0x00ef,
    0x00ee, 0x00ec, 0x00c4, 0x00c5, 0x00c9, 0x00e6, 0x00c6, 0x00f4, 0x00f6, 0x00f2, 0x00fb, 0x00f9,
    0x00ff, 0x00d6, 0x00dc, 0x00a2, 0x00a3, 0x00a5, 0x20a7, 0x0192, 0x00e1, 0x00ed, 0x00f3, 0x00fa,
    0x00f1, 0x00d1, 0x00aa, 0x00ba, 0x00bf, 0x2310, 0x00ac, 0x00bd, 0x00bc, 0x00a1, 0x00ab, 0x00bb,
    0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x2561, 0x2562, 0x2556, 0x2555, 0x2563, 0x2551, 0x2557,
    0x255d, 0x255c, 0x255b, 0x2510, 0x2514, 0x2534, 0x252c, 0x251c, 0x2500, 0x253c, 0x255e, 0x255f,
    0x255a, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256c, 0x2567, 0x2568, 0x2564, 0x2565, 0x2559,
    0x2558, 0x2552, 0x2553, 0x256b, 0x256a, 0x2518, 0x250c, 0x2588, 0x2584, 0x258c, 0x2590, 0x2580,
    0x03b1, 0x00df, 0x0393, 0x03c0, 0x03a3, 0x03c3, 0x00b5, 0x03c4, 0x03a6, 0x0398, 0x03a9, 0x03b4,
    0x221e, 0x03c6, 0x03b5, 0x2229, 0x2261, 0x00b1, 0x2265, 0x2264, 0x2320, 0x2321, 0x00f7, 0x2248,
    0x00b0, 0x2219, 0x00b7, 0x221a, 0x207f, 0x00b2, 0x25a0, 0x00a0};
constexpr std::array<char16_t, 128> kCp850 = {
    0x00c7, 0x00fc, 0x00e9, 0x00e2, 0x00e4, 0x00e0, 0x00e5, 0x00e7, 0x00ea, 0x00eb, 0x00e8, 0x00ef,
    0x00ee, 0x00ec, 0x00c4, 0x00c5, 0x00c9, 0x00e6, 0x00c6, 0x00f4, 0x00f6, 0x00f2, 0x00fb, 0x00f9,
    0x00ff, 0x00d6, 0x00dc, 0x00f8, 0x00a3, 0x00d8, 0x00d7, 0x0192, 0x00e1, 0x00ed, 0x00f3, 0x00fa,
    0x00f1, 0x00d1, 0x00aa, 0x00ba, 0x00bf, 0x00ae, 0x00ac, 0x00bd, 0x00bc, 0x00a1, 0x00ab, 0x00bb,
    0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x00c1, 0x00c2, 0x00c0, 0x00a9, 0x2563, 0x2551, 0x2557,
    0x255d, 0x00a2, 0x00a5, 0x2510, 0x2514, 0x2534, 0x252c, 0x251c, 0x2500, 0x253c, 0x00e3, 0x00c3,
    0x255a, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256c, 0x00a4, 0x00f0, 0x00d0, 0x00ca, 0x00cb,
    0x00c8, 0x0131, 0x00cd, 0x00ce, 0x00cf, 0x2518, 0x250c, 0x2588, 0x2584, 0x00a6, 0x00cc, 0x2580,
    0x00d3, 0x00df, 0x00d4, 0x00d2, 0x00f5, 0x00d5, 0x00b5, 0x00fe, 0x00de, 0x00da, 0x00db, 0x00d9,
    0x00fd, 0x00dd, 0x00af, 0x00b4, 0x00ad, 0x00b1, 0x2017, 0x00be, 0x00b6, 0x00a7, 0x00f7, 0x00b8,
    0x00b0, 0x00a8, 0x00b7, 0x00b9, 0x00b3, 0x00b2, 0x25a0, 0x00a0};
constexpr std::array<char16_t, 128> kWindows1252 = {
    0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
    0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178, 0x00a0, 0x00a1, 0x00a2, 0x00a3,
    0x00a4, 0x00a5, 0x00a6, 0x00a7, 0x00a8, 0x00a9, 0x00aa, 0x00ab, 0x00ac, 0x00ad, 0x00ae, 0x00af,
    0x00b0, 0x00b1, 0x00b2, 0x00b3, 0x00b4, 0x00b5, 0x00b6, 0x00b7, 0x00b8, 0x00b9, 0x00ba, 0x00bb,
    0x00bc, 0x00bd, 0x00be, 0x00bf, 0x00c0, 0x00c1, 0x00c2, 0x00c3, 0x00c4, 0x00c5, 0x00c6, 0x00c7,
    0x00c8, 0x00c9, 0x00ca, 0x00cb, 0x00cc, 0x00cd, 0x00ce, 0x00cf, 0x00d0, 0x00d1, 0x00d2, 0x00d3,
    0x00d4, 0x00d5, 0x00d6, 0x00d7, 0x00d8, 0x00d9, 0x00da, 0x00db, 0x00dc, 0x00dd, 0x00de, 0x00df,
    0x00e0, 0x00e1, 0x00e2, 0x00e3, 0x00e4, 0x00e5, 0x00e6, 0x00e7, 0x00e8, 0x00e9, 0x00ea, 0x00eb,
    0x00ec, 0x00ed, 0x00ee, 0x00ef, 0x00f0, 0x00f1, 0x00f2, 0x00f3, 0x00f4, 0x00f5, 0x00f6, 0x00f7,
    0x00f8, 0x00f9, 0x00fa, 0x00fb, 0x00fc, 0x00fd, 0x00fe, 0x00ff};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

void raise(NameFault& fault, NameFault to) {
    if (fault == NameFault::None) fault = to;
}

/// Length of the well-formed UTF-8 sequence at the start of `bytes`, 0 when there is none.
std::size_t sequence_length(std::string_view bytes) {
    const auto at = [&bytes](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    const unsigned char lead = at(0);
    if (lead < 0x80) return 1;
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || bytes.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((at(i) & 0xc0) != 0x80) return 0;
    }
    const bool overlong = (lead == 0xe0 && at(1) < 0xa0) || (lead == 0xf0 && at(1) < 0x90);
    const bool surrogate = lead == 0xed && at(1) >= 0xa0;
    const bool too_big = lead == 0xf4 && at(1) >= 0x90;
    return overlong || surrogate || too_big ? 0 : length;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
    while (!bytes.empty()) {
        const std::size_t length = sequence_length(bytes);
        if (length == 0) return false;
        bytes.remove_prefix(length);
    }
    return true;
}

namespace {
const std::array<char16_t, 128>& table_of(CodePage page) {
    switch (page) {
        case CodePage::Cp850:
            return kCp850;
        case CodePage::Windows1252:
            return kWindows1252;
        case CodePage::Cp437:
            break;
    }
    return kCp437;
}
}  // namespace

std::string from_code_page(std::string_view bytes, CodePage page) {
    const std::array<char16_t, 128>& table = table_of(page);
    std::string text;
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        if (value < 0x80) {
            text += byte;
            continue;
        }
        const char16_t code = table[value - 0x80u];
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

namespace {
enum class Sort { Sign, Lower, Upper };

Sort sort_of(char16_t code) {
    if (code < 0x80) {
        if (code >= 'a' && code <= 'z') return Sort::Lower;
        return code >= 'A' && code <= 'Z' ? Sort::Upper : Sort::Sign;
    }
    if (code == 0xd7 || code == 0xf7 || code < 0xc0 || code >= 0x180) return Sort::Sign;
    if (code < 0x100) return code < 0xdf ? Sort::Upper : Sort::Lower;
    return code % 2 == 0 ? Sort::Upper : Sort::Lower;
}
}  // namespace

int likely_letters(std::string_view bytes, CodePage page) {
    const std::array<char16_t, 128>& table = table_of(page);
    const auto sort_at = [&](std::size_t i) {
        if (i >= bytes.size()) return Sort::Sign;
        const auto value = static_cast<unsigned char>(bytes[i]);
        return sort_of(value < 0x80 ? value : table[value - 0x80u]);
    };
    int result = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (static_cast<unsigned char>(bytes[i]) < 0x80) continue;
        const Sort here = sort_at(i);
        const bool odd = (here == Sort::Upper && i > 0 && sort_at(i - 1) == Sort::Lower) ||
                         (here == Sort::Lower && sort_at(i + 1) == Sort::Upper);
        result += here == Sort::Sign ? -1 : odd ? 0 : 1;
    }
    return result;
}

std::string_view code_page_name(CodePage page) {
    switch (page) {
        case CodePage::Cp850:
            return "code page 850";
        case CodePage::Windows1252:
            return "Windows-1252";
        case CodePage::Cp437:
            break;
    }
    return "code page 437";
}

std::string fold_case(std::string_view name) {
    std::string folded(name);
    for (char& c : folded) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return folded;
}

SafeName safe_name(std::string_view raw, bool utf8, CodePage page) {
    SafeName result;
    std::string name(raw);
    if (!is_utf8(raw)) {
        if (utf8) result.fault = NameFault::NotUtf8;
        name = from_code_page(raw, page);
        result.from_code_page = !utf8;
    }
    for (char& c : name) {
        if (c == '\\') {
            c = '/';
            result.had_backslash = true;
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            c = '?';  // so that the name can be shown
            raise(result.fault, NameFault::BadCharacter);
        }
    }
    if (name.size() > kMaxName) {
        raise(result.fault, NameFault::TooLong);
        name.resize(kMaxName);
        while (!is_utf8(name)) name.pop_back();
    }
    const bool drive = name.size() >= 2 && name[1] == ':' && is_letter(name[0]);
    if (drive || name.substr(0, 1) == "/") raise(result.fault, NameFault::Absolute);

    std::string_view rest = name;
    while (!rest.empty()) {
        const std::size_t slash = rest.find('/');
        const std::string_view segment = rest.substr(0, slash);
        if (segment == "..") raise(result.fault, NameFault::Climbs);
        if (!segment.empty() && segment != ".") {
            result.name += segment;
            if (slash != std::string_view::npos) result.name += '/';
            ++result.depth;
        }
        if (slash == std::string_view::npos) break;
        rest.remove_prefix(slash + 1);
    }
    // "./" is a folder too: the root, which has no name of its own.
    const bool folder = !name.empty() && (name.back() == '/' || name == ".");
    if (result.name.empty()) {
        if (folder)
            result.name = '/';
        else
            raise(result.fault, NameFault::Empty);
    }
    if (result.fault != NameFault::None) result.name = name;
    return result;
}

}  // namespace content::zip
