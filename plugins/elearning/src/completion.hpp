// What the result of an attempt means for the enrolment.
#pragma once

#include "scorm/session.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tessera::elearning {

enum class Outcome : std::uint8_t {
    InProgress,
    Completed,
    Failed  ///< and no attempt is left
};

/// How many attempts there may be, and which this one is.
struct AttemptCount {
    std::int64_t number = 1;
    std::int64_t limit = 0;  ///< 0: any number
};

/// A pass completes, and so does completion that nothing contradicts. A fail completes nothing: the
/// learner may go on and try again, unless it is the end (`ended`) of the last attempt allowed.
Outcome outcome(scorm::Completion completion, scorm::Success success, AttemptCount attempts,
                bool ended);

/// -1 to 1 as a whole percentage, halves away from zero.
std::optional<int> percent(std::optional<scorm::Real> scaled);

/// The names of SCORM 2004, as stored and as the API gives them.
std::string_view completion_text(scorm::Completion completion);
std::string_view success_text(scorm::Success success);
scorm::Success success_of(std::string_view text);

}  // namespace tessera::elearning
