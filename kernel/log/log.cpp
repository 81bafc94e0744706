#include "log/log.hpp"

#include <nlohmann/json.hpp>

#include <unistd.h>

namespace tessera::kernel {
namespace {

constexpr std::size_t kMostOfValue = 4096;

thread_local std::string_view current_request;

const char* name_of(LogLevel level) {
    switch (level) {
        case LogLevel::Debug:
            return "debug";
        case LogLevel::Info:
            return "info";
        case LogLevel::Warning:
            return "warning";
        case LogLevel::Error:
            return "error";
    }
    return "error";
}

void append(std::string& line, std::string_view name, std::string_view value) {
    const auto quoted = [&](std::string_view text) {
        const Json string = std::string(text.substr(0, kMostOfValue));
        line += string.dump(-1, ' ', false, Json::error_handler_t::replace);
    };
    line += line.empty() ? '{' : ',';
    quoted(name);
    line += ':';
    quoted(value);
}

}  // namespace

LogScope::LogScope(std::string_view request_id) : outer_(current_request) {
    current_request = request_id;
}

LogScope::~LogScope() { current_request = outer_; }

std::string_view LogScope::current() { return current_request; }

void JsonLog::write(LogLevel level, std::string_view message, const TextArgs& fields) {
    if (level < least_.load(std::memory_order_relaxed)) return;
    std::string line;
    append(line, "time", iso_text(clock_.now()));
    append(line, "level", name_of(level));
    append(line, "message", message);
    if (!current_request.empty()) append(line, "request", current_request);
    for (const auto& [name, value] : fields) append(line, name, value);
    line += "}\n";
    // One call for a whole line keeps the lines of threads apart. A log that can't be written is
    // lost.
    [[maybe_unused]] const auto written = ::write(fd_, line.data(), line.size());
}

}  // namespace tessera::kernel
