// The tracking model of SCORM 2004 4th edition SN 4.2 (labels TM): what the sequencing engine
// remembers about the activities of one attempt on a course.
//
// All values are plain and trivially copyable, so that a change can be noted and undone cheaply:
// that is how the engine answers "what if" questions (see Store in store.hpp).
#pragma once

#include "scorm/values.hpp"

namespace scorm {

/// Values of one objective: local to an activity (TM 1.1), or global (4.2.1.2). Absent means
/// unknown. For an activity's primary objective `completed` and `progress` are the activity's own
/// attempt completion status and completion amount (TM 1.2.2), as 4th edition's adlseq maps ask.
struct ObjectiveProgress {
    std::optional<bool> satisfied;
    std::optional<Real> measure;  ///< -1 to 1
    std::optional<Real> raw, min, max;
    std::optional<bool> completed;
    std::optional<Real> progress;  ///< 0 to 1

    friend bool operator==(const ObjectiveProgress&, const ObjectiveProgress&) = default;
};

/// Activity progress (TM 1.2.1) and activity state (TM 1.3.1) of one activity.
struct ActivityTracking {
    std::int32_t attempts =
        0;  ///< Activity Attempt Count; above zero means Activity Progress Status
    Millis attempt_started = 0;
    bool active = false;
    bool suspended = false;
    /// The values are of an earlier attempt on the parent, whose useCurrentAttempt… control asks
    /// that only values of the present one count for its rollup.
    bool objective_stale = false;
    bool progress_stale = false;
};

}  // namespace scorm
