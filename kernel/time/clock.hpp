// The clock of the program.
#pragma once

#include "tessera/time.hpp"

#include <atomic>
#include <string>

namespace tessera::kernel {

/// The instant at which it is `minute` minutes past midnight of `date` in the clock's zone. A time
/// that daylight saving skips becomes the first one after the gap; of a time that comes twice, one.
Instant instant_at(const Clock& clock, Date date, int minute);

/// The machine's clock, with days and minutes of one time zone. The zone is the process's (TZ), so
/// it is made once, in main(), before threads start, and all clocks of a process have one zone.
class SystemClock : public Clock {
public:
    /// `zone` is a name of the IANA database. Throws Error{Invalid} when there is no such zone.
    explicit SystemClock(const std::string& zone = "Europe/London");

    Instant now() const override;
    Date today() const override { return date_of(now()); }
    Date date_of(Instant instant) const override;
    int minute_of_day(Instant instant) const override;
};

/// For tests: stands still until it is moved. Days and minutes are those of the process's zone.
class ManualClock : public SystemClock {
public:
    explicit ManualClock(Instant start, const std::string& zone = "Europe/London")
        : SystemClock(zone), now_ms_(start.ms) {}
    Instant now() const override { return {now_ms_.load()}; }
    void set(Instant instant) { now_ms_ = instant.ms; }
    void advance(std::int64_t ms) { now_ms_ += ms; }

private:
    std::atomic<std::int64_t> now_ms_;
};

}  // namespace tessera::kernel
