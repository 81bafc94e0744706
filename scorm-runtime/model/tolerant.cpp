#include "model/tolerant.hpp"

#include <algorithm>
#include <utility>

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

constexpr Real kHundred = Real::from_int(100);
constexpr Real kMostPoints = Real::from_int(10'000);

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// The first word of a list for which `fits` holds; a view without data() when there is none.
template <class Fits>
std::string_view find_word(std::string_view list, Fits fits) {
    for (std::size_t start = 0; start <= list.size();) {
        const std::size_t bar = std::min(list.find('|', start), list.size());
        const std::string_view word = list.substr(start, bar - start);
        if (fits(word)) return word;
        start = bar + 1;
    }
    return {};
}

/// The word of the list that differs from the value only by case, or the value.
std::string_view right_case(std::string_view list, std::string_view value) {
    const auto same = [](char a, char b) { return lower(a) == lower(b); };
    const std::string_view word = find_word(list, [&](std::string_view one) {
        return std::equal(one.begin(), one.end(), value.begin(), value.end(), same);
    });
    return word.data() != nullptr ? word : value;
}

/// Lower case, without what is put between two words.
std::string bare(std::string_view word) {
    std::string out;
    for (const char c : word)
        if (c != ' ' && c != '-' && c != '_') out += lower(c);
    return out;
}

struct Variant {
    std::string_view bare;
    std::string_view word;
};

/// What content writes and what it means, where that word is one of the element's.
constexpr Variant kVariants[] = {
    {"complete", "completed"},
    {"done", "completed"},
    {"finished", "completed"},
    {"passed", "completed"},
    {"pass", "passed"},
    {"fail", "failed"},
    {"inprogress", "incomplete"},
    {"started", "incomplete"},
    {"right", "correct"},
    {"true", "correct"},
    {"wrong", "incorrect"},
    {"false", "incorrect"},
    {"incorrect", "wrong"},
    {"false", "wrong"},
    {"normal", ""},
    {"suspended", "suspend"},
    {"multiplechoice", "choice"},
    {"singlechoice", "choice"},
    {"multipleresponse", "choice"},
    {"essay", "long-fill-in"},
    {"longfillin", "fill-in"},
    {"essay", "fill-in"},
    {"sequence", "sequencing"},
    {"match", "matching"},
    {"number", "numeric"},
    {"other", "performance"},
};

std::string_view right_word(std::string_view list, std::string_view value) {
    if (value.empty() || is_word(list, value)) return value;
    const std::string meant = bare(value);
    const std::string_view near =
        find_word(list, [&](std::string_view word) { return bare(word) == meant; });
    if (near.data() != nullptr) return near;
    for (const Variant& row : kVariants)
        if (row.bare == meant && is_word(list, row.word)) return row.word;
    return value;
}

/// "…:07.123Z" to "…:07.12Z".
void shorten_fraction(std::string& time) {
    constexpr std::size_t kDecimals = 2;
    const std::size_t point = time.find('.');
    if (point == std::string::npos) return;
    std::size_t end = point + 1;
    while (end < time.size() && is_digit(time[end])) ++end;
    if (end > point + 1 + kDecimals) time.erase(point + 1 + kDecimals, end - point - 1 - kDecimals);
}

/// "2026-03-04 05:06:07.890+0100" to "2026-03-04T05:06:07.89+01:00", "…T05:06:07Z" to
/// "…T05:06:07.0Z".
void mend_timestamp(std::string& timestamp) {
    constexpr std::size_t kDate = 10;
    constexpr std::size_t kSecond = 19;
    constexpr std::size_t kZone = 5;  // +hhmm
    if (timestamp.size() > kDate && timestamp[kDate] == ' ') timestamp[kDate] = 'T';
    shorten_fraction(timestamp);
    const std::size_t sign = timestamp.find_last_of("+-");
    if (sign != std::string::npos && sign > kDate && timestamp.size() - sign == kZone &&
        timestamp.find(':', sign) == std::string::npos)
        timestamp.insert(sign + 3, ":");
    if (timestamp.size() > kSecond && timestamp[kSecond] != '.') timestamp.insert(kSecond, ".0");
}

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kMinute = 60'000;
constexpr std::int64_t kSecond = 1000;
/// SCORM 1.2 writes hours with four digits.
constexpr std::int64_t kMostDuration = 10'000 * kHour;

/// "h:m:s.f" with fields of any length.
struct Clock {
    std::int64_t hours = 0, minutes = 0, seconds = 0;
    std::int64_t fraction = 0;  ///< milliseconds

    std::int64_t total() const {
        return hours * kHour + minutes * kMinute + seconds * kSecond + fraction;
    }
};

std::optional<Clock> loose_clock(std::string_view text) {
    constexpr std::size_t kMaxDigits = 9;
    Clock clock;
    std::size_t at = 0;
    for (std::int64_t* const field : {&clock.hours, &clock.minutes, &clock.seconds}) {
        const std::size_t from = at;
        for (; at < text.size() && is_digit(text[at]); ++at) {
            if (at - from == kMaxDigits) return std::nullopt;
            *field = *field * 10 + (text[at] - '0');
        }
        if (at == from) return std::nullopt;
        if (field != &clock.seconds && (at == text.size() || text[at++] != ':'))
            return std::nullopt;
    }
    if (at == text.size()) return clock;
    if (text[at++] != '.' || at == text.size()) return std::nullopt;
    for (std::int64_t weight = 100; at < text.size() && is_digit(text[at]); ++at, weight /= 10)
        clock.fraction += (text[at] - '0') * weight;
    return at == text.size() ? std::optional(clock) : std::nullopt;
}

/// A timer may count minutes or seconds alone ("0:0:312"): then the sum is what is meant. With a
/// larger field in use, more than 59 can't be told from a slip.
std::optional<std::int64_t> clock_duration(std::string_view text) {
    const auto clock = loose_clock(text);
    if (!clock || clock->total() >= kMostDuration) return std::nullopt;
    const bool only_seconds = clock->hours == 0 && clock->minutes == 0;
    const bool fits =
        (clock->minutes < 60 || clock->hours == 0) && (clock->seconds < 60 || only_seconds);
    return fits ? std::optional(clock->total()) : std::nullopt;
}

/// "PT1H2M3S" for SCORM 1.2. A year or a month has no length of its own.
std::optional<std::int64_t> interval_duration(std::string_view text) {
    const std::string_view date = text.substr(0, text.find('T'));
    const auto time = parse_interval(text);
    const bool fits = time && *time < kMostDuration && date.find('Y') == std::string::npos &&
                      date.find('M') == std::string::npos;
    return fits ? time : std::nullopt;
}

/// A duration of either edition in the form of this one, or the text as it is.
std::string mended_duration(std::string text, bool iso) {
    if (iso ? parse_interval(text).has_value() : parse_timespan(text).has_value()) return text;
    if (const auto time = clock_duration(text))
        return iso ? interval_text(*time) : timespan_text(*time);
    std::string shortened = text;
    for (char& c : shortened)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    shorten_fraction(shortened);
    if (iso) return parse_interval(shortened) ? shortened : text;
    const auto time = interval_duration(shortened);
    return time ? timespan_text(*time) : text;
}

/// "Z", "+01", "+0100" or "+01:00", or nothing.
bool is_zone(std::string_view text) {
    std::string zone(text);
    constexpr std::size_t kWithoutColon = 5;
    if (zone.size() == kWithoutColon) zone.insert(3, ":");
    if (zone == "z") zone = "Z";
    return is_timestamp("2000-01-01T00:00:00.0" + zone);
}

/// The time of day in "2026-03-04T5:06:07.890Z" or "5:6:7" as 1.2 writes it, or the text as it is.
std::string mended_clock(const std::string& text) {
    if (is_clock_time(text)) return text;
    std::string_view time = text;
    if (const std::size_t date = time.find_first_of("T "); date != std::string_view::npos) {
        constexpr std::size_t kDate = 10;
        if (date != kDate || !is_timestamp(time.substr(0, date))) return text;
        time.remove_prefix(date + 1);
    }
    if (const std::size_t zone = time.find_first_of("Zz+-"); zone != std::string_view::npos) {
        if (!is_zone(time.substr(zone))) return text;
        time = time.substr(0, zone);
    }
    // Tools that count from 1 get to 24 and 60 (Xerte), which the sum brings back into the day.
    const auto clock = loose_clock(time);
    if (!clock || clock->hours > 24 || clock->minutes > 60 || clock->seconds > 60) return text;
    return timespan_text(clock->total() % (24 * kHour)).substr(2);  // HHHH: hours have four digits
}

/// What is written as a number may be, with the tolerances.
Real highest(const Element& element, Tolerances tolerances) {
    const bool hundred = element.type == Type::BlankableDecimal && element.high == kHundred;
    return hundred && tolerances.has(Deviation::ScorePoints) ? kMostPoints : element.high;
}

/// Whether "1,234" would do as one thousand two hundred and thirty-four too.
bool may_be_thousands(const Element& element, std::string_view number, Tolerances tolerances) {
    const std::size_t comma = number.find(',');
    std::string_view whole = number.substr(0, comma);
    if (!whole.empty() && (whole[0] == '-' || whole[0] == '+')) whole.remove_prefix(1);
    const bool grouped =
        number.size() - comma == 4 && !whole.empty() && whole.size() <= 3 && whole[0] != '0';
    if (!grouped) return false;
    const auto thousands =
        Real::parse(std::string(number.substr(0, comma)) + std::string(number.substr(comma + 1)));
    return thousands && *thousands >= element.low && *thousands <= highest(element, tolerances);
}

std::string mended_number(const Element& element, std::string number, Tolerances tolerances) {
    // Of one, a per cent is a hundredth: there a sign that is dropped would say another number.
    const bool of_one = element.high == Real::from_int(1);
    if (tolerances.has(Deviation::PercentSigns) && !of_one && number.size() > 1 &&
        number.back() == '%') {
        number.pop_back();
        number = trimmed(std::string(number));
    }
    if (tolerances.has(Deviation::CommaDecimals) &&
        std::count(number.begin(), number.end(), ',') == 1 &&
        !may_be_thousands(element, number, tolerances))
        std::replace(number.begin(), number.end(), ',', '.');
    return number;
}

}  // namespace

