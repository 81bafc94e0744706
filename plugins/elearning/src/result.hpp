// Results as they are shown, and which of two is the better one. Pure.
#pragma once

#include "scorm/session.hpp"

#include <cstdint>
#include <optional>

namespace tessera::elearning {

/// Numbers are fixed-point, with seven decimals. What the content does not scale has no score, but
/// points and perhaps their maximum: they are shown, and no rule uses them.
struct Result {
    scorm::Success success = scorm::Success::Unknown;
    std::optional<std::int64_t> score, raw, max;
    friend bool operator==(const Result&, const Result&) = default;

    bool says_something() const {
        return success != scorm::Success::Unknown || score.has_value() || raw.has_value();
    }
    bool unscaled() const { return !score && raw; }
};

/// Whether `one` is better than `other`: a pass comes first, then the higher score, then a word on
/// success before none. Points count only beside points of the same maximum.
bool better(const Result& one, const Result& other);

}  // namespace tessera::elearning
