// What the session notes for a trace, and a trace as JSON.
#include "api/names.hpp"
#include "api/session_impl.hpp"

#include <algorithm>
#include <iterator>

namespace scorm {

namespace {

constexpr std::string_view kKinds[] = {"launch",      "call",       "unload",     "request",
                                       "termination", "sequencing", "rule",       "limit",
                                       "selection",   "delivery",   "attemptEnd", "suspension",
                                       "status",      "result",     "omitted"};
static_assert(std::size(kKinds) == static_cast<std::size_t>(TraceKind::Omitted) + 1);

constexpr std::string_view kFunctions[] = {"Initialize",     "Terminate",    "GetValue",
                                           "SetValue",       "Commit",       "GetLastError",
                                           "GetErrorString", "GetDiagnostic"};

std::string_view word_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::Delivered:
            return "delivered";
        case Outcome::Ended:
            return "ended";
        case Outcome::Suspended:
            return "suspended";
        case Outcome::Choose:
            return "choose";
        case Outcome::Refused:
            break;
    }
    return "refused";
}

void write_text(json::Writer& out, std::string_view name, std::string_view text) {
    if (!text.empty()) out.key(name).string(text);
}

}  // namespace

std::string_view name_of(TraceKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

std::string to_json(const TraceEntry& entry, const Course& course) {
    std::string text;
    json::Writer out(text);
    out.begin_object().key("time").integer(entry.time).key("kind").string(name_of(entry.kind));
    if (entry.activity >= 0)
        out.key("activity")
            .string(course.activities[static_cast<std::size_t>(entry.activity)].identifier);
    write_text(out, "process", entry.process);
    write_text(out, "what", entry.what);
    write_text(out, "first", entry.first);
    write_text(out, "second", entry.second);
    write_text(out, "result", entry.result);
    write_text(out, "exception", entry.exception);
    write_text(out, "objective", entry.objective);
    write_text(out, "rule", entry.rule);
    if (entry.error != 0) out.key("error").integer(entry.error);
    if (entry.count != 1) out.key("count").integer(entry.count);
    if (entry.told) out.key("told").boolean(true);
    out.end_object();
    return text;
}

void SessionImpl::trace(bool on) {
    if constexpr (kTracing) {
        trace_.reset(on ? new Trace() : nullptr);
        tree_->trace_into(trace_.get());
        if (on) shown_ = summary(0);
    }
}

std::vector<TraceEntry> SessionImpl::take_trace() {
    if constexpr (kTracing) {
        if (trace_ != nullptr) return trace_->take();
    }
    return {};
}

void SessionImpl::note_call(Function function, std::string_view first, std::string_view second,
                            std::string_view answer) {
    TraceEntry& entry = trace_->add(TraceKind::Call, delivered_);
    entry.what = kFunctions[static_cast<std::size_t>(function)];
    entry.first = shortened(first);
    entry.second = shortened(second);
    entry.result = shortened(answer);
    if (function <= Function::Commit) entry.error = last_error();
    const bool saves = function == Function::Terminate || function == Function::Commit;
    if (saves && !observing_) note_result();
}

/// A call that changed nothing in the page, made again to see what it answered. What can't be read
/// is left out: no commit is refused for it.
void SessionImpl::note_observation(json::Value operation, char code) {
    note_now(operation.at(1).integer());
    if (code == 'm') {
        trace_->add(TraceKind::Omitted, delivered_).count = operation.at(2).integer(1);
        return;
    }
    const bool get = code == 'g';
    const std::int64_t number =
        get ? static_cast<std::int64_t>(Function::GetValue) : operation.at(2).integer(-1);
    if (number < 0 || number >= static_cast<std::int64_t>(std::size(kFunctions))) return;
    const auto function = static_cast<Function>(number);
    const std::string_view first = operation.at(get ? 2 : 3).string();
    const std::string_view second = get ? std::string_view() : operation.at(4).string();
    const std::int64_t error = get ? -1 : operation.at(6).integer(-1);
    if (error < 0) {
        observing_ = true;
        call(function, first, second, operation.at(1).integer());
        observing_ = false;
    } else {
        trace_->add(TraceKind::Call, delivered_).what = kFunctions[number];
    }
    TraceEntry& entry = trace_->at(trace_->last());
    entry.count = std::max<std::int64_t>(operation.at(get ? 3 : 5).integer(1), 1);
    entry.told = error >= 0 || has_changed(function);
    if (!entry.told) return;
    entry.first = shortened(first);
    entry.second = shortened(second);
    entry.result.clear();
    entry.error = static_cast<int>(std::clamp<std::int64_t>(error, 0, 999));
}

/// One request to the tree, with what came of it.
RequestResult SessionImpl::request(Navigation request, std::int32_t activity, Millis now) {
    if (!tracing()) return tree_->request(request, activity, now);
    trace_->add(TraceKind::Request, activity).what = name_of(request);
    const std::size_t place = trace_->last();
    const RequestResult result = tree_->request(request, activity, now);
    TraceEntry& entry = trace_->at(place);
    entry.result = word_of(result.outcome);
    entry.exception = result.exception;
    return result;
}

/// A request that was refused before it was made, and the rules that are why: they show when it is
/// made on a copy of the tree.
void SessionImpl::note_refusal(Navigation request, std::int32_t activity, Millis now) {
    Trace copy;
    exception_ = refusal(request, activity, now, &copy);
    TraceEntry& refused = trace_->add(TraceKind::Request, activity);
    refused.what = name_of(request);
    refused.result = word_of(Outcome::Refused);
    refused.exception = exception_;
    for (TraceEntry& entry : copy.take()) {
        if (entry.kind != TraceKind::Rule && entry.kind != TraceKind::Limit) continue;
        TraceEntry& why = trace_->add(entry.kind, entry.activity);
        entry.time = why.time;
        why = std::move(entry);
    }
}

/// The status that the LMS gives a SCORM 1.2 activity by a rule of its own.
void SessionImpl::put_status_12(std::string_view status, std::string_view rule) {
    constexpr std::string_view kElement = "cmi.core.lesson_status";
    if (tracing() && cmi().value(kElement) != status) {
        TraceEntry& entry = trace_->add(TraceKind::Status, delivered_);
        entry.what = kElement;
        entry.first = cmi().value(kElement);
        entry.second = status;
        entry.rule = rule;
    }
    cmi().put(kElement, status);
}

/// What the whole course shows now, as far as it is new.
void SessionImpl::note_result() {
    const ActivitySummary now = summary(0);
    const auto add = [this](std::string_view what, std::string_view before,
                            std::string_view after) {
        if (before == after) return;
        TraceEntry& entry = trace_->add(TraceKind::Result, 0);
        entry.what = what;
        entry.first = before;
        entry.second = after;
    };
    const auto text = [](std::optional<Real> value) { return value ? value->text() : ""; };
    add("completion", name_of(shown_.completion), name_of(now.completion));
    add("success", name_of(shown_.success), name_of(now.success));
    add("score", text(shown_.score_scaled), text(now.score_scaled));
    shown_ = now;
}

}  // namespace scorm
