// "every 15m", "every 2h", "daily 02:00", "weekly mon 06:30": when a job runs by itself.
#pragma once

#include "tessera/time.hpp"

#include <optional>
#include <string_view>

namespace tessera::kernel {

/// Times of day are those of the clock's zone.
struct Schedule {
    enum class Kind { Every, Daily, Weekly };
    Kind kind = Kind::Every;
    int minutes = 0;  ///< between runs, or of the day
    int weekday = 0;  ///< 0 Monday ... 6 Sunday

    /// Nothing when the text is no schedule. The shortest interval is one minute.
    static std::optional<Schedule> parse(std::string_view text);
    /// The first run after `after`.
    Instant next(const Clock& clock, Instant after) const;
};

}  // namespace tessera::kernel
