#include "model/validators.hpp"

#include "model/languages.hpp"

#include <algorithm>
#include <iterator>

namespace scorm {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// CMIIdentifier: at most 255 characters, none of them a blank.
bool is_identifier_12(std::string_view text, std::size_t limit) {
    if (text.empty() || !within(text, limit)) return false;
    for (const char c : text)
        if (static_cast<unsigned char>(c) <= ' ') return false;
    return true;
}

/// The destination in "{target=ITEM}choice" and "{target=ITEM}jump", or one of the other requests.
bool is_navigation(std::string_view targeted, std::string_view text) {
    if (text.starts_with("{target=")) {
        const std::size_t close = text.rfind('}');
        const std::string_view request =
            close == std::string_view::npos ? text : text.substr(close + 1);
        return close > std::string_view("{target=").size() && is_word(targeted, request);
    }
    return is_word("continue|previous|exit|exitAll|abandon|abandonAll|suspendAll|_none_", text);
}

Verdict check_real(const Element& element, std::string_view text) {
    const auto number = Real::parse(text);
    if (!number) return Verdict::Mismatch;
    return *number < element.low || *number > element.high ? Verdict::OutOfRange : Verdict::Fits;
}

/// CMISInteger; SCORM 1.2 has no error of its own for a value out of range.
bool is_integer_12(const Element& element, std::string_view text) {
    return text.find('.') == std::string_view::npos && check_real(element, text) == Verdict::Fits;
}

/// CMIDecimal or CMIBlank.
bool is_decimal_12(const Element& element, std::string_view text) {
    return text.empty() || check_real(element, text) == Verdict::Fits;
}

bool fits(const Element& element, std::string_view value, std::uint32_t limit,
          std::string_view interaction_type) {
    switch (element.type) {
        case Type::Vocabulary:
            return is_word(element.words, value);
        case Type::Text:
        case Type::Feedback:
            return within(value, limit);
        case Type::LocalizedText:
            return within(value, limit) && is_localized(value);
        case Type::LongIdentifier:
            return within(value, limit) && is_identifier(value);
        case Type::Language:
            return within(value, limit) && (value.empty() || is_language(value));
        case Type::Timestamp:
            return is_timestamp(value);
        case Type::TimeInterval:
            return parse_interval(value).has_value();
        case Type::Response:
            return within(value, limit) && is_response(interaction_type, value);
        case Type::Pattern:
            return within(value, limit) && is_pattern(interaction_type, value);
        case Type::Result:
            return is_word(element.words, value) || Real::parse(value).has_value();
        case Type::Navigation:
            return within(value, limit) && is_navigation(element.words, value);
        case Type::Identifier:
            return is_identifier_12(value, limit);
        case Type::Decimal:
            return check_real(element, value) == Verdict::Fits;
        case Type::BlankableDecimal:
            return is_decimal_12(element, value);
        case Type::Integer:
            return is_integer_12(element, value);
        case Type::ClockTime:
            return is_clock_time(value);
        case Type::Timespan:
            return parse_timespan(value).has_value();
        case Type::Real:
        case Type::Group:
        case Type::Array:
            break;
    }
    return false;
}

}  // namespace

Verdict check(const Element& element, std::string_view value, std::uint32_t limit,
              std::string_view interaction_type) {
    if (element.type == Type::Real) return check_real(element, value);
    return fits(element, value, limit, interaction_type) ? Verdict::Fits : Verdict::Mismatch;
}

bool is_word(std::string_view list, std::string_view value) {
    std::size_t start = 0;
    while (true) {
        const std::size_t bar = std::min(list.find('|', start), list.size());
        if (list.substr(start, bar - start) == value) return true;
        if (bar == list.size()) return false;
        start = bar + 1;
    }
}

bool within(std::string_view text, std::size_t limit) {
    return text.size() <= limit || characters(text) <= limit;
}

std::size_t characters(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return count;
}

bool is_identifier(std::string_view text) {
    if (text.empty()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (static_cast<unsigned char>(c) <= ' ' || c == 0x7F) return false;
        if (std::string_view("<>\"{}|\\^`").find(c) != std::string_view::npos) return false;
        if (c == '%' && (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])))
            return false;
    }
    if (!text.starts_with("urn:")) return true;
    const std::size_t colon = text.find(':', 4);
    return colon != std::string_view::npos && colon > 4 && colon + 1 < text.size();
}

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// Whether ISO 639 has that code of two or three letters, in whatever case; qaa to qtz are for
/// private use.
bool is_language_code(std::string_view text) {
    if (text.size() != 2 && text.size() != 3) return false;
    char code[3] = {};
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!is_alpha(text[i])) return false;
        code[i] = lower(text[i]);
    }
    if (text.size() == 3 && code[0] == 'q' && code[1] <= 't') return true;
    const std::string_view all = text.size() == 2 ? kLanguages2 : kLanguages3;
    for (std::size_t at = 0; at < all.size(); at += text.size() + 1)
        if (all.substr(at, text.size()) == std::string_view(code, text.size())) return true;
    return false;
}

}  // namespace

bool is_language(std::string_view text) {
    constexpr std::size_t kMaxSubcode = 8;
    const std::size_t first = std::min(text.find('-'), text.size());
    const std::string_view code = text.substr(0, first);
    const bool registered = is_word("i|x|I|X", code);
    if (registered && first == text.size()) return false;
    if (!registered && !is_language_code(code)) return false;
    for (std::size_t start = first; start < text.size();) {
        const std::size_t end = std::min(text.find('-', start + 1), text.size());
        const std::size_t length = end - start - 1;
        if (length == 0 || length > kMaxSubcode) return false;
        for (std::size_t i = start + 1; i < end; ++i)
            if (!is_alpha(text[i]) && !is_digit(text[i])) return false;
        start = end;
    }
    return true;
}

bool take_delimiters(std::string_view& text, std::string_view names) {
    constexpr std::string_view kAll[] = {"lang", "case_matters", "order_matters"};
    unsigned taken = 0;
    while (text.starts_with('{')) {
        const std::size_t equals = std::min(text.find('='), text.size());
        const std::size_t close = text.find('}');
        if (close == std::string_view::npos || close < equals) return true;
        const std::string_view name = text.substr(1, equals - 1);
        const std::string_view value = text.substr(equals + 1, close - equals - 1);
        const auto* const which = std::find(std::begin(kAll), std::end(kAll), name);
        const unsigned bit = 1U << static_cast<unsigned>(which - std::begin(kAll));
        if (!is_word(names, name) || (taken & bit) != 0) return true;
        if (!(name == "lang" ? is_language(value) : is_word("true|false", value))) return false;
        taken |= bit;
        text.remove_prefix(close + 1);
    }
    return true;
}

bool is_localized(std::string_view text) { return take_delimiters(text, "lang"); }

}  // namespace scorm
