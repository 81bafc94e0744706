// Counters and gauges of plugins, as Prometheus text.
#pragma once

#include "tessera/host.hpp"

#include <map>
#include <mutex>
#include <string>

namespace tessera::kernel {

/// All names are given the prefix "tessera_". One that has it already, and one other than
/// [a-zA-Z_:][a-zA-Z0-9_:]*, is refused with Error{Internal}. Thread-safe.
class KernelMetrics : public Metrics {
public:
    void count(std::string_view name, std::int64_t by = 1) override;
    void gauge(std::string_view name, std::int64_t value) override;
    std::string text() const;

private:
    struct Value {
        bool gauge = false;
        std::int64_t value = 0;
    };
    Value& value_of(std::string_view name);

    mutable std::mutex mutex_;
    std::map<std::string, Value, std::less<>> values_;
};

/// One sample with its TYPE line.
std::string prometheus_line(std::string_view name, bool gauge, std::int64_t value);

}  // namespace tessera::kernel
