#include "scorm/values.hpp"

#include <charconv>

namespace scorm {

std::optional<Real> Real::parse(std::string_view text) {
    // Ten digits before the point are what real(10,7) can need; more would only serve overflow.
    constexpr std::size_t kMaxWholeDigits = 11;
    constexpr int kDecimals = 7;
    std::size_t i = 0;
    const bool negative = !text.empty() && text[0] == '-';
    if (negative || (!text.empty() && text[0] == '+')) ++i;

    const auto is_digit = [&] { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
    std::int64_t units = 0;
    std::size_t whole_digits = 0;
    std::size_t digits = 0;
    for (; is_digit(); ++i, ++digits) {
        if (units != 0 || text[i] != '0') ++whole_digits;
        if (whole_digits > kMaxWholeDigits) return std::nullopt;
        units = units * 10 + (text[i] - '0');
    }
    units *= kOne;
    if (i < text.size() && text[i] == '.') {
        ++i;
        std::int64_t weight = kOne / 10;
        for (int place = 0; is_digit(); ++i, ++place, ++digits) {
            if (place < kDecimals) units += (text[i] - '0') * weight;
            if (place == kDecimals && text[i] >= '5') ++units;
            weight /= 10;
        }
    }
    if (digits == 0 || i != text.size()) return std::nullopt;
    return Real{negative ? -units : units};
}

std::string Real::text() const {
    char buffer[32];
    const bool negative = units < 0;
    const std::uint64_t magnitude =
        negative ? 0 - static_cast<std::uint64_t>(units) : static_cast<std::uint64_t>(units);
    const auto whole = std::to_chars(buffer, buffer + sizeof buffer, magnitude / kOne);
    std::string out = negative ? "-" : "";
    out.append(buffer, whole.ptr);
    std::uint64_t rest = magnitude % kOne;
    if (rest == 0) return out;
    out += '.';
    for (std::uint64_t weight = kOne / 10; rest != 0; weight /= 10) {
        out += static_cast<char>('0' + rest / weight);
        rest %= weight;
    }
    return out;
}

}  // namespace scorm
