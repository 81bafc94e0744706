#include "numbers.hpp"

#include "tessera/text.hpp"

#include <algorithm>
#include <array>

namespace tessera::people {

namespace {

/// Before anything is looked at; invisible characters take room too.
constexpr std::size_t kMostTyped = 1000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

/// Letters and digits in capitals, without the spaces and dashes people put in.
std::string compact(std::string_view text) {
    std::string result;
    for (const char c : text::compact_key(text)) {
        if (c != '-') result += upper(c);
    }
    return result;
}

/// Luhn's check digit of a row of digits.
char check_digit(std::string_view digits) {
    int sum = 0;
    bool twice = true;
    for (auto c = digits.rbegin(); c != digits.rend(); ++c) {
        int value = *c - '0';
        if (twice) value = value > 4 ? value * 2 - 9 : value * 2;
        sum += value;
        twice = !twice;
    }
    return static_cast<char>('0' + (10 - sum % 10) % 10);
}

std::string show_passport_number(std::string_view ten) {
    return "TP " + std::string(ten.substr(0, 4)) + " " + std::string(ten.substr(4, 4)) + " " +
           std::string(ten.substr(8));
}

}  // namespace

std::string passport_number(std::uint64_t serial) {
    std::string digits = std::to_string(serial % 1'000'000'000U);
    digits.insert(0, 9 - digits.size(), '0');
    digits += check_digit(digits);
    return show_passport_number(digits);
}

std::optional<std::string> parse_passport_number(std::string_view text) {
    if (text.size() > kMostTyped) return std::nullopt;
    const std::string plain = compact(text);
    if (plain.size() != 12 || plain.compare(0, 2, "TP") != 0) return std::nullopt;
    const std::string_view digits = std::string_view(plain).substr(2);
    if (!std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
    if (check_digit(digits.substr(0, 9)) != digits[9]) return std::nullopt;
    return show_passport_number(digits);
}

std::optional<std::string> parse_national_insurance(std::string_view text) {
    if (text.size() > kMostTyped) return std::nullopt;
    const std::string plain = compact(text);
    if (plain.size() != 9 || !is_upper(plain[0]) || !is_upper(plain[1])) return std::nullopt;
    // HM Revenue & Customs' rules (NIM39110): letters and prefixes that are never issued. QQ is the
    // example of their own forms; it is refused too, because it belongs to nobody.
    constexpr std::string_view kNeverFirst = "DFIQUV";
    constexpr std::string_view kNeverSecond = "DFIOQUV";
    constexpr std::array<std::string_view, 7> kNeverPair = {"BG", "GB", "KN", "NK",
                                                            "NT", "TN", "ZZ"};
    const std::string_view prefix = std::string_view(plain).substr(0, 2);
    if (kNeverFirst.find(prefix[0]) != std::string_view::npos) return std::nullopt;
    if (kNeverSecond.find(prefix[1]) != std::string_view::npos) return std::nullopt;
    if (std::find(kNeverPair.begin(), kNeverPair.end(), prefix) != kNeverPair.end()) {
        return std::nullopt;
    }
    if (!std::all_of(plain.begin() + 2, plain.begin() + 8, is_digit)) return std::nullopt;
    if (plain[8] < 'A' || plain[8] > 'D') return std::nullopt;
    return plain;
}

std::string show_national_insurance(std::string_view stored) {
    if (stored.size() != 9) return std::string(stored);
    std::string shown;
    for (std::size_t i = 0; i < stored.size(); ++i) {
        if (i == 2 || i == 4 || i == 6 || i == 8) shown += ' ';
        shown += stored[i];
    }
    return shown;
}

std::optional<std::string> parse_email(std::string_view typed) {
    if (typed.size() > kMostTyped) return std::nullopt;
    std::string text = text::key(typed);
    if (text.size() > 254) return std::nullopt;
    const auto at = text.find('@');
    if (at == std::string::npos || at == 0 || at > 64 || text.find('@', at + 1) != text.npos) {
        return std::nullopt;
    }
    for (const char c : text) {
        if (static_cast<unsigned char>(c) <= ' ' || c == '<' || c == '>' || c == ',' || c == ';' ||
            c == '"' || c == '\\' || c == 0x7F) {
            return std::nullopt;
        }
    }
    const std::string_view domain = std::string_view(text).substr(at + 1);
    const auto dot = domain.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || dot + 2 >= domain.size() ||
        domain.front() == '.' || domain.find("..") != std::string_view::npos) {
        return std::nullopt;
    }
    return text;
}

}  // namespace tessera::people
