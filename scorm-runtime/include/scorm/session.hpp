// One learner's attempt on one course: the API that content calls, the navigation the learner asks
// for, and what the player shows. The same class runs in the browser (through wasm/) and in the
// server.
//
// How browser and server stay one:
//   1. The player opens a Session with the course and the last stored state and answers every API call
//      and every navigation request from it, without a round trip.
//   2. Everything that changes it is an operation (initialize, set, commit, terminate, navigate, with
//      the time it happened). take_commit() hands out the operations since the last call.
//   3. The server's Session replays them with apply(). Same code, same input, same state, on both
//      sides; the server stores state() and the summary before it acknowledges.
// Sources: SCORM 2004 4th edition RTE chapters 3 and 4, SN chapter 4; SCORM 1.2 RTE chapter 3.
//
// A Session is a plain value owner: use one from one thread at a time.
#pragma once

#include "scorm/course.hpp"
#include "scorm/trace.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace scorm {

/// The eight functions of the API; LMSInitialize and Initialize are the same thing in two versions.
enum class Function : std::uint8_t {
    Initialize,
    Terminate,
    GetValue,
    SetValue,
    Commit,
    GetLastError,
    GetErrorString,
    GetDiagnostic
};

enum class Mode : std::uint8_t { Normal, Browse, Review };

/// What the LMS knows about the learner and tells the content.
struct Learner {
    std::string id;    ///< cmi.learner_id / cmi.core.student_id
    std::string name;  ///< "Okafor, Amara" as RTE 4.2.13 asks
    std::string language;
};

/// SN navigation requests plus Start and Resume All, which only opening an attempt makes.
enum class Navigation : std::uint8_t {
    None,
    Start,
    ResumeAll,
    Continue,
    Previous,
    Choice,
    Jump,
    Exit,
    ExitAll,
    Abandon,
    AbandonAll,
    SuspendAll
};

/// A global objective's values (SN 3.10.3, TM 4.2.1.2). Absent means unknown.
struct GlobalObjective {
    std::string id;
    std::optional<bool> satisfied;
    std::optional<Real> measure;
    std::optional<Real> raw, min, max;
    std::optional<bool> completed;
    std::optional<Real> progress;
};

/// A bucket of adl.data.
struct SharedDataValue {
    std::string id;
    std::string store;
};

/// Everything that must be the same on both sides when an attempt is opened.
struct Opening {
    Learner learner;
    Mode mode = Mode::Normal;
    bool credit = true;
    std::uint64_t seed = 0;  ///< for selection and randomization
    std::string tolerances;  ///< names of tolerance rows, separated by spaces; empty: strict
    std::vector<GlobalObjective> objectives;  ///< known global objectives of this learner
    std::vector<SharedDataValue> shared_data;
};

/// The opening as JSON: the server puts it into the player's page.
std::string to_json(const Opening& opening);

/// Reads what to_json wrote; nothing when the text is not such a document.
std::optional<Opening> opening_from_json(std::string_view json);

enum class Completion : std::uint8_t { Unknown, NotAttempted, Incomplete, Completed };
enum class Success : std::uint8_t { Unknown, Failed, Passed };

/// The rolled-up result of one activity; activity 0 is the whole course.
struct ActivitySummary {
    Completion completion = Completion::NotAttempted;
    Success success = Success::Unknown;
    std::optional<Real> score_scaled;      ///< -1 to 1
    std::optional<Real> score_raw;         ///< as the SCO reported it; leaves only
    std::optional<Real> score_max;         ///< the most that score_raw can be, likewise
    std::optional<Real> progress_measure;  ///< 0 to 1
    std::int64_t total_time = 0;           ///< milliseconds in the SCO over all its sessions
    /// SCORM 1.2: some content said nothing of its status, and counts as completed since it ended.
    bool concluded = false;
    std::int32_t attempts = 0;
};

/// One recorded answer of cmi.interactions.n, for reports.
struct Interaction {
    std::int32_t activity = 0;
    std::int32_t index = 0;  ///< n
    std::string id, type, learner_response, result, timestamp, latency, description, weighting;
};

/// What the player shows (DESIGN 5, contract for tools and tests).
enum class PlayerState : std::uint8_t { Running, Ended, Suspended, Choose, Blocked, Error };

enum class ControlState : std::uint8_t { Enabled, Disabled, Hidden };

struct TocEntry {
    std::int32_t activity = 0;
    std::int32_t depth = 0;  ///< 0 for the organization
    bool leaf = false;
    bool choosable = false;
    bool current = false;
    Completion completion = Completion::NotAttempted;
    Success success = Success::Unknown;
};