bool Tolerances::take_argument(std::string_view argument) const {
    if (argument.empty()) return true;
    return has(Deviation::LooseArguments) &&
           is_word("null|undefined|true|false|0|1|", trimmed(argument));
}

std::string tolerated(const Element& element, std::string_view value, Tolerances tolerances) {
    const Type type = element.type;
    if (is_free_text(type)) return std::string(value);
    if (tolerances.has(Deviation::TrailingBlanks)) value = trimmed(value);
    if (!element.words.empty()) {
        if (tolerances.has(Deviation::WordCase)) value = right_case(element.words, value);
        if (tolerances.has(Deviation::WordVariants)) value = right_word(element.words, value);
    }
    std::string out(value);
    if (is_number(type)) out = mended_number(element, std::move(out), tolerances);
    if (tolerances.has(Deviation::TimeFormats) &&
        (type == Type::TimeInterval || type == Type::Timespan))
        out = mended_duration(std::move(out), type == Type::TimeInterval);
    if (tolerances.has(Deviation::TimestampFormats)) {
        if (type == Type::Timestamp) mend_timestamp(out);
        if (type == Type::ClockTime) out = mended_clock(out);
    }
    return out;
}

namespace {

/// Characters that the element takes.
std::uint32_t limit_of(const Element& element, Tolerances tolerances) {
    constexpr std::uint32_t kTimes = 4;
    if (element.path == "cmi.suspend_data") {
        if (!tolerances.has(Deviation::LongSuspendData)) return element.limit;
        return Model::of(Edition::Scorm2004_4).find("cmi.suspend_data")->element->limit;
    }
    return tolerances.has(Deviation::LongTexts) ? element.limit * kTimes : element.limit;
}

/// Points in place of a score of a hundred.
bool is_points(const Element& element, std::string_view value) {
    const auto number = Real::parse(value);
    return element.type == Type::BlankableDecimal && element.high == kHundred && number &&
           *number >= Real{} && *number <= kMostPoints;
}

}  // namespace

Verdict check(const Element& element, std::string_view value, std::string_view interaction_type,
              Tolerances tolerances) {
    const std::uint32_t limit = limit_of(element, tolerances);
    const Verdict verdict = check(element, value, limit, interaction_type);
    if (verdict == Verdict::Fits) return verdict;
    const Type type = element.type;
    const bool identifier = type == Type::Identifier || type == Type::LongIdentifier;
    const bool answer = type == Type::Response || type == Type::Pattern;
    const bool fits_length = within(value, limit);
    const bool let_through = (identifier && tolerances.has(Deviation::FreeIdentifiers) &&
                              !value.empty() && fits_length) ||
                             (answer && tolerances.has(Deviation::FreeResponses) && fits_length) ||
                             (tolerances.has(Deviation::ScorePoints) && is_points(element, value));
    return let_through ? Verdict::Fits : verdict;
}

bool too_long(const Element& element, std::string_view value, Tolerances tolerances) {
    const std::uint32_t limit = limit_of(element, tolerances);
    return limit > 0 && !within(value, limit);
}

}  // namespace scorm
