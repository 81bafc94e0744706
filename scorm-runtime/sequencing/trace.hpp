// Where the processes note what they do, when somebody wants to know.
#pragma once

#include "scorm/trace.hpp"

#include <memory>
#include <set>

namespace scorm {

/// The module for the browser has no room for it: there all of it is left out by the compiler.
#ifdef __wasm__
inline constexpr bool kTracing = false;
#else
inline constexpr bool kTracing = true;
#endif

class Trace {
public:
    /// Most entries that wait to be taken; further ones are counted.
    static constexpr std::size_t kMaxEntries = 20'000;

    /// A new entry at now(), to be filled in.
    TraceEntry& add(TraceKind kind, std::int32_t activity);
    /// Its place, for what is known only later.
    std::size_t last() const { return last_; }
    TraceEntry& at(std::size_t place);

    /// All entries since the last call.
    std::vector<TraceEntry> take();

    void set_now(std::int64_t now) { now_ = now; }

    /// The process that changes values now, and the rule that made it.
    std::string_view process;
    std::string rule;
    /// Rules and limits that were told during the present request.
    std::set<const void*> noted;

private:
    std::vector<TraceEntry> entries_;
    std::size_t last_ = 0;
    TraceEntry spare_;  ///< for those that are only counted
    std::int64_t omitted_ = 0;
    std::int64_t now_ = 0;
};

/// Owns a trace where there are traces; elsewhere its code stays out of the module.
struct TraceDeleter {
    void operator()(Trace* trace) const {
        if constexpr (kTracing) delete trace;
    }
};
using TracePtr = std::unique_ptr<Trace, TraceDeleter>;

/// Bytes of a text of content that are kept: enough to recognise it.
inline constexpr std::size_t kTraceText = 200;
inline bool fits_trace(std::string_view text) { return text.size() <= kTraceText; }

/// The text, or its beginning, cut between characters.
std::string shortened(std::string_view text);

/// "satisfied and not attempted", in the manifest's words.
std::string text_of(const std::vector<Condition>& conditions, bool all);
/// "all: satisfied", "atLeastCount 2: completed or attempted".
std::string text_of(const RollupRule& rule);
std::string_view text_of(RuleAction action);

}  // namespace scorm
