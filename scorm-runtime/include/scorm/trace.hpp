// What happened in a session, step by step: for support staff, authors and tests. Texts are data
// (names of the API, of the manifest and of the specification), not sentences.
//
// Recording is part of the native library only; in the browser a session never traces.
#pragma once

#include "scorm/course.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace scorm {

/// What an entry tells. Each says which members of TraceEntry it uses; `time` is always there, and
/// `activity` where an activity is concerned.
enum class TraceKind : std::uint8_t {
    /// The player was opened or reloaded.
    Launch,
    /// A call of the API by the content of `activity`. `what`: the function under its name of SCORM
    /// 2004; `first`, `second`: its arguments; `result`: the answer; `error`: what GetLastError
    /// answers afterwards; `count`: how often it was made in a row; `told`: see there.
    Call,
    /// The content went away without Terminate.
    Unload,
    /// A navigation request. `what`: "continue"…; `activity`: the target of choice and jump;
    /// `result`: "delivered", "ended", "suspended", "choose" or "refused"; `exception`.
    Request,
    /// A termination request [TB.2.3] on the current activity. `what`: "exit"…; `exception`.
    Termination,
    /// A sequencing request [SB.2.12]. `what`: "retry"…; `activity`: what it found; `result`:
    /// "deliver", "end" or empty; `exception`.
    Sequencing,
    /// A sequencing rule held. `what`: its action; `first`: its conditions ("satisfied and not
    /// attempted").
    Rule,
    /// A limit condition keeps the activity closed. `what`: "attemptLimit"; `first`: its value.
    Limit,
    /// The children that an activity offers from now on. `what`: "select" or "randomize"; `first`:
    /// their identifiers.
    Selection,
    /// An attempt on the activity began, or goes on, and its content is loaded. `what`: "new",
    /// "resumed" or "again" (after a reload or a refused request); `first`: the number of the
    /// attempt.
    Delivery,
    /// The attempt on the activity ended [UP.4].
    AttemptEnd,
    /// The attempt on the activity was suspended.
    Suspension,
    /// A value of an activity, or with `activity` -1 of a global objective, changed. `what`:
    /// "satisfied", "measure", "raw", "min", "max", "completed", "progress" or an element that the
    /// LMS sets itself; `first`, `second`: before and after, empty for unknown; `objective`: whose
    /// value when it is not the activity's primary objective; `rule`: what decided.
    Status,
    /// What the whole course shows changed. `what`: "completion", "success" or "score"; `first`,
    /// `second`: before and after.
    Result,
    /// There was more than is kept: `count` further entries, or calls that the browser only
    /// counted.
    Omitted
};

struct TraceEntry {
    std::int64_t time = 0;  ///< milliseconds since 1970
    TraceKind kind = TraceKind::Call;
    std::int32_t activity = -1;
    std::string_view process;  ///< label of the process: "UP.2", "RB.1.2.b"; empty for none
    std::string what;
    std::string first, second;  ///< shortened, with "…" at the end then
    std::string result;
    std::string exception;  ///< label of why a request was refused: "NB.2.1-8"
    std::string objective;
    std::string rule;
    int error = 0;
    std::int64_t count = 1;
    /// The call can't be made again (the value was too long to keep, or room was lacking only
    /// there): its error is what the browser said.
    bool told = false;
};

/// "call", "request"…: the kind in documents. Never renamed.
std::string_view name_of(TraceKind kind);

/// The entry as a JSON object: "time", "kind", "activity" as the item's identifier, and the other
/// members as far as they say something.
std::string to_json(const TraceEntry& entry, const Course& course);

}  // namespace scorm
