// The processes of SN chapter 4, one function each. Files follow the families of the pseudo-code:
//   overall.cpp OP · navigation.cpp NB · termination.cpp TB · rollup.cpp RB · selection.cpp SR ·
//   flow.cpp, sequencing.cpp, choice.cpp SB · delivery.cpp DB · checks.cpp UP
// and besides them objectives.cpp (objective maps), validity.cpp (what each request would do),
// state.cpp (JSON), trace.cpp (what is noted of all this). Comments give the specification's labels; results carry its exception codes.
#pragma once

#include "sequencing/activity_tree.hpp"
#include "sequencing/store.hpp"
#include "sequencing/trace.hpp"

namespace scorm::sequencing {

/// Result of conditions (SN 4.7, truth tables with unknown).
enum class Truth : std::uint8_t { False, Unknown, True };
enum class Direction : std::uint8_t { Forward, Backward };
enum class Termination : std::uint8_t { None, Exit, ExitAll, SuspendAll, Abandon, AbandonAll };
enum class Request : std::uint8_t {
    None,
    Start,
    ResumeAll,
    Continue,
    Previous,
    Choice,
    Jump,
    Retry,
    Exit
};

struct NavigationResult {
    bool valid = false;
    Termination termination = Termination::None;
    Request sequencing = Request::None;
    std::string_view exception;
};

struct TerminationResult {
    bool valid = true;
    Request sequencing = Request::None;  ///< replaces the pending request when not None
    std::string_view exception;
};

struct SequencingResult {
    std::int32_t deliver = kNone;
    bool end_session = false;
    std::string_view exception;
};

/// Flow Tree Traversal Subprocess: the next activity, or none with the reason.
struct Step {
    std::int32_t activity = kNone;
    Direction direction = Direction::Forward;
    bool end_session = false;
    std::string_view exception;
};

struct FlowResult {
    std::int32_t activity = kNone;  ///< the last one considered; to be delivered when `deliverable`
    bool deliverable = false;
    bool end_session = false;
    std::string_view exception;
};

/// One value of an objective and the flags of the maps that read and write it.
template <typename T>
struct FieldAccess {
    std::optional<T> ObjectiveProgress::*value;
    bool ObjectiveMap::*read;
    bool ObjectiveMap::*write;
    std::string_view name;           ///< in a trace
    bool in_place_of_local = false;  ///< a map that reads it leaves nothing to the local value
};

class Engine {
public:
    Engine(const Course& course, const ActivityTree::Options& options);

    Store& store() { return store_; }
    const Store& store() const { return store_; }
    const Tree& tree() const { return store_.tree(); }

    // overall.cpp
    RequestResult overall_sequencing(Navigation navigation, std::int32_t target, Millis now);
    std::int32_t delivered() const;
    /// What was computed from the state no longer holds.
    void changed() { fresh_validity_ = fresh_contents_ = false; }

    void set_locked(std::vector<bool> locked) {
        locked_ = std::move(locked);
        changed();
    }

    // validity.cpp
    const Validity& validity();
    const std::vector<ContentsEntry>& contents();
    /// Whether a choice would deliver, found by doing it. Slow; validity() must agree with it.
    bool try_choice(std::int32_t target);

    // objectives.cpp
    ObjectiveProgress effective(std::int32_t a, std::size_t o) const;
    ObjectiveProgress recorded(std::int32_t a, std::size_t o) const;

    // selection.cpp
    void prepare_clusters();

    // state.cpp
    void write_state(json::Writer& out) const;
    bool read_state(const json::Value& state);
    void set_known_globals(const std::vector<GlobalObjective>& known);
    std::vector<GlobalObjective> take_objectives();

    // trace.cpp
    /// Requests are noted there from now on; null for nowhere.
    void trace_into(Trace* trace) { trace_ = trace; }
    /// What chance drew before there was a trace.
    void note_first_selection();

private:
    // navigation.cpp
    NavigationResult navigation_request(Navigation navigation, std::int32_t target) const;
    NavigationResult navigation_continue() const;
    NavigationResult navigation_previous() const;
    NavigationResult navigation_choice(std::int32_t target) const;
    NavigationResult navigation_jump(std::int32_t target) const;
    NavigationResult navigation_end(Navigation navigation) const;

