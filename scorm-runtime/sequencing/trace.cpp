// What the processes note for a trace, and the words for it.
#include "sequencing/trace.hpp"

#include "model/course_fields.hpp"
#include "sequencing/engine.hpp"

#include <utility>

namespace scorm {

namespace {

std::string text_of(const Condition& condition) {
    const auto kind = static_cast<std::size_t>(condition.kind);
    std::string text = condition.negated ? "not " : "";
    text += fields::kConditions[kind];
    if (condition.kind == ConditionKind::ObjectiveMeasureGreaterThan ||
        condition.kind == ConditionKind::ObjectiveMeasureLessThan)
        text += ' ' + condition.measure_threshold.text();
    if (!condition.objective.empty()) text += " (" + condition.objective + ')';
    return text;
}

}  // namespace

std::string shortened(std::string_view text) {
    if (fits_trace(text)) return std::string(text);
    std::size_t size = kTraceText;
    while (size > 0 && (text[size] & 0xC0) == 0x80) --size;
    return std::string(text.substr(0, size)) + "…";
}

std::string text_of(const std::vector<Condition>& conditions, bool all) {
    std::string text;
    for (const Condition& condition : conditions) {
        if (!text.empty()) text += all ? " and " : " or ";
        text += text_of(condition);
    }
    return shortened(text);
}

std::string text_of(const RollupRule& rule) {
    std::string text(fields::kRollupChildren[static_cast<std::size_t>(rule.children)]);
    if (rule.children == RollupChildren::AtLeastCount)
        text += ' ' + Real::from_int(rule.minimum_count).text();
    if (rule.children == RollupChildren::AtLeastPercent) text += ' ' + rule.minimum_percent.text();
    return text + ": " + text_of(rule.conditions, rule.all);
}

std::string_view text_of(RuleAction action) {
    return fields::kRuleActions[static_cast<std::size_t>(action)];
}

TraceEntry& Trace::add(TraceKind kind, std::int32_t activity) {
    if (entries_.size() >= kMaxEntries) {
        ++omitted_;
        last_ = kMaxEntries;
        return spare_ = {};
    }
    last_ = entries_.size();
    TraceEntry& entry = entries_.emplace_back();
    entry.time = now_;
    entry.kind = kind;
    entry.activity = activity;
    return entry;
}

TraceEntry& Trace::at(std::size_t place) {
    return place < entries_.size() ? entries_[place] : spare_;
}

std::vector<TraceEntry> Trace::take() {
    if (omitted_ > 0) {
        TraceEntry& entry = entries_.emplace_back();
        entry.time = now_;
        entry.kind = TraceKind::Omitted;
        entry.count = omitted_;
        omitted_ = 0;
    }
    return std::exchange(entries_, {});
}

namespace sequencing {

namespace {

constexpr std::string_view kTerminations[] = {"none",       "exit",    "exitAll",
                                              "suspendAll", "abandon", "abandonAll"};
struct RequestWords {
    std::string_view name, process;
};
constexpr RequestWords kRequests[] = {
    {"none", "SB.2.12"},    {"start", "SB.2.5"},    {"resumeAll", "SB.2.6"},
    {"continue", "SB.2.7"}, {"previous", "SB.2.8"}, {"choice", "SB.2.9"},
    {"jump", "SB.2.13"},    {"retry", "SB.2.10"},   {"exit", "SB.2.11"}};

std::string text_of(std::optional<bool> value) {
    return value ? (*value ? "true" : "false") : std::string();
}
std::string text_of(std::optional<Real> value) { return value ? value->text() : std::string(); }

std::string reached(std::optional<Real> value, Real threshold) {
    return value ? text_of(std::optional(*value >= threshold)) : std::string();
}

}  // namespace

TraceEntry& Engine::note(TraceKind kind, std::int32_t a, std::string_view process) const {
    TraceEntry& entry = live_trace_->add(kind, a);
    entry.process = process;
    return entry;
}

/// The same rule is asked on the way to several activities: one request tells it once.
bool Engine::noted(const void* what) const { return !live_trace_->noted.insert(what).second; }

void Engine::note_rule(std::int32_t a, const SequencingRule& rule) const {
    if (noted(&rule)) return;
    const bool before = rule.action <= RuleAction::StopForwardTraversal;
    const bool exit = rule.action == RuleAction::Exit;
    TraceEntry& entry = note(TraceKind::Rule, a, before ? "UP.2" : exit ? "TB.2.1" : "TB.2.2");
    entry.what = scorm::text_of(rule.action);
    entry.first = scorm::text_of(rule.conditions, rule.all);
}

/// What prerequisites of SCORM 1.2 keep closed.
void Engine::note_locked(std::int32_t a, RuleAction action) const {
    const Activity& activity = tree().activity(a);
    if (noted(&activity.prerequisites)) return;
    TraceEntry& entry = note(TraceKind::Rule, a, {});
    entry.what = scorm::text_of(action);
    entry.first = "prerequisites " + shortened(activity.prerequisites);
}

void Engine::note_limit(std::int32_t a) const {
    const LimitConditions& limits = tree().sequencing(a).limits;
    if (noted(&limits)) return;
    TraceEntry& entry = note(TraceKind::Limit, a, "UP.1");
    entry.what = "attemptLimit";
    entry.first = Real::from_int(*limits.attempt_limit).text();
}

void Engine::note_children(std::int32_t cluster, std::string_view process,
                           std::string_view what) const {
    std::string list;
    for (const std::int32_t child : tree().available_children(cluster)) {
        if (!list.empty()) list += ' ';
        list += tree().activity(child).identifier;
    }
    TraceEntry& entry = note(TraceKind::Selection, cluster, process);
    entry.what = what;
    entry.first = shortened(list);
}

void Engine::note_first_selection() {
    live_trace_ = trace_;
    for (std::int32_t a = 0; tracing() && a < tree().size(); ++a) {
        const Randomization& chance = tree().sequencing(a).randomization;
        if (tree().leaf(a)) continue;
        if (chance.selection != SelectionTiming::Never) note_children(a, "SR.1", "select");
        if (chance.randomization != SelectionTiming::Never && chance.randomize_children)
            note_children(a, "SR.2", "randomize");
    }
    live_trace_ = nullptr;
}

std::size_t Engine::note_termination(Termination request) const {
    note(TraceKind::Termination, current(), "TB.2.3").what =
        kTerminations[static_cast<std::size_t>(request)];
    return live_trace_->last();
}

void Engine::note_sequencing(Request request, const SequencingResult& found) const {
    const RequestWords& words = kRequests[static_cast<std::size_t>(request)];
    TraceEntry& entry = note(TraceKind::Sequencing, found.deliver, words.process);
    entry.what = words.name;
    if (found.end_session) entry.result = "end";
    if (found.deliver != kNone) entry.result = "deliver";
    entry.exception = found.exception;
}

// --- Values
// ---------------------------------------------------------------------------------------------

template <typename T>
void Engine::note_global(std::int32_t g, std::string_view name, std::optional<T> before,
                         std::optional<T> after) const {
    TraceEntry& entry = note(TraceKind::Status, kNone, live_trace_->process);
    entry.what = name;
    entry.objective = store_.global_id(g);
    entry.first = text_of(before);
    entry.second = text_of(after);
}

template <typename T>
void Engine::note_value(std::int32_t a, std::size_t o, std::string_view name,
                        std::optional<T> before, std::optional<T> after) const {
    if (before == after) return;
    TraceEntry& entry = note(TraceKind::Status, a, live_trace_->process);
    entry.what = name;
    entry.first = text_of(before);
    entry.second = text_of(after);
    if (o > 0) entry.objective = store_.objective(a, o).id;
    entry.rule = std::exchange(live_trace_->rule, {});
    if constexpr (std::is_same_v<T, Real>) note_derived(a, o, name, before, after);
}

/// The status that follows from a measure or an amount.
void Engine::note_derived(std::int32_t a, std::size_t o, std::string_view name,
                          std::optional<Real> before, std::optional<Real> after) const {
    const Objective& objective = store_.objective(a, o);
    const CompletionThreshold& completion = tree().activity(a).completion_threshold;
    const bool by_measure = name == "measure" && objective.satisfied_by_measure;
    const bool by_progress = name == "progress" && o == 0 && completion.completed_by_measure;
    if (!by_measure && !by_progress) return;
    const Real threshold = by_measure ? objective.minimum_satisfied_normalized_measure
                                      : completion.minimum_progress_measure;
    const std::string was = reached(before, threshold);
    const std::string is = reached(after, threshold);
    if (was == is) return;
    std::string_view process = live_trace_->process;
    if (!tree().leaf(a)) process = by_measure ? "RB.1.2.a" : "RB.1.3.a";
    TraceEntry& entry = note(TraceKind::Status, a, process);
    entry.what = by_measure ? "satisfied" : "completed";
    entry.first = was;
    entry.second = is;
    if (o > 0) entry.objective = objective.id;
    entry.rule = std::string(name) + " >= " + threshold.text();
}

/// Values that a new attempt puts back.
void Engine::note_reset(std::int32_t a, std::size_t o, const ObjectiveProgress& before,
                        const ObjectiveProgress& after) const {
    note_value(a, o, "measure", before.measure, after.measure);
    note_value(a, o, "satisfied", before.satisfied, after.satisfied);
    note_value(a, o, "progress", before.progress, after.progress);
    note_value(a, o, "completed", before.completed, after.completed);
}

template void Engine::note_global(std::int32_t, std::string_view, std::optional<bool>,
                                  std::optional<bool>) const;
template void Engine::note_global(std::int32_t, std::string_view, std::optional<Real>,
                                  std::optional<Real>) const;
template void Engine::note_value(std::int32_t, std::size_t, std::string_view, std::optional<bool>,
                                 std::optional<bool>) const;
template void Engine::note_value(std::int32_t, std::size_t, std::string_view, std::optional<Real>,
                                 std::optional<Real>) const;

}  // namespace sequencing
}  // namespace scorm
