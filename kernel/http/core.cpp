#include "http/core.hpp"

#include <algorithm>

namespace tessera::kernel {

bool Backlog::push(Connection& connection) {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= most_) return false;
    waiting_.push_back(&connection);
    size_.store(waiting_.size(), std::memory_order_release);
    return true;
}

Connection* Backlog::pop() {
    if (size_.load(std::memory_order_acquire) == 0) return nullptr;
    const std::lock_guard lock(mutex_);
    if (waiting_.empty()) return nullptr;
    Connection* connection = waiting_.front();
    waiting_.pop_front();
    size_.store(waiting_.size(), std::memory_order_release);
    return connection;
}

namespace {

std::vector<IpNetwork> joined(std::vector<IpNetwork> a, const std::vector<IpNetwork>& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

TransferLimits transfer_limits(const HttpOptions& options) {
    TransferLimits limits = TransferLimits::of(options.workers);
    limits.stall_ms = options.stall_time.count();
    limits.min_rate = options.min_rate;
    return limits;
}

}  // namespace

HttpCore::HttpCore(HttpOptions settings, Gate& gate_in_use, int epoll_fd)
    : options(std::move(settings)),
      gate(gate_in_use),
      pipeline(gate_in_use),
      epoll(epoll_fd),
      connections(epoll_fd, options.max_connections, options.max_per_address,
                  joined(options.uncounted, options.trusted_proxies)),
      backlog(options.queue),
      transfers(transfer_limits(options)) {}

}  // namespace tessera::kernel
