#include "app/metrics.hpp"

#include "tessera/error.hpp"

#include <algorithm>

namespace tessera::kernel {

namespace {

constexpr std::string_view kPrefix = "tessera_";

bool is_metric_name(std::string_view name) {
    if (name.empty() || name.size() > 100 || name.rfind(kPrefix, 0) == 0 ||
        (name.front() >= '0' && name.front() <= '9'))
        return false;
    return std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == ':';
    });
}

}  // namespace

std::string prometheus_line(std::string_view name, bool gauge, std::int64_t value) {
    const std::string full = std::string(kPrefix) + std::string(name);
    return "# TYPE " + full + (gauge ? " gauge\n" : " counter\n") + full + " " +
           std::to_string(value) + "\n";
}

KernelMetrics::Value& KernelMetrics::value_of(std::string_view name) {
    const auto found = values_.find(name);
    if (found != values_.end()) return found->second;
    if (!is_metric_name(name)) {
        throw Error(ErrorKind::Internal, "metrics.name",
                    "\"" + std::string(name) + "\" is no name of a metric.");
    }
    return values_[std::string(name)];
}

void KernelMetrics::count(std::string_view name, std::int64_t by) {
    const std::lock_guard lock(mutex_);
    value_of(name).value += by;
}

void KernelMetrics::gauge(std::string_view name, std::int64_t value) {
    const std::lock_guard lock(mutex_);
    Value& entry = value_of(name);
    entry.gauge = true;
    entry.value = value;
}

std::string KernelMetrics::text() const {
    const std::lock_guard lock(mutex_);
    std::string result;
    for (const auto& [name, entry] : values_) {
        result += prometheus_line(name, entry.gauge, entry.value);
    }
    return result;
}

}  // namespace tessera::kernel
