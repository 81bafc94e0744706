// Where Tessera may be told to accept what the specification forbids, because much content does it.
// Each deviation is a row of a table; an attempt is opened with the names of those that apply
// (Opening::tolerances), none of them by default.
#pragma once

#include "model/elements.hpp"

namespace scorm {

enum class Deviation : std::uint8_t {
    TrailingBlanks,
    CommaDecimals,
    WordCase,
    LongSuspendData,
    TimestampFractions,
    Count
};

struct DeviationRow {
    std::string_view name;
    std::string_view what;
    std::string_view reason;
};

/// In the order of Deviation.
inline constexpr DeviationRow kDeviations[] = {
    {"trailing-blanks", "Blanks around numbers, words, times and identifiers are removed.",
     "Authoring tools pad values; other systems trim them."},
    {"comma-decimals", "A comma in a number is read as the decimal point.",
     "Content made on continental systems formats scores with the system's own separator."},
    {"word-case", "Status words and other fixed words may be written in the wrong case.",
     "\"Completed\" and \"PASSED\" are common and cannot be misunderstood."},
    {"long-suspend-data", "SCORM 1.2 suspend_data may have 64,000 characters in place of 4,096.",
     "Most 1.2 content in use was made with this limit of SCORM 2004 in mind."},
    {"timestamp-fractions", "Digits of a second behind the second one are dropped.",
     "JavaScript's toISOString() writes milliseconds, which time(second,10,0) does not allow."},
};
static_assert(std::size(kDeviations) == static_cast<std::size_t>(Deviation::Count));

class Tolerances {
public:
    Tolerances() = default;
    /// Reads space-separated names. A name that is not in the table is left out.
    explicit Tolerances(std::string_view names);

    bool any() const { return bits_ != 0; }
    bool has(Deviation deviation) const { return (bits_ >> static_cast<unsigned>(deviation)) & 1U; }

private:
    std::uint32_t bits_ = 0;
};

/// The value as it would have to be written to be allowed, as far as the tolerances reach; else
/// unchanged.
std::string tolerated(const Element& element, std::string_view value, Tolerances tolerances);

/// The element's own limit or the one that a tolerance puts in its place.
std::uint32_t limit_of(const Element& element, Tolerances tolerances);

}  // namespace scorm
