// The activity tree and its sequencing: SCORM 2004 4th edition SN chapter 4, whole. SCORM 1.2
// courses pass through the same tree with free choice and flow.
//
// What a caller does:
//   1. create() or open() a tree, request(Start or ResumeAll).
//   2. While the delivered activity runs, tell what its content sets with the report_ functions.
//   The
//      values are kept apart until the attempt ends or is suspended, so that Abandon can drop them.
//   3. request() what the learner or the content asks for, and act on the result.
//   4. At any time ask validity() and contents(): they tell what each request would do now.
//
// Activities are named by their index in Course::activities, objectives by their index in
// Sequencing::objectives (the primary one is 0).
// A plain value owner: use one from one thread at a time.
#pragma once

#include "scorm/session.hpp"
#include "sequencing/tracking.hpp"

#include <memory>

namespace scorm {

namespace json {
class Value;
class Writer;
}  // namespace json

namespace sequencing {
class Engine;
}

class Trace;

enum class Outcome : std::uint8_t {
    Delivered,  ///< load `activity`
    Ended,      ///< the sequencing session is over
    Suspended,  ///< the same, and Resume All will bring the learner back
    Choose,     ///< the session goes on, nothing is delivered
    Refused     ///< see `exception`; delivered() tells whether an activity is still there
};

struct RequestResult {
    Outcome outcome = Outcome::Refused;
    std::int32_t activity = -1;  ///< delivered activity, -1 when none
    bool resumed = false;        ///< the activity's suspended attempt goes on; else it is a new one
    std::string_view
        exception;  ///< label of the specification, "SB.2.9-5"; empty when there is none
    bool new_course_attempt = false;  ///< an attempt on the whole course began with the delivery
};

/// What each request would do now, made by really doing it and taking it back. Previous is valid
/// when it delivers something; Choice and Jump when they deliver. Continue is valid wherever the
/// activity's cluster has flow, as the specification wants its control to be: what comes next may
/// still refuse it (then nothing is delivered, and the learner must choose), or the session ends.
/// Post-condition rules that would override a choice do not make it invalid: they run when the
/// learner has chosen.
struct Validity {
    bool start = false;
    bool resume_all = false;
    bool continue_ = false;
    bool previous = false;
    bool exit = false;
    bool exit_all = false;
    bool abandon = false;
    bool abandon_all = false;
    bool suspend_all = false;
    std::vector<bool> choice;  ///< by activity
    std::vector<bool> jump;
};

/// A line of the table of contents. Activities that may not be seen (not visible, hidden from
/// choice, not selected) are not there.
struct ContentsEntry {
    std::int32_t activity = 0;
    std::int32_t depth = 0;  ///< levels below the organization
    bool choosable = false;
};

class ActivityTree {
public:
    struct Options {
        std::uint64_t seed = 0;  ///< for selection and randomization
        bool record = true;  ///< false in browse and review: nothing reported or rolled up is kept
    };

    /// A new attempt on the course. `course` must outlive the tree. `known` are the learner's
    /// global objectives; those the course does not use are ignored, and all of them when its
    /// objectives are not global to the system.
    ActivityTree(const Course& course, const Options& options,
                 const std::vector<GlobalObjective>& known);

    /// The attempt that write() stored; null when `state` does not fit the course. Known global
    /// values replace stored ones.
    static std::unique_ptr<ActivityTree> open(const Course& course, const Options& options,
                                              const std::vector<GlobalObjective>& known,
                                              const json::Value& state);
    ~ActivityTree();
    ActivityTree(const ActivityTree&) = delete;
    ActivityTree& operator=(const ActivityTree&) = delete;

    /// The whole state as one JSON object.
    void write(json::Writer& out) const;

    /// Overall Sequencing Process [OP.1] for one navigation request. `target` is the activity of
    /// Choice and Jump. A request that navigation refuses (NB) changes nothing; one that is refused
    /// later (TB, SB, DB) has ended the activity that was running, as the specification says: ask
    /// validity() first where that is not wanted.
    RequestResult request(Navigation navigation, std::int32_t target, Millis now);

    // --- the delivered activity ---------------------------------------------------------------

    /// The activity whose content runs, or -1. It stays delivered after its content terminated
    /// until a request takes it away.
    std::int32_t delivered() const;

    /// What the content of the delivered activity set; nothing means that it set "unknown". Without
    /// a delivered activity, or for an objective it does not have, they do nothing.
    void report_completed(std::optional<bool> completed) {
        report_objective_completed(0, completed);
    }
    void report_progress(std::optional<Real> progress) { report_objective_progress(0, progress); }
    void report_satisfied(std::size_t objective, std::optional<bool> satisfied);
    void report_measure(std::size_t objective, std::optional<Real> measure);
    void report_raw(std::size_t objective, std::optional<Real> raw);
    void report_min(std::size_t objective, std::optional<Real> min);
    void report_max(std::size_t objective, std::optional<Real> max);
    void report_objective_completed(std::size_t objective, std::optional<bool> completed);
    void report_objective_progress(std::size_t objective, std::optional<Real> progress);

    /// cmi.exit: true for "suspend". Counts when the activity is next taken away; false after each
    /// delivery.
    void report_suspended(bool suspended);

    /// Activities that may not be entered for reasons outside of sequencing, by index; empty for
    /// none. They cannot be chosen, and flow walks past them. Not part of the stored state.
    void set_locked(std::vector<bool> locked);

    // --- reading --------------------------------------------------------------------------------

    /// An objective as rules see it: values of global objectives read through its maps,
    /// satisfaction and completion derived from thresholds, what the running content reported.
    ObjectiveProgress objective(std::int32_t activity, std::size_t objective) const;
    /// The same for a record of cmi.objectives: without completion by the activity's threshold.
    ObjectiveProgress recorded_objective(std::int32_t activity, std::size_t objective) const;
    const ActivityTracking& tracking(std::int32_t activity) const;
    std::int32_t current() const;    ///< Current Activity, -1 when not defined
    std::int32_t suspended() const;  ///< Suspended Activity, -1 when not defined

    /// Both are computed when asked for the first time after a change.
    const Validity& validity() const;
    const std::vector<ContentsEntry>& contents() const;

    /// Global objectives whose values changed since the last call. Empty when the course's
    /// objectives are not global to the system.
    std::vector<GlobalObjective> take_objectives();

    // --- trace ----------------------------------------------------------------------------------

    /// Notes what requests do in `trace` from now on; null: no more. Not part of the state.
    void trace_into(Trace* trace);
    /// Notes what chance drew before there was a trace.
    void note_first_selection();

private:
    explicit ActivityTree(std::unique_ptr<sequencing::Engine> engine);

    std::unique_ptr<sequencing::Engine> engine_;
};

}  // namespace scorm
