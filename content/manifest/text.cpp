#include "manifest/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace content {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Takes digits off the front, at most `most` of them; nothing when there is none or there are
/// more.
std::optional<std::int64_t> take_number(std::string_view& text, std::size_t most) {
    std::size_t length = 0;
    while (length < text.size() && is_digit(text[length])) ++length;
    if (length == 0 || length > most) return {};
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + length, value);
    text.remove_prefix(length);
    return value;
}

/// Takes ".25" off the front as milliseconds; 0 when there is no point.
std::optional<std::int64_t> take_fraction(std::string_view& text) {
    if (text.empty() || text[0] != '.') return 0;
    text.remove_prefix(1);
    std::int64_t value = 0, unit = 100;
    const bool any = !text.empty() && is_digit(text[0]);
    while (!text.empty() && is_digit(text[0])) {
        value += (text[0] - '0') * unit;
        unit /= 10;
        text.remove_prefix(1);
    }
    if (!any) return {};
    return value;
}

bool take(std::string_view& text, char c) {
    if (text.empty() || text[0] != c) return false;
    text.remove_prefix(1);
    return true;
}

}  // namespace

bool same(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                              [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

std::string collapse(std::string_view text) {
    std::string result;
    for (const char c : trim(text)) {
        if (!is_space(c))
            result += c;
        else if (result.back() != ' ')
            result += ' ';
    }
    return result;
}

std::string uri_id(std::string_view text) {
    std::string decoded;
    while (!text.empty()) {
        const bool space = text.substr(0, 3) == "%20";
        decoded += space ? ' ' : text[0];
        text.remove_prefix(space ? 3 : 1);
    }
    return collapse(decoded);
}

std::optional<bool> parse_bool(std::string_view text) {
    text = trim(text);
    if (text == "1" || same(text, "true")) return true;
    if (text == "0" || same(text, "false")) return false;
    return {};
}

std::optional<std::int32_t> parse_count(std::string_view text) {
    text = trim(text);
    std::int32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0) return {};
    return value;
}

std::optional<scorm::Millis> parse_duration(std::string_view text) {
    text = trim(text);
    if (!take(text, 'P') || text.empty()) return {};
    struct Unit {
        char letter;
        bool time;
        std::int64_t milliseconds;
    };
    constexpr std::int64_t kSecond = 1000, kHour = 3600 * kSecond, kDay = 24 * kHour;
    static constexpr std::array<Unit, 6> kUnits = {{{'Y', false, 365 * kDay},
                                                    {'M', false, 30 * kDay},
                                                    {'D', false, kDay},
                                                    {'H', true, kHour},
                                                    {'M', true, 60 * kSecond},
                                                    {'S', true, kSecond}}};
    std::int64_t total = 0;
    bool time = false;
    for (auto unit = kUnits.begin(); !text.empty();) {
        if (!time && take(text, 'T')) {
            time = true;
            if (text.empty()) return {};
        }
        const auto number = take_number(text, 7);
        const auto fraction = number ? take_fraction(text) : std::nullopt;
        if (!fraction || text.empty()) return {};
        if (*fraction != 0 && text[0] != 'S') return {};
        unit = std::find_if(unit, kUnits.end(), [&](const Unit& row) {
            return row.letter == text[0] && row.time == time;
        });
        if (unit == kUnits.end()) return {};
        total += *number * unit->milliseconds + *fraction;
        text.remove_prefix(1);
        ++unit;
    }
    return total;
}

std::optional<scorm::Millis> parse_timespan(std::string_view text) {
    text = trim(text);
    const auto hours = take_number(text, 4);
    if (!hours || !take(text, ':')) return {};
    const auto minutes = take_number(text, 2);
    if (!minutes || !take(text, ':')) return {};
    const auto seconds = take_number(text, 2);
    const auto fraction = seconds ? take_fraction(text) : std::nullopt;
    if (!fraction || !text.empty()) return {};
    return ((*hours * 60 + *minutes) * 60 + *seconds) * 1000 + *fraction;
}

}  // namespace content
