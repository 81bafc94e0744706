// Points in time and durations of both versions.
#include "model/validators.hpp"

#include <charconv>

namespace scorm {

namespace {

constexpr std::int64_t kSecond = 1000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kYear = 365 * kDay + kDay / 4;
constexpr std::int64_t kMonth = kYear / 12;

/// Reads a text from the front.
class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    bool done() const { return at_ == text_.size(); }
    char peek() const { return done() ? '\0' : text_[at_]; }

    bool take(char c) {
        if (peek() != c) return false;
        ++at_;
        return true;
    }

    /// Between `least` and `most` digits.
    std::optional<std::int64_t> digits(std::size_t least, std::size_t most) {
        std::int64_t number = 0;
        std::size_t count = 0;
        for (; peek() >= '0' && peek() <= '9'; ++at_, ++count) {
            if (count == most) return std::nullopt;
            number = number * 10 + (peek() - '0');
        }
        if (count < least) return std::nullopt;
        return number;
    }

    std::optional<std::int64_t> digits_within(std::size_t count, std::int64_t low,
                                              std::int64_t high) {
        const auto number = digits(count, count);
        return number && *number >= low && *number <= high ? number : std::nullopt;
    }

    /// What may stand behind the point of a second: one or two digits, as milliseconds.
    std::optional<std::int64_t> hundredths() {
        const std::size_t from = at_;
        const auto number = digits(1, 2);
        if (!number) return std::nullopt;
        return *number * (at_ - from == 1 ? 100 : 10);
    }

private:
    std::string_view text_;
    std::size_t at_ = 0;
};

std::int64_t days_in_month(std::int64_t year, std::int64_t month) {
    constexpr std::int8_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return kDays[month - 1] + (leap && month == 2 ? 1 : 0);
}

/// Z, +hh, -hh, +hh:mm or -hh:mm, or nothing.
bool zone(Scanner& in) {
    if (in.done() || in.take('Z')) return in.done();
    if (!in.take('+') && !in.take('-')) return false;
    if (!in.digits_within(2, 0, 23)) return false;
    return in.done() || (in.take(':') && in.digits_within(2, 0, 59) && in.done());
}

bool time_of_day(Scanner& in) {
    if (!in.digits_within(2, 0, 23)) return false;
    if (in.done()) return true;
    if (!in.take(':') || !in.digits_within(2, 0, 59)) return false;
    if (in.done()) return true;
    if (!in.take(':') || !in.digits_within(2, 0, 59)) return false;
    if (in.done()) return true;
    return in.take('.') && in.hundredths() && zone(in);
}

/// One part of an interval, such as the 5 of "5M". `parts` holds the designators that may still
/// come, and loses those that may not come again.
bool interval_part(Scanner& in, std::string_view& parts, std::int64_t& total, bool time) {
    constexpr std::size_t kMaxDigits = 10;
    const auto number = in.digits(1, kMaxDigits);
    if (!number) return false;
    std::int64_t fraction = 0;
    const bool point = in.take('.');
    if (point) {
        const auto hundredths = in.hundredths();
        if (!hundredths) return false;
        fraction = *hundredths;
    }
    const std::size_t which = parts.find(in.peek());
    if (in.done() || which == std::string_view::npos) return false;
    const char designator = in.peek();
    in.take(designator);
    parts.remove_prefix(which + 1);
    if (point && designator != 'S') return false;

    std::int64_t unit = kSecond;
    if (designator == 'Y') unit = kYear;
    if (designator == 'D') unit = kDay;
    if (designator == 'H') unit = kHour;
    if (designator == 'M') unit = time ? kMinute : kMonth;
    if (*number > INT64_MAX / 8 / unit) return false;
    total += *number * unit + fraction;
    return true;
}

void append_number(std::string& out, std::int64_t number, std::size_t width = 1) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    const auto length = static_cast<std::size_t>(end - digits);
    if (length < width) out.append(width - length, '0');
    out.append(digits, length);
}

