#include "http/stats.hpp"

#include <algorithm>

namespace tessera::kernel {
namespace {

void family(std::string& out, const char* name, const char* type, const char* help) {
    out.append("# HELP ").append(name).append(" ").append(help).append("\n");
    out.append("# TYPE ").append(name).append(" ").append(type).append("\n");
}

void single(std::string& out, const char* name, const char* type, const char* help,
            std::uint64_t value) {
    family(out, name, type, help);
    out.append(name).append(" ").append(std::to_string(value)).append("\n");
}

/// Microseconds as seconds without binary fractions.
std::string seconds_text(std::uint64_t microseconds) {
    std::string fraction = std::to_string(microseconds % 1000000);
    fraction.insert(0, 6 - fraction.size(), '0');
    return std::to_string(microseconds / 1000000) + '.' + fraction;
}

}  // namespace

void HttpStats::answered(int status, std::int64_t microseconds) {
    const auto index = static_cast<std::size_t>(status >= 0 && status < 600 ? status : 0);
    by_status_[index].fetch_add(1, std::memory_order_relaxed);
    const auto bound = std::lower_bound(kBounds.begin(), kBounds.end(), microseconds);
    by_time_[static_cast<std::size_t>(bound - kBounds.begin())].fetch_add(
        1, std::memory_order_relaxed);
    microseconds_.fetch_add(static_cast<std::uint64_t>(microseconds), std::memory_order_relaxed);
}

std::string HttpStats::text(const Gauges& gauges) const {
    std::string out;
    family(out, "tessera_http_requests_total", "counter", "Requests answered, by status.");
    for (std::size_t status = 0; status < by_status_.size(); ++status) {
        const std::uint64_t count = by_status_[status].load(std::memory_order_relaxed);
        if (count == 0) continue;
        out += "tessera_http_requests_total{status=\"" + std::to_string(status) + "\"} " +
               std::to_string(count) + "\n";
    }
    family(out, "tessera_http_request_seconds", "histogram",
           "Time from a whole header to the answer handed to the socket.");
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i <= kBounds.size(); ++i) {
        sum += by_time_[i].load(std::memory_order_relaxed);
        const std::string bound =
            i == kBounds.size() ? "+Inf" : seconds_text(static_cast<std::uint64_t>(kBounds[i]));
        out += "tessera_http_request_seconds_bucket{le=\"" + bound + "\"} " + std::to_string(sum) +
               "\n";
    }
    out += "tessera_http_request_seconds_sum " + seconds_text(microseconds_.load()) + "\n";
    out += "tessera_http_request_seconds_count " + std::to_string(sum) + "\n";
    single(out, "tessera_http_refused_headers_total", "counter",
           "Requests whose header was refused.", refused_.load());
    single(out, "tessera_http_overloaded_total", "counter",
           "Requests and connections turned away because there was no room.", overloaded_.load());
    single(out, "tessera_http_evicted_total", "counter", "Connections closed for being too slow.",
           evicted_.load());
    single(out, "tessera_http_connections", "gauge", "Open connections.", gauges.connections);
    single(out, "tessera_http_workers", "gauge", "Threads that run handlers.", gauges.workers);
    single(out, "tessera_http_idle_workers", "gauge", "Those that wait for work.",
           gauges.idle_workers);
    single(out, "tessera_http_queue", "gauge", "Requests that wait for a worker.", gauges.queued);
    return out;
}

}  // namespace tessera::kernel