struct View {
    PlayerState state = PlayerState::Choose;
    std::int32_t activity = -1;  ///< delivered activity, -1 when none
    std::string exception;       ///< label ("SB.2.9-5") of a refused request, else empty
    ControlState continue_ = ControlState::Disabled;
    ControlState previous = ControlState::Disabled;
    ControlState exit = ControlState::Hidden;
    ControlState exit_all = ControlState::Hidden;
    ControlState abandon = ControlState::Hidden;
    ControlState abandon_all = ControlState::Hidden;
    ControlState suspend_all = ControlState::Enabled;
    std::vector<TocEntry> toc;  ///< what may be seen, in reading order
};

/// Why a commit was refused; `ok` when it was applied.
struct ApplyResult {
    bool ok = true;
    std::string element;  ///< the element at fault, when it was a SetValue
    int error = 0;        ///< the API error code it gave
    std::string reason;   ///< a sentence for the log and the problem document
};

class Session {
public:
    /// Opens an attempt. `state` is what state() returned earlier, or empty for a new attempt.
    /// `course` must outlive the session. Returns null when `state` does not fit the course.
    /// A new attempt is not started yet: call launch().
    static std::unique_ptr<Session> open(const Course& course, const Opening& opening,
                                         std::string_view state);

    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    virtual ~Session() = default;

    /// The player was opened or reloaded: starts the attempt, resumes a suspended one, or delivers
    /// again the activity that was running when the page went away.
    virtual void launch(Millis now) = 0;

    /// A call by the content on API / API_1484_11. Unused arguments are empty. The answer stays valid
    /// until the next call. last_error() gives the code that GetLastError would.
    virtual std::string_view call(Function function, std::string_view first,
                                  std::string_view second, Millis now) = 0;
    virtual int last_error() const = 0;

    /// A request of the learner, made after the SCO was unloaded. `activity` is the target of Choice
    /// and Jump. A request that the rules refuse leaves the learner in place and sets
    /// View::exception. Whenever the view says Running afterwards, the player loads launch_href() anew.
    virtual void navigate(Navigation request, std::int32_t activity, Millis now) = 0;

    /// A navigation request that the content left in adl.nav.request when it terminated (or that 1.2's
    /// cmi.core.exit implies), which the player must now carry out by unload() and navigate().
    virtual Navigation pending_navigation(std::int32_t& activity) const = 0;

    /// The SCO's document is gone: ends a communication session that never called Terminate, keeping
    /// what was set.
    /// `gone`: the page went away, or the attempt is suspended; the learner did not go elsewhere, so
    /// that SCORM 1.2 draws no conclusion from what the content has not said yet.
    virtual void unload(Millis now, bool gone) = 0;
    void unload(Millis now) { unload(now, false); }

    virtual const View& view() const = 0;

    /// The URL part the player loads for the delivered activity, launch parameters included.
    virtual std::string launch_href() const = 0;

    /// The operations since the last take_commit() as a JSON array; empty text when there are none.
    virtual std::string take_commit() = 0;

    /// True when operations wait that should be sent without delay (Commit, Terminate, navigation).
    virtual bool commit_urgent() const = 0;

    /// Replays what take_commit() gave on the other side. All or nothing: when the result is not ok,
    /// the session must be thrown away and opened again from the stored state.
    virtual ApplyResult apply(std::string_view operations) = 0;

    /// The complete state as JSON: activity tree tracking and run-time data, enough to open again.
    virtual std::string state() const = 0;

    virtual ActivitySummary summary(std::int32_t activity = 0) const = 0;

    /// Interactions that changed since the last call, and global values written since the last call.
    virtual std::vector<Interaction> take_interactions() = 0;
    virtual std::vector<GlobalObjective> take_objectives() = 0;
    virtual std::vector<SharedDataValue> take_shared_data() = 0;

    /// Records from now on what happens, whether by calls or by apply(); false drops what is
    /// recorded and stops. Never changes what the session does. Does nothing in the browser's
    /// module.
    virtual void trace(bool on) = 0;

    /// What happened since the last call, oldest first; at most about 20,000 entries, the last of
    /// which tells how many more there were.
    virtual std::vector<TraceEntry> take_trace() = 0;

protected:
    Session() = default;
};

/// The view as JSON for the player's script: activities by index, titles and identifiers from the
/// course.
std::string to_json(const View& view, const Course& course);

}  // namespace scorm
