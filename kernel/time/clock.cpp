#include "time/clock.hpp"

#include "tessera/error.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>

namespace tessera::kernel {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
constexpr std::int64_t kDayMs = 86'400'000;

/// What TZ has to be for the zone.
std::string tz_of(const std::string& zone) {
    const bool safe = !zone.empty() && zone.find("..") == std::string::npos &&
                      zone.front() != '/' && zone.front() != ':';
    if (safe && std::filesystem::is_regular_file("/usr/share/zoneinfo/" + zone)) return ":" + zone;
    if (zone == "UTC") return "UTC0";
    // The rule itself, for a machine without the time zone database.
    if (zone == "Europe/London") return "GMT0BST,M3.5.0/1,M10.5.0";
    throw invalid("zone", "There is no time zone called \"" + zone + "\" on this machine.");
}

std::tm local(Instant instant) {
    std::int64_t seconds = instant.ms / 1000;
    if (instant.ms % 1000 < 0) --seconds;
    const std::time_t time = seconds;
    std::tm fields{};
    localtime_r(&time, &fields);
    return fields;
}

/// How far the zone is ahead of UTC.
std::int64_t offset_ms(const Clock& clock, Instant instant) {
    const std::int64_t shown =
        clock.date_of(instant).days * kDayMs + clock.minute_of_day(instant) * kMinuteMs;
    std::int64_t minute = instant.ms / kMinuteMs;
    if (instant.ms % kMinuteMs < 0) --minute;
    return shown - minute * kMinuteMs;
}

}  // namespace

Instant instant_at(const Clock& clock, Date date, int minute) {
    const Instant as_utc{date.days * kDayMs + minute * kMinuteMs};
    // The offsets of the day before and the day after; they differ around a change of the clocks.
    const std::int64_t before = offset_ms(clock, as_utc + -kDayMs);
    const std::int64_t after = offset_ms(clock, as_utc + kDayMs);
    const Instant early = as_utc + -std::max(before, after);
    const Instant late = as_utc + -std::min(before, after);
    const auto shows = [&](Instant instant) {
        return clock.date_of(instant) == date && clock.minute_of_day(instant) == minute;
    };
    if (shows(early)) return early;
    if (shows(late)) return late;
    // The clocks skip that time: the first instant after the gap, found minute by minute.
    Instant instant = early;
    while (offset_ms(clock, instant) == before) instant = instant + kMinuteMs;
    return instant;
}

SystemClock::SystemClock(const std::string& zone) {
    setenv("TZ", tz_of(zone).c_str(), 1);
    tzset();
}

Instant SystemClock::now() const {
    using namespace std::chrono;
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

Date SystemClock::date_of(Instant instant) const {
    const std::tm fields = local(instant);
    return Date::of(fields.tm_year + 1900, static_cast<unsigned>(fields.tm_mon + 1),
                    static_cast<unsigned>(fields.tm_mday));
}

int SystemClock::minute_of_day(Instant instant) const {
    const std::tm fields = local(instant);
    return fields.tm_hour * 60 + fields.tm_min;
}

}  // namespace tessera::kernel