    // termination.cpp
    void sequencing_exit_action_rules();
    TerminationResult sequencing_post_condition_rules(Termination& termination) const;
    TerminationResult termination_request(Termination request);
    TerminationResult terminate_exit();
    TerminationResult terminate_exit_all(Request sequencing);
    TerminationResult terminate_suspend_all();
    TerminationResult terminate_abandon_all();

    // rollup.cpp
    void overall_rollup(std::int32_t a);
    void roll_up(std::int32_t cluster);
    void measure_rollup(std::int32_t cluster);
    void completion_measure_rollup(std::int32_t cluster);
    void objective_rollup(std::int32_t cluster);
    void activity_progress_rollup(std::int32_t cluster);
    bool rollup_rule_check(std::int32_t cluster, const std::vector<RollupRule>& rules,
                           RollupAction action) const;
    bool rollup_rule_applies(std::int32_t cluster, const RollupRule& rule) const;
    Truth evaluate_rollup_conditions(std::int32_t child, const RollupRule& rule) const;
    bool check_child_for_rollup(std::int32_t child, RollupAction action) const;
    const std::vector<RollupRule>& rules_or_default(std::int32_t cluster, RollupAction one,
                                                    RollupAction other,
                                                    const std::vector<RollupRule>& standard) const;

    // selection.cpp
    void select_children(std::int32_t cluster);
    void randomize_children(std::int32_t cluster);
    std::uint64_t random(std::uint64_t below);

    // flow.cpp
    Step flow_tree_traversal(std::int32_t a, Direction direction, bool consider_children,
                             bool previous_backward);
    Step traverse_forward(std::int32_t a, bool consider_children);
    Step traverse_backward(std::int32_t a, bool consider_children, bool reversed) const;
    FlowResult flow_activity_traversal(std::int32_t a, Direction direction);
    FlowResult flow(std::int32_t a, Direction direction, bool consider_children);

    // sequencing.cpp
    SequencingResult sequencing_request(Request request, std::int32_t target);
    SequencingResult start();
    void forget_objectives();
    FlowResult flow_from_root();
    SequencingResult resume_all() const;
    SequencingResult continue_();
    SequencingResult previous();
    SequencingResult retry();
    SequencingResult exit() const;
    SequencingResult jump(std::int32_t target) const;

    // choice.cpp
    SequencingResult choice(std::int32_t target);
    std::string_view choice_target_check(std::int32_t target) const;
    std::string_view choice_path_check(std::int32_t target, std::int32_t common) const;
    std::string_view choose_sibling(std::int32_t target) const;
    std::string_view choose_descendant(std::int32_t target, std::int32_t common) const;
    std::string_view choose_ancestor(std::int32_t target) const;
    std::string_view choose_elsewhere(std::int32_t target, std::int32_t common) const;
    std::string_view choice_activity_traversal(std::int32_t a, Direction direction) const;
    std::int32_t choice_flow(std::int32_t constrained, Direction direction) const;

    // delivery.cpp
    std::string_view delivery_request(std::int32_t a) const;
    std::string_view content_delivery_environment(std::int32_t a, bool& resumed);
    void clear_suspended_activity(std::int32_t identified);
    void begin_attempt(std::int32_t a);
    void make_children_stale(std::int32_t a);

    // checks.cpp
    bool limit_conditions_check(std::int32_t a) const;
    std::optional<RuleAction> sequencing_rules_check(
        std::int32_t a, const std::vector<SequencingRule>& rules) const;
    bool pre_condition_holds(std::int32_t a, RuleAction action) const;
    Truth rule_check(std::int32_t a, const std::vector<Condition>& conditions, bool all,
                     bool for_rollup) const;
    Truth evaluate_condition(std::int32_t a, const Condition& condition, bool for_rollup) const;
    void terminate_descendent_attempts(std::int32_t a);
    void end_attempt(std::int32_t a);
    bool check_activity(std::int32_t a) const;

