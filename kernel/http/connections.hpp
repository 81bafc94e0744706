// All open connections, and who may touch which.
//
// A connection is either parked (watched by epoll, held by nobody) or held by exactly one thread.
// An event of epoll names a connection by slot and generation; claim() makes the thread that got
// the event its holder, unless the connection was closed meanwhile. Slots are never freed, so an
// event that comes too late finds another generation instead of freed memory.
#pragma once

#include "http/ip.hpp"
#include "http/output.hpp"

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace tessera::kernel {

/// Milliseconds of a clock that never jumps.
std::int64_t steady_ms();

struct Connection {
    enum class Phase : std::uint8_t {
        Idle,      ///< between requests
        Head,      ///< part of a header is here
        Body,      ///< part of a small body is here
        Writing,   ///< `output` waits for the client to read
        Lingering  ///< answered and shut; what still comes is thrown away
    };

    std::atomic<int> fd{-1};
    Phase phase = Phase::Idle;
    bool close_after_output = false;
    std::int64_t since = 0;          ///< when the phase began
    IpAddress address;               ///< of the peer
    std::size_t chunks_seen = 0;     ///< of a body in chunks: see chunks_here()
    std::unique_ptr<Output> output;  ///< an answer that did not fit into the socket's buffer

private:
    friend class Connections;
    std::atomic<std::uint64_t> word_{0};  ///< generation << 2 | Hold
    std::atomic<std::int64_t> deadline_{0};
    std::uint32_t index_ = 0;
    std::string received_;
};

class Connections {
public:
    /// `exempt` addresses are not counted against `per_address`, which is of same_client().
    Connections(int epoll, unsigned most, unsigned per_address, std::vector<IpNetwork> exempt);
    /// Closes what is open.
    ~Connections();
    Connections(const Connections&) = delete;
    Connections& operator=(const Connections&) = delete;

    /// Held by the caller. Null when there are too many; the socket is then still the caller's.
    Connection* open(int fd, const IpAddress& address);
    /// The connection an event names, held by the caller, or null when it is somebody else's or
    /// gone.
    Connection* claim(std::uint64_t ticket);
    /// Keeps the start of a request that is not whole yet, until restore() copies it to `to` and
    /// forgets it. False when parked connections hold too much already; the bytes are kept even
    /// then.
    bool keep(Connection& connection, std::string_view received);
    std::size_t restore(Connection& connection, char* to);
    /// Gives it up until `events` (EPOLLIN or EPOLLOUT) happen or `deadline` passes.
    void park(Connection& connection, std::uint32_t events, std::int64_t deadline);
    /// Closes the socket; the caller holds it and may not touch it any more.
    void close(Connection& connection);

    /// Claims the parked connections whose deadline is before `now` and gives them to `evict`.
    template <class F>
    void claim_expired(std::int64_t now, F&& evict) {
        const std::uint32_t used = used_.load(std::memory_order_acquire);
        for (std::uint32_t i = 0; i < used; ++i) {
            Connection& c = slots_[i];
            if (c.deadline_.load(std::memory_order_relaxed) < now && take(c)) evict(c);
        }
    }
    /// Claims every parked connection that is in `phase`.
    template <class F>
    void claim_phase(Connection::Phase phase, F&& evict) {
        const std::uint32_t used = used_.load(std::memory_order_acquire);
        for (std::uint32_t i = 0; i < used; ++i) {
            Connection& c = slots_[i];
            if (!take(c)) continue;
            if (c.phase == phase)
                evict(c);
            else
                park(c, c.output ? kWritable : kReadable, c.deadline_);
        }
    }
    /// Shuts every socket down, so that whoever waits for it wakes up.
    void cut_all();

    std::uint32_t count() const { return count_.load(std::memory_order_relaxed); }

    static const std::uint32_t kReadable, kWritable;

private:
    enum Hold : std::uint64_t { kFree = 0, kHeld = 1, kParking = 2, kParked = 3 };

    /// Together, of starts of requests: 15,000 clients that stop in the middle must not cost a
    /// gigabyte. Half of it is for what is no longer than the start of a page's header.
    static constexpr std::size_t kMaxKept = 64u << 20;
    static constexpr std::size_t kShort = 4096;

    /// Parked → held, by whoever finds it.
    static bool take(Connection& connection);

    const int epoll_;
    const unsigned per_address_;
    const std::vector<IpNetwork> exempt_;
    std::unique_ptr<Connection[]> slots_;
    std::atomic<std::uint32_t> used_{0};  ///< slots ever used
    std::atomic<std::uint32_t> count_{0};
    std::atomic<std::size_t> kept_{0};  ///< bytes of all received_
    std::mutex mutex_;                  ///< of the free list and the counts
    std::vector<std::uint32_t> free_;
    std::map<IpAddress, unsigned> by_address_;
};

}  // namespace tessera::kernel
