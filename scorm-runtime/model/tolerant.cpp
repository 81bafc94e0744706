#include "model/tolerant.hpp"

#include "model/validators.hpp"

#include <algorithm>

namespace scorm {

Tolerances::Tolerances(std::string_view names) {
    for (std::size_t start = 0; start < names.size();) {
        const std::size_t end = std::min(names.find(' ', start), names.size());
        const std::string_view name = names.substr(start, end - start);
        for (std::size_t i = 0; i < std::size(kDeviations); ++i)
            if (kDeviations[i].name == name) bits_ |= 1U << i;
        start = end + 1;
    }
}

namespace {

bool is_free_text(Type type) {
    return type == Type::Text || type == Type::LocalizedText || type == Type::Feedback ||
           type == Type::Response || type == Type::Pattern;
}

bool is_number(Type type) {
    return type == Type::Real || type == Type::Decimal || type == Type::BlankableDecimal ||
           type == Type::Result;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// The word of the list that differs from the value only by case, or the value.
std::string_view right_case(std::string_view list, std::string_view value) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    const auto same = [&](char a, char b) { return lower(a) == lower(b); };
    for (std::size_t start = 0; start <= list.size();) {
        const std::size_t bar = std::min(list.find('|', start), list.size());
        const std::string_view word = list.substr(start, bar - start);
        if (std::equal(word.begin(), word.end(), value.begin(), value.end(), same)) return word;
        start = bar + 1;
    }
    return value;
}

/// "…:07.123Z" to "…:07.12Z".
void shorten_fraction(std::string& timestamp) {
    constexpr std::size_t kDecimals = 2;
    const std::size_t point = timestamp.find('.');
    if (point == std::string::npos) return;
    std::size_t end = point + 1;
    while (end < timestamp.size() && timestamp[end] >= '0' && timestamp[end] <= '9') ++end;
    if (end > point + 1 + kDecimals)
        timestamp.erase(point + 1 + kDecimals, end - point - 1 - kDecimals);
}

}  // namespace

std::string tolerated(const Element& element, std::string_view value, Tolerances tolerances) {
    if (is_free_text(element.type)) return std::string(value);
    if (tolerances.has(Deviation::TrailingBlanks)) value = trimmed(value);
    if (tolerances.has(Deviation::WordCase) && !element.words.empty())
        value = right_case(element.words, value);
    std::string out(value);
    if (tolerances.has(Deviation::CommaDecimals) && is_number(element.type) &&
        std::count(out.begin(), out.end(), ',') == 1)
        std::replace(out.begin(), out.end(), ',', '.');
    if (tolerances.has(Deviation::TimestampFractions) && element.type == Type::Timestamp)
        shorten_fraction(out);
    return out;
}

std::uint32_t limit_of(const Element& element, Tolerances tolerances) {
    constexpr std::uint32_t kLongSuspendData = 64'000;
    const bool longer = tolerances.has(Deviation::LongSuspendData) && element.type == Type::Text &&
                        element.path == "cmi.suspend_data";
    return longer ? std::max(element.limit, kLongSuspendData) : element.limit;
}

}  // namespace scorm
