// The session as C functions for scorm.js: one session in each instance of the module.
//
// Texts come in through one buffer, one behind the other with their lengths as arguments, and go
// out as result() and result_size(), valid until the next call. Times are milliseconds as a double:
// a script has no 64-bit integers without cost.
#include "api/names.hpp"
#include "model/json.hpp"
#include "scorm/session.hpp"

#define EXPORT(name) extern "C" __attribute__((export_name(#name), used))

namespace {

using namespace scorm;

struct Module {
    std::string buffer;
    std::string text;         ///< of results that no one else keeps
    std::string_view result;  ///< what result() points to
    std::optional<Course> course;
    std::unique_ptr<Session> session;

    std::string_view in(std::size_t from, std::size_t size) const {
        return std::string_view(buffer).substr(from, size);
    }
    void answer(std::string&& value) {
        text = std::move(value);
        result = text;
    }
};

/// Never destroyed: what registers destructors would bring the C library's allocator along.
Module& module() {
    static Module* const instance = new Module;
    return *instance;
}

Millis millis(double now) { return static_cast<Millis>(now); }

void write_optional(json::Writer& out, std::string_view name, const std::optional<Real>& value) {
    out.key(name);
    if (value)
        out.real(*value);
    else
        out.null();
}

}  // namespace

/// A buffer of at least `size` bytes. Growing may move it, and the memory.
EXPORT(buffer) char* export_buffer(std::uint32_t size) {
    if (module().buffer.size() < size) module().buffer.resize(size);
    return module().buffer.data();
}

EXPORT(result) const char* export_result() { return module().result.data(); }
EXPORT(result_size) std::uint32_t export_result_size() {
    return static_cast<std::uint32_t>(module().result.size());
}

/// Course, opening and state one behind the other. 0 when one of them cannot be read.
EXPORT(session_open)
std::int32_t export_open(std::uint32_t course, std::uint32_t opening, std::uint32_t state) {
    Module& m = module();
    m.session.reset();
    m.course = course_from_json(m.in(0, course));
    const auto read = opening_from_json(m.in(course, opening));
    if (!m.course || !read) return 0;
    m.session = Session::open(*m.course, *read, m.in(course + opening, state));
    return m.session != nullptr;
}

EXPORT(session_launch) void export_launch(double now) { module().session->launch(millis(now)); }

/// Returns the size of the answer.
EXPORT(session_call)
std::uint32_t export_call(std::uint32_t function, std::uint32_t first, std::uint32_t second,
                          double now) {
    Module& m = module();
    m.result = m.session->call(static_cast<Function>(function), m.in(0, first), m.in(first, second),
                               millis(now));
    return static_cast<std::uint32_t>(m.result.size());
}

EXPORT(session_last_error) std::int32_t export_last_error() {
    return module().session->last_error();
}

EXPORT(session_navigate)
void export_navigate(std::uint32_t request, std::int32_t activity, double now) {
    module().session->navigate(static_cast<Navigation>(request), activity, millis(now));
}

EXPORT(session_pending) std::uint32_t export_pending() {
    std::int32_t activity = -1;
    return static_cast<std::uint32_t>(module().session->pending_navigation(activity));
}

EXPORT(session_pending_activity) std::int32_t export_pending_activity() {
    std::int32_t activity = -1;
    module().session->pending_navigation(activity);
    return activity;
}

EXPORT(session_unload) void export_unload(double now, std::int32_t gone) {
    module().session->unload(millis(now), gone != 0);
}

EXPORT(session_view) void export_view() {
    module().answer(to_json(module().session->view(), *module().course));
}

EXPORT(session_href) void export_href() { module().answer(module().session->launch_href()); }

EXPORT(session_take_commit) void export_take_commit() {
    module().answer(module().session->take_commit());
}

EXPORT(session_urgent) std::int32_t export_urgent() { return module().session->commit_urgent(); }

EXPORT(session_state) void export_state() { module().answer(module().session->state()); }

EXPORT(session_summary) void export_summary(std::int32_t activity) {
    const ActivitySummary summary = module().session->summary(activity);
    std::string text;
    json::Writer out(text);
    out.begin_object().key("completion").string(name_of(summary.completion));
    out.key("success").string(name_of(summary.success));
    write_optional(out, "scoreScaled", summary.score_scaled);
    write_optional(out, "scoreRaw", summary.score_raw);
    write_optional(out, "progressMeasure", summary.progress_measure);
    out.key("totalTime").integer(summary.total_time);
    out.key("attempts").integer(summary.attempts).end_object();
    module().answer(std::move(text));
}
