// What the rows of scorm/deviations.hpp do. Values are rewritten as they would have to be written
// where that is possible, so that everything behind sees correct ones; else they are let through.
#pragma once

#include "model/validators.hpp"
#include "scorm/deviations.hpp"

namespace scorm {

class Tolerances {
public:
    Tolerances() = default;
    /// Reads space-separated names. A name that is not in the table is left out.
    explicit Tolerances(std::string_view names);

    bool any() const { return bits_ != 0; }
    bool has(Deviation deviation) const { return (bits_ >> static_cast<unsigned>(deviation)) & 1U; }

    /// Whether Initialize, Terminate and Commit take this argument: an empty one, or what stands for
    /// one.
    bool take_argument(std::string_view argument) const;

private:
    std::uint32_t bits_ = 0;
};

/// The value as it would have to be written to be allowed, as far as the tolerances reach; else
/// unchanged.
std::string tolerated(const Element& element, std::string_view value, Tolerances tolerances);

/// check() with what the tolerances let through beyond the table.
Verdict check(const Element& element, std::string_view value, std::string_view interaction_type,
              Tolerances tolerances);

/// Whether the value has more characters than the element takes, with the tolerances.
bool too_long(const Element& element, std::string_view value, Tolerances tolerances);

}  // namespace scorm