    // objectives.cpp
    template <typename T>
    std::optional<T> read(std::int32_t a, std::size_t o, FieldAccess<T> field,
                          bool ignore_local) const;
    template <typename T>
    void write(std::int32_t a, std::size_t o, FieldAccess<T> field, std::optional<T> value);
    template <typename T>
    void write_maps(std::int32_t a, std::size_t o, FieldAccess<T> field, std::optional<T> value);
    std::optional<bool> satisfied(std::int32_t a, std::size_t o, bool for_rollup = false) const;
    std::optional<Real> measure(std::int32_t a, std::size_t o, bool for_rollup = false) const;
    std::optional<bool> completed(std::int32_t a, std::size_t o, bool for_rollup = false) const;
    std::optional<Real> progress(std::int32_t a, std::size_t o, bool for_rollup = false) const;
    void set_satisfied(std::int32_t a, std::optional<bool> value);
    void set_measure(std::int32_t a, std::optional<Real> value);
    void set_completed(std::int32_t a, std::optional<bool> value);
    void set_progress(std::int32_t a, std::optional<Real> value);
    void take_over_reports(std::int32_t a);
    void set_unreported_status(std::int32_t a);
    void write_derived_status(std::int32_t a);
    void clear_local(std::int32_t a);

    // trace.cpp
    bool tracing() const { return kTracing && live_trace_ != nullptr; }
    void in_process(std::string_view label) const {
        if (!tracing()) return;
        live_trace_->process = label;
        live_trace_->rule.clear();
    }
    TraceEntry& note(TraceKind kind, std::int32_t a, std::string_view process) const;
    bool noted(const void* what) const;
    void note_rule(std::int32_t a, const SequencingRule& rule) const;
    void note_locked(std::int32_t a, RuleAction action) const;
    void note_limit(std::int32_t a) const;
    void note_children(std::int32_t cluster, std::string_view process, std::string_view what) const;
    std::size_t note_termination(Termination request) const;
    void note_sequencing(Request request, const SequencingResult& found) const;
    template <typename T>
    void note_global(std::int32_t g, std::string_view name, std::optional<T> before,
                     std::optional<T> after) const;
    template <typename T>
    void note_value(std::int32_t a, std::size_t o, std::string_view name, std::optional<T> before,
                    std::optional<T> after) const;
    void note_derived(std::int32_t a, std::size_t o, std::string_view name,
                      std::optional<Real> before, std::optional<Real> after) const;
    void note_reset(std::int32_t a, std::size_t o, const ObjectiveProgress& before,
                    const ObjectiveProgress& after) const;

    // overall.cpp
    RequestResult carry_out(Navigation navigation, std::int32_t target);
    RequestResult attempt_request(Navigation navigation, std::int32_t target);
    RequestResult find_delivery(Request sequencing, std::int32_t target);

    // validity.cpp
    struct Reach;
    bool accepts(Navigation navigation) const;
    bool leads_somewhere(Request sequencing);
    std::int32_t choice_limit() const;
    void look_along_path(Reach& reach) const;
    void look_down(Reach& reach) const;
    void look_for_content(Reach& reach) const;
    bool choosable(const Reach& reach, std::int32_t target) const;
    bool path_open(const Reach& reach, std::int32_t target) const;

    std::int32_t current() const { return store_.scalars().current; }
    void move_current(std::int32_t a) { store_.scalars().current = a; }
    const ActivityTracking& tracking(std::int32_t a) const { return store_.tracking(a); }

    bool locked(std::int32_t a) const {
        return !locked_.empty() && locked_[static_cast<std::size_t>(a)];
    }

    Store store_;
    std::vector<bool> locked_;  ///< see ActivityTree::set_locked
    bool record_;
    Millis now_ = 0;
    Trace* trace_ = nullptr;
    Trace* live_trace_ = nullptr;  ///< trace_ while a request is carried out, and not only tried
    std::vector<RollupRule> default_objective_rules_;
    std::vector<RollupRule> default_progress_rules_;
    std::vector<std::int32_t>
        written_globals_;  ///< since the last rollup: their readers' parents follow

    bool fresh_validity_ = false;
    bool fresh_contents_ = false;
    Validity validity_;
    std::vector<ContentsEntry> contents_;
};

}  // namespace scorm::sequencing
