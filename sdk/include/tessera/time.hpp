// Time as Tessera stores it: instants are UTC milliseconds, dates are calendar days without a zone.
#pragma once

#include "tessera/export.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tessera {

/// Milliseconds since 1970-01-01T00:00:00Z.
struct Instant {
    std::int64_t ms = 0;
    friend bool operator==(Instant, Instant) = default;
    friend auto operator<=>(Instant, Instant) = default;
};
inline Instant operator+(Instant instant, std::int64_t ms) { return {instant.ms + ms}; }
inline std::int64_t operator-(Instant a, Instant b) { return a.ms - b.ms; }

/// "2026-11-22T13:05:09.123Z", for APIs and logs.
TESSERA_API std::string iso_text(Instant instant);

/// A day of the Gregorian calendar, as days since 1970-01-01. Stored as ISO text ("2026-11-22").
struct Date {
    std::int32_t days = 0;

    TESSERA_API static Date of(int year, unsigned month, unsigned day);
    /// Reads "2026-11-22"; nothing when it is no such day.
    TESSERA_API static std::optional<Date> parse(std::string_view text);
    TESSERA_API std::string text() const;
    /// Same day `months` later; the last day of the month where that day does not exist.
    TESSERA_API Date plus_months(int months) const;
    TESSERA_API int year() const;
    TESSERA_API unsigned month() const;
    TESSERA_API unsigned day() const;

    friend bool operator==(Date, Date) = default;
    friend auto operator<=>(Date, Date) = default;
};
inline Date operator+(Date date, int days) { return {date.days + days}; }
inline int operator-(Date a, Date b) { return a.days - b.days; }

/// The only source of time in kernel and plugins, so that tests can set it. Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
    /// The day it is now in the site's zone (Europe/London unless set otherwise).
    virtual Date today() const = 0;
    /// The day and the minutes since midnight of an instant in the site's zone.
    virtual Date date_of(Instant instant) const = 0;
    virtual int minute_of_day(Instant instant) const = 0;
};

}  // namespace tessera
