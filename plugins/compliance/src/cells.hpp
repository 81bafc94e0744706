// What a status is: values and pure functions.
#pragma once

#include "tessera_competencies/competencies.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

namespace tessera::compliance {

/// Order of urgency: what needs doing first comes first.
enum class Status : std::uint8_t { Never, Expired, ExpiresSoon, InDate, NotRequired };

/// "never", "expired", "expires-soon", "in-date", "not-required".
std::string_view status_text(Status status);
inline bool out_of_date(Status status) {
    return status == Status::Never || status == Status::Expired;
}
/// Counts towards the rate: held and not expired.
inline bool compliant(Status status) {
    return status == Status::ExpiresSoon || status == Status::InDate;
}

/// The end of an award as the index keeps it: days since 1970, or one of these.
inline constexpr std::int32_t kNeverAchieved = std::numeric_limits<std::int32_t>::min();
inline constexpr std::int32_t kNeverEnds = std::numeric_limits<std::int32_t>::max();

/// The last day a competency counts, of the holding that answers a requirement (null: never
/// achieved).
std::int32_t last_day_of(const competencies::Holding* holding);

/// Dates that matter on a day; worked out once for many cells.
struct Horizon {
    std::int32_t today;
    std::int32_t soon;  ///< the last day that is "within three months"

    static Horizon on(Date day) { return {day.days, day.plus_months(3).days}; }
};

inline Status status_of(std::int32_t last_day, Horizon horizon) {
    if (last_day == kNeverAchieved) return Status::Never;
    if (last_day < horizon.today) return Status::Expired;
    return last_day <= horizon.soon ? Status::ExpiresSoon : Status::InDate;
}

/// One required competency of one employment.
struct Cell {
    std::int64_t competency = 0;
    std::int32_t level = 0;
    std::int32_t last_day = kNeverAchieved;

    friend bool operator==(const Cell&, const Cell&) = default;
};

/// The cells of an employment, ordered by competency, from the rules that reach it and what the
/// person holds. Of several levels of a competency the highest counts.
std::vector<Cell> cells_of(const people::EmploymentRecord& employment,
                           const std::vector<competencies::Rule>& rules,
                           const std::vector<competencies::Holding>& holdings);

/// The same from what is required of the person, worked out already.
std::vector<Cell> cells_of(Id<people::Employment> employment,
                           const std::vector<competencies::Required>& required,
                           const std::vector<competencies::Holding>& holdings);

struct Counts {
    int required = 0, never = 0, expired = 0, soon = 0, in_date = 0;

    void add(Status status);
    int compliant() const { return soon + in_date; }
    int out_of_date() const { return never + expired; }
    /// Whole per cent, rounded down so that 100 means everything; 100 when nothing is required.
    int percent() const { return required == 0 ? 100 : compliant() * 100 / required; }
};

}  // namespace tessera::compliance