/// ".5" or ".25" for the hundredths of a second, if there are any.
void append_hundredths(std::string& out, std::int64_t milliseconds) {
    const std::int64_t hundredths = milliseconds % kSecond / 10;
    if (hundredths == 0) return;
    out += '.';
    append_number(out, hundredths, 2);
    if (out.back() == '0') out.pop_back();
}

}  // namespace

bool is_timestamp(std::string_view text) {
    Scanner in(text);
    const auto year = in.digits_within(4, 1970, 2038);
    if (!year) return false;
    if (in.done()) return true;
    if (!in.take('-')) return false;
    const auto month = in.digits_within(2, 1, 12);
    if (!month) return false;
    if (in.done()) return true;
    if (!in.take('-') || !in.digits_within(2, 1, days_in_month(*year, *month))) return false;
    return in.done() || (in.take('T') && time_of_day(in) && in.done());
}

std::optional<std::int64_t> parse_interval(std::string_view text) {
    Scanner in(text);
    if (!in.take('P') || in.done()) return std::nullopt;
    std::int64_t total = 0;
    std::string_view date_parts = "YMD";
    while (!in.done() && in.peek() != 'T')
        if (!interval_part(in, date_parts, total, false)) return std::nullopt;
    if (in.done()) return total;
    in.take('T');
    if (in.done()) return std::nullopt;
    std::string_view time_parts = "HMS";
    while (!in.done())
        if (!interval_part(in, time_parts, total, true)) return std::nullopt;
    return total;
}

std::string interval_text(std::int64_t milliseconds) {
    if (milliseconds < 10) return "PT0H0M0S";
    std::string out = "P";
    const auto part = [&out](std::int64_t number, char designator) {
        if (number == 0) return;
        append_number(out, number);
        out += designator;
    };
    part(milliseconds / kDay, 'D');
    if (milliseconds % kDay / 10 == 0) return out;
    out += 'T';
    part(milliseconds % kDay / kHour, 'H');
    part(milliseconds % kHour / kMinute, 'M');
    if (milliseconds % kMinute / 10 != 0) {
        append_number(out, milliseconds % kMinute / kSecond);
        append_hundredths(out, milliseconds);
        out += 'S';
    }
    return out;
}

bool is_clock_time(std::string_view text) {
    Scanner in(text);
    if (!in.digits_within(2, 0, 23) || !in.take(':')) return false;
    if (!in.digits_within(2, 0, 59) || !in.take(':')) return false;
    if (!in.digits_within(2, 0, 59)) return false;
    return in.done() || (in.take('.') && in.hundredths() && in.done());
}

std::optional<std::int64_t> parse_timespan(std::string_view text) {
    // Minutes and seconds up to 99 are what RTE 3.4.5 allows ("99" is its own example).
    Scanner in(text);
    const auto hours = in.digits(2, 4);
    if (!hours || !in.take(':')) return std::nullopt;
    const auto minutes = in.digits_within(2, 0, 99);
    if (!minutes || !in.take(':')) return std::nullopt;
    const auto seconds = in.digits_within(2, 0, 99);
    if (!seconds) return std::nullopt;
    std::int64_t fraction = 0;
    if (in.take('.')) {
        const auto hundredths = in.hundredths();
        if (!hundredths) return std::nullopt;
        fraction = *hundredths;
    }
    if (!in.done()) return std::nullopt;
    return *hours * kHour + *minutes * kMinute + *seconds * kSecond + fraction;
}

std::string timespan_text(std::int64_t milliseconds) {
    std::string out;
    append_number(out, std::min<std::int64_t>(milliseconds / kHour, 9999), 4);
    out += ':';
    append_number(out, milliseconds % kHour / kMinute, 2);
    out += ':';
    append_number(out, milliseconds % kMinute / kSecond, 2);
    append_hundredths(out, milliseconds);
    return out;
}

}  // namespace scorm
