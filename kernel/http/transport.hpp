// Blocking transfers of one request: bodies that stream in and answers that stream out. A worker
// may wait here, so the wait is bounded: no byte for `stall_time`, or fewer than `min_rate` bytes/s
// on average, ends the connection, and only half of the workers may wait at once.
#pragma once

#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <string_view>

namespace tessera::kernel {

/// The client went away, or was so slow that we did. Nobody is left to answer.
class ClientGone : public std::runtime_error {
public:
    ClientGone() : std::runtime_error("The client is gone.") {}
};

struct TransferLimits {
    std::int64_t stall_ms = 20000;
    std::uint32_t min_rate = 1024;
    unsigned most_waiting = 32;
};

class Transport {
public:
    Transport(int socket, const TransferLimits& limits, std::atomic<unsigned>& waiting)
        : socket_(socket), limits_(limits), waiting_(waiting) {}
    ~Transport();
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;

    /// At least one byte. Throws ClientGone, or Error{Unavailable} when too many workers wait
    /// already.
    std::size_t receive(char* to, std::size_t most);
    /// All of it. `more` says that the next send follows at once. Throws as receive().
    void send(std::string_view bytes, bool more = false);

private:
    void wait(short events);

    const int socket_;
    const TransferLimits& limits_;
    std::atomic<unsigned>& waiting_;
    bool counted_ = false;
    std::int64_t started_ms_ = 0;  ///< when the first wait began
    std::uint64_t moved_ = 0;
};

}  // namespace tessera::kernel
