// What the threads of the HTTP server share.
#pragma once

#include "http/connections.hpp"
#include "http/pipeline.hpp"
#include "http/server.hpp"
#include "http/stats.hpp"
#include "http/transport.hpp"

#include <atomic>
#include <deque>
#include <mutex>

namespace tessera::kernel {

/// The event that says that the backlog has work, or that it is time to leave.
inline constexpr std::uint64_t kWakeTicket = ~std::uint64_t{0};

/// Requests that found no worker. Workers take from here before they look for new events.
class Backlog {
public:
    explicit Backlog(std::size_t most) : most_(most) {}
    /// False when it is full.
    bool push(Connection& connection);
    /// Null when it is empty, which costs one load.
    Connection* pop();
    std::size_t size() const { return size_.load(std::memory_order_relaxed); }

private:
    const std::size_t most_;
    std::atomic<std::size_t> size_{0};
    std::mutex mutex_;
    std::deque<Connection*> waiting_;
};

struct HttpCore {
    HttpCore(HttpOptions settings, Gate& gate_in_use, int epoll_fd);

    const HttpOptions options;
    Gate& gate;
    Pipeline pipeline;
    const int epoll;
    Connections connections;
    Backlog backlog;
    HttpStats stats;
    TransferSlots transfers;
    std::atomic<unsigned> idle_workers{0};
    std::atomic<bool> draining{false};  ///< answer what is here, then close
    std::atomic<bool> quitting{false};  ///< leave the loops
};

}  // namespace tessera::kernel
