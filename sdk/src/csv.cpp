#include "tessera/csv.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace tessera {

namespace {

struct Range {
    std::uint32_t first, last;
};

/// What spreadsheets trim or don't show: control characters and blanks, joiners, marks of
/// direction, fillers (Unicode: White_Space and Default_Ignorable_Code_Point).
constexpr Range kUnseen[] = {
    {0x00, 0x20},       {0x7F, 0xA0},      {0xAD, 0xAD},     {0x34F, 0x34F},   {0x61C, 0x61C},
    {0x115F, 0x1160},   {0x1680, 0x1680},  {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x2000, 0x200F},
    {0x2028, 0x202F},   {0x205F, 0x206F},  {0x2800, 0x2800}, {0x3000, 0x3000}, {0x3164, 0x3164},
    {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},  {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}};

/// The signs a formula begins with, their small (U+FE6x) and full-width (U+FFxx) forms, and the
/// minus signs that input methods make.
constexpr std::uint32_t kSigns[] = {'=',    '+',    '-',    '@',    0x2212, 0xFE62, 0xFE63,
                                    0xFE66, 0xFE6B, 0xFF0B, 0xFF0D, 0xFF1D, 0xFF20};

/// The character at the start, and how many bytes it has. A broken one is one byte of its own.
struct First {
    std::uint32_t character;
    std::size_t bytes;
};

First first_of(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (length == 1) return {lead < 0x80 ? lead : 0xFFFDu, 1};
    if (length > text.size()) return {0xFFFD, 1};
    std::uint32_t character = lead & (0xFFu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80) return {0xFFFD, 1};
        character = character << 6 | (byte(i) & 0x3Fu);
    }
    return {character, length};
}

bool looks_like_a_formula(std::string_view text) {
    if (!text.empty() && std::string_view("\t\r\n").find(text.front()) != std::string_view::npos)
        return true;
    while (!text.empty()) {
        const First first = first_of(text);
        const std::uint32_t c = first.character;
        const bool unseen =
            std::any_of(std::begin(kUnseen), std::end(kUnseen),
                        [c](const Range& range) { return c >= range.first && c <= range.last; });
        if (!unseen) return std::find(std::begin(kSigns), std::end(kSigns), c) != std::end(kSigns);
        text.remove_prefix(first.bytes);
    }
    return false;
}

}  // namespace

std::string csv_field(std::string_view text) {
    std::string out = "\"";
    out.reserve(text.size() + 3);
    if (looks_like_a_formula(text)) out += '\'';
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out += '"';
}

}  // namespace tessera
