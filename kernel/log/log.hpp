// Structured log: one line of JSON per entry.
#pragma once

#include "tessera/host.hpp"

#include <atomic>
#include <string>
#include <string_view>

namespace tessera::kernel {

/// Names the request, job or event this thread works for; entries written meanwhile carry it as
/// "request". Scopes nest. The id must live as long as the scope.
class LogScope {
public:
    explicit LogScope(std::string_view request_id);
    ~LogScope();
    LogScope(const LogScope&) = delete;
    LogScope& operator=(const LogScope&) = delete;

    /// The innermost id of this thread, or empty.
    static std::string_view current();

private:
    std::string_view outer_;
};

/// Writes to a file descriptor, a whole line by one write(2). {"time","level","message","request",
/// then the fields in order}. Text that is not UTF-8 is mended, long values are cut. Thread-safe.
class JsonLog : public Log {
public:
    explicit JsonLog(const Clock& clock, LogLevel least = LogLevel::Info, int fd = 2)
        : clock_(clock), least_(least), fd_(fd) {}
    void write(LogLevel level, std::string_view message, const TextArgs& fields = {}) override;
    void set_least(LogLevel least) { least_ = least; }

private:
    const Clock& clock_;
    std::atomic<LogLevel> least_;
    const int fd_;
};

}  // namespace tessera::kernel
