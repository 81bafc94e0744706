// What the HTTP server counts, for /metrics.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>

namespace tessera::kernel {

/// Thread-safe; counting is one or two relaxed additions.
class HttpStats {
public:
    void answered(int status, std::int64_t microseconds);
    void refused_head() { refused_.fetch_add(1, std::memory_order_relaxed); }
    void overloaded() { overloaded_.fetch_add(1, std::memory_order_relaxed); }
    void evicted() { evicted_.fetch_add(1, std::memory_order_relaxed); }

    struct Gauges {
        unsigned connections = 0, workers = 0, idle_workers = 0, queued = 0;
    };
    /// Prometheus text format.
    std::string text(const Gauges& gauges) const;

private:
    static constexpr std::array<std::int64_t, 10> kBounds = {
        500, 1000, 2500, 5000, 10000, 25000, 100000, 500000, 2500000, 10000000};
    std::array<std::atomic<std::uint64_t>, 600> by_status_{};
    std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> by_time_{};
    std::atomic<std::uint64_t> microseconds_{0}, refused_{0}, overloaded_{0}, evicted_{0};
};

}  // namespace tessera::kernel
