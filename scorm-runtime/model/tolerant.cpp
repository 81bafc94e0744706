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
    // Tools count hours and minutes from 1 and write T24:60:60 (Xerte).
    for (const auto& [at, most] : {std::pair(11, "23"), std::pair(14, "59"), std::pair(17, "59")}) {
        if (timestamp.size() < kSecond) break;
        const auto place = static_cast<std::size_t>(at);
        if (timestamp.compare(place, 2, most) > 0) timestamp.replace(place, 2, most);
    }
    shorten_fraction(timestamp);
    const std::size_t sign = timestamp.find_last_of("+-");
    if (sign != std::string::npos && sign > kDate && timestamp.size() - sign == kZone &&
        timestamp.find(':', sign) == std::string::npos)
        timestamp.insert(sign + 3, ":");
    if (timestamp.size() > kSecond && timestamp[kSecond] != '.') timestamp.insert(kSecond, ".0");
}

/// The milliseconds of "h:m:s.f" with fields of any length; nothing when it is not that.
std::optional<std::int64_t> loose_clock(std::string_view text) {
    constexpr std::size_t kMaxDigits = 9;
    constexpr std::int64_t kUnits[] = {3'600'000, 60'000, 1000};
    std::int64_t total = 0;
    std::size_t at = 0;
    for (std::size_t field = 0; field < std::size(kUnits); ++field) {
        const std::size_t from = at;
        std::int64_t number = 0;
        for (; at < text.size() && is_digit(text[at]); ++at) {
            if (at - from == kMaxDigits) return std::nullopt;
            number = number * 10 + (text[at] - '0');
        }
        if (at == from) return std::nullopt;
        total += number * kUnits[field];
        if (field + 1 < std::size(kUnits) && (at == text.size() || text[at++] != ':'))
            return std::nullopt;
    }
    if (at == text.size()) return total;
    if (text[at++] != '.') return std::nullopt;
    for (std::int64_t weight = 100; at < text.size() && is_digit(text[at]); ++at, weight /= 10)
        total += (text[at] - '0') * weight;
    return at == text.size() ? std::optional(total) : std::nullopt;
}

/// A duration of either edition in the form of this one, or the text as it is.
std::string mended_duration(std::string text, bool iso) {
    if (iso ? parse_interval(text).has_value() : parse_timespan(text).has_value()) return text;
    std::optional<std::int64_t> time = loose_clock(text);
    if (!time) {
        std::string shortened = text;
        for (char& c : shortened)
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
        shorten_fraction(shortened);
        time = parse_interval(shortened);
    }
    if (!time) return text;
    return iso ? interval_text(*time) : timespan_text(*time);
}

/// The time of day in "2026-03-04T5:06:07.890Z" or "5:6:7" as 1.2 writes it, or the text as it is.
std::string mended_clock(const std::string& text) {
    if (is_clock_time(text)) return text;
    const std::size_t date = text.find_first_of("T ");
    std::string_view time = std::string_view(text).substr(date == std::string::npos ? 0 : date + 1);
    if (const std::size_t zone = time.find_first_of("Zz+-"); zone != std::string_view::npos)
        time = time.substr(0, zone);
    const auto milliseconds = loose_clock(time);
    if (!milliseconds) return text;
    constexpr std::int64_t kDay = 86'400'000;
    return timespan_text(*milliseconds % kDay).substr(2);  // HHHH: hours have four digits
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
    if (is_number(type)) {
        if (tolerances.has(Deviation::PercentSigns) && out.size() > 1 && out.back() == '%') {
            out.pop_back();
            out = trimmed(std::string(out));
        }
        if (tolerances.has(Deviation::CommaDecimals) &&
            std::count(out.begin(), out.end(), ',') == 1)
            std::replace(out.begin(), out.end(), ',', '.');
    }
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

std::uint32_t limit_of(const Element& element, Tolerances tolerances) {
    constexpr std::uint32_t kLongSuspendData = 64 * 1024;
    constexpr std::uint32_t kTimes = 4;
    if (element.path == "cmi.suspend_data") {
        const bool longer = tolerances.has(Deviation::LongSuspendData);
        return longer ? std::max(element.limit, kLongSuspendData) : element.limit;
    }
    return tolerances.has(Deviation::LongTexts) ? element.limit * kTimes : element.limit;
}

/// Points in place of a score of a hundred.
bool is_points(const Element& element, std::string_view value) {
    const auto number = Real::parse(value);
    return element.type == Type::BlankableDecimal && element.high == Real::from_int(100) &&
           number && *number >= Real{} && *number <= Real::from_int(10'000);
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

}  // namespace scorm
