#include "jobs/schedule.hpp"

#include "time/clock.hpp"

#include <array>
#include <charconv>

namespace tessera::kernel {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr int kMostMinutes = 7 * 24 * 60;
constexpr std::array<std::string_view, 7> kWeekdays = {"mon", "tue", "wed", "thu",
                                                       "fri", "sat", "sun"};

/// Takes a number from the front of `text`; -1 when there is none.
int take_number(std::string_view& text) {
    int value = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || value < 0) return -1;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

bool take(std::string_view& text, std::string_view prefix) {
    if (text.substr(0, prefix.size()) != prefix) return false;
    text.remove_prefix(prefix.size());
    return true;
}

/// "02:00" as minutes; -1 when it is no time of day.
int parse_time(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return -1;
    std::string_view hours = text.substr(0, 2), minutes = text.substr(3);
    const int hour = take_number(hours), minute = take_number(minutes);
    if (!hours.empty() || !minutes.empty() || hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return -1;
    return hour * 60 + minute;
}

/// 0 Monday ... 6 Sunday; 1970-01-01 was a Thursday.
int weekday_of(Date date) { return ((date.days + 3) % 7 + 7) % 7; }

}  // namespace

std::optional<Schedule> Schedule::parse(std::string_view text) {
    Schedule schedule;
    if (take(text, "every ")) {
        schedule.kind = Kind::Every;
        const int number = take_number(text);
        if (number < 1 || number > kMostMinutes || (text != "m" && text != "h"))
            return std::nullopt;
        schedule.minutes = text == "h" ? number * 60 : number;
        return schedule.minutes <= kMostMinutes ? std::optional(schedule) : std::nullopt;
    }
    if (take(text, "daily ")) {
        schedule.kind = Kind::Daily;
    } else if (take(text, "weekly ")) {
        schedule.kind = Kind::Weekly;
        schedule.weekday = -1;
        for (std::size_t i = 0; i < kWeekdays.size(); ++i) {
            if (text.substr(0, 4) == std::string(kWeekdays[i]) + " ")
                schedule.weekday = static_cast<int>(i);
        }
        if (schedule.weekday < 0) return std::nullopt;
        text.remove_prefix(4);
    } else {
        return std::nullopt;
    }
    schedule.minutes = parse_time(text);
    return schedule.minutes >= 0 ? std::optional(schedule) : std::nullopt;
}

Instant Schedule::next(const Clock& clock, Instant after) const {
    if (kind == Kind::Every) {
        // On round numbers, so that a restart does not move it.
        const std::int64_t interval = minutes * kMinuteMs;
        return {(after.ms / interval + 1) * interval};
    }
    // Eight days hold every weekday with its time of day still to come.
    for (Date day = clock.date_of(after);; day = day + 1) {
        if (kind == Kind::Weekly && weekday_of(day) != weekday) continue;
        const Instant instant = instant_at(clock, day, minutes);
        if (instant > after) return instant;
    }
}

}  // namespace tessera::kernel
