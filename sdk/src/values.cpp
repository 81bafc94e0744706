#include "tessera/error.hpp"
#include "tessera/id.hpp"
#include "tessera/principal.hpp"
#include "tessera/time.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace tessera {

// Ids -------------------------------------------------------------------------------------------

namespace {

// Crockford's alphabet leaves out I, L, O and U; his reading rules take i and l as 1 and o as 0.
constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kIdLength = 13;

int digit_of(char c) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') return 0;
    if (c == 'I' || c == 'L') return 1;
    const auto at = kAlphabet.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

std::string id_text(std::int64_t value) {
    std::string text(kIdLength, '0');
    auto rest = static_cast<std::uint64_t>(value);
    for (std::size_t i = kIdLength; i-- > 0; rest >>= 5) text[i] = kAlphabet[rest & 31];
    return text;
}

std::optional<std::int64_t> id_parse(std::string_view text) {
    if (text.size() != kIdLength) return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < kIdLength; ++i) {
        const int digit = digit_of(text[i]);
        // 13 digits hold 65 bits and ids are positive 63-bit numbers.
        if (digit < 0 || (i == 0 && digit > 7)) return std::nullopt;
        value = value << 5 | static_cast<std::uint64_t>(digit);
    }
    return static_cast<std::int64_t>(value);
}

// Dates: days from and to the civil calendar, proleptic Gregorian, after the usual era arithmetic
// (400 years are 146,097 days; the year begins in March so that the leap day is its last).

namespace {

struct Civil {
    int year;
    unsigned month, day;
};

std::int32_t days_from_civil(int year, unsigned month, unsigned day) {
    const int y = month <= 2 ? year - 1 : year;
    const int era = (y >= 0 ? y : y - 399) / 400;
    const int year_of_era = y - era * 400;
    const int shifted_month = static_cast<int>(month) + (month > 2 ? -3 : 9);
    const int day_of_year = (153 * shifted_month + 2) / 5 + static_cast<int>(day) - 1;
    const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146'097 + day_of_era - 719'468;
}

Civil civil_from_days(std::int32_t days) {
    const int z = days + 719'468;
    const int era = (z >= 0 ? z : z - 146'096) / 146'097;
    const int day_of_era = z - era * 146'097;
    const int year_of_era =
        (day_of_era - day_of_era / 1'460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int shifted_month = (5 * day_of_year + 2) / 153;
    const auto day = static_cast<unsigned>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
    const auto month = static_cast<unsigned>(shifted_month + (shifted_month < 10 ? 3 : -9));
    return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

unsigned days_in_month(int year, unsigned month) {
    static constexpr std::array<unsigned, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : kDays[month - 1];
}

void append_padded(std::string& out, std::int64_t value, std::size_t width) {
    const std::string digits = std::to_string(value);
    out.append(width > digits.size() ? width - digits.size() : 0, '0').append(digits);
}

}  // namespace

Date Date::of(int year, unsigned month, unsigned day) {
    return {days_from_civil(year, month, day)};
}

std::optional<Date> Date::parse(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto number = [&](std::size_t from, std::size_t length) -> int {
        int value = -1;
        const char* end = text.data() + from + length;
        const auto result = std::from_chars(text.data() + from, end, value);
        return result.ptr == end && value >= 0 ? value : -1;
    };
    const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1) return std::nullopt;
    if (static_cast<unsigned>(day) > days_in_month(year, static_cast<unsigned>(month))) {
        return std::nullopt;
    }
    return of(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

std::string Date::text() const {
    const Civil civil = civil_from_days(days);
    std::string out;
    append_padded(out, civil.year, 4);
    append_padded(out += '-', civil.month, 2);
    append_padded(out += '-', civil.day, 2);
    return out;
}

Date Date::plus_months(int months) const {
    const Civil civil = civil_from_days(days);
    const int total = civil.year * 12 + static_cast<int>(civil.month) - 1 + months;
    const int year = total / 12;
    const auto month = static_cast<unsigned>(total % 12) + 1;
    return of(year, month, std::min(civil.day, days_in_month(year, month)));
}

int Date::year() const { return civil_from_days(days).year; }
unsigned Date::month() const { return civil_from_days(days).month; }
unsigned Date::day() const { return civil_from_days(days).day; }

std::string iso_text(Instant instant) {
    constexpr std::int64_t kDay = 86'400'000;
    std::int64_t day = instant.ms / kDay, rest = instant.ms % kDay;
    if (rest < 0) {
        rest += kDay;
        --day;
    }
    std::string out = Date{static_cast<std::int32_t>(day)}.text();
    append_padded(out += 'T', rest / 3'600'000, 2);
    append_padded(out += ':', rest / 60'000 % 60, 2);
    append_padded(out += ':', rest / 1'000 % 60, 2);
    append_padded(out += '.', rest % 1'000, 3);
    return out += 'Z';
}

// Principal -------------------------------------------------------------------------------------

bool Principal::can(std::string_view permission) const {
    return kind == Kind::System ||
           std::any_of(grants.begin(), grants.end(),
                       [&](const Grant& grant) { return grant.permission == permission; });
}

bool Principal::can(std::string_view permission, About about) const {
    return kind == Kind::System ||
           std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) {
               return grant.permission == permission && reach_counts(about, grant.reach);
           });
}

bool Principal::can_self(std::string_view permission) const {
    return kind == Kind::System ||
           std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) {
               return grant.reach != Reach::Unit && grant.permission == permission;
           });
}

bool Principal::can_everywhere(std::string_view permission) const {
    return kind == Kind::System ||
           std::any_of(grants.begin(), grants.end(), [&](const Grant& grant) {
               return grant.reach == Reach::Site && grant.permission == permission;
           });
}

std::vector<std::int64_t> Principal::units(std::string_view permission) const {
    std::vector<std::int64_t> result;
    for (const Grant& grant : grants) {
        if (grant.reach == Reach::Unit && grant.permission == permission) {
            result.push_back(grant.unit);
        }
    }
    return result;
}

void check_site(const Principal& actor, std::string_view permission) {
    if (actor.can_everywhere(permission)) return;
    throw Error(ErrorKind::Forbidden, std::string(permission),
                "You don't have the permission this needs.");
}

Principal Principal::system(std::string name) {
    Principal principal;
    principal.kind = Kind::System;
    principal.name = std::move(name);
    return principal;
}

}  // namespace tessera
