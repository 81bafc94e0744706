// Blocking transfers of one request: bodies that stream in and answers that stream out. A worker
// may wait here, so the wait is bounded: no byte for `stall_time`, or fewer than `min_rate` bytes/s
// on average, ends the connection, and only so many workers may wait at once: half of them for all,
// few for who is not signed in, few for any one person or address.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace tessera::kernel {

/// The client went away, or was so slow that we did. Nobody is left to answer.
class ClientGone : public std::runtime_error {
public:
    ClientGone() : std::runtime_error("The client is gone.") {}
};

/// Whom a worker waits for.
enum class Waiting : std::uint8_t {
    Stranger,  ///< somebody who is not signed in
    Content,   ///< a page of the content origin; the kernel does not know who looks at it
    Known      ///< somebody who is signed in, or an API key
};

struct TransferLimits {
    std::int64_t stall_ms = 20000;
    std::uint32_t min_rate = 1024;
    /// Workers that may wait at once: for all, for strangers, for the content origin, for one person
    /// or address.
    unsigned most = 32, most_strangers = 4, most_content = 8, most_each = 4;

    /// The shares of `workers` threads.
    static TransferLimits of(unsigned workers);
};

/// Who waits at the moment. Thread-safe.
class TransferSlots {
public:
    explicit TransferSlots(TransferLimits limits) : limits_(limits) {}

    const TransferLimits& limits() const { return limits_; }
    /// `who` is an address or an account, told apart by the caller. False when there is no room.
    bool take(Waiting kind, const std::string& who);
    void release(Waiting kind, const std::string& who);

private:
    const TransferLimits limits_;
    std::mutex mutex_;
    std::array<unsigned, 3> of_kind_{};
    std::map<std::string, unsigned> of_each_;
};

class Transport {
public:
    /// Waits for a stranger at `address`, until waits_for().
    Transport(int socket, TransferSlots& slots, std::string address)
        : socket_(socket), slots_(slots), who_(std::move(address)) {}
    ~Transport();
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;

    /// For whom it will wait; the address stays when `who` is empty. Said before the first wait.
    void waits_for(Waiting kind, std::string who);

    /// At least one byte. Throws ClientGone, or Error{Unavailable} when too many workers wait
    /// already.
    std::size_t receive(char* to, std::size_t most);
    /// All of it. `more` says that the next send follows at once. Throws as receive().
    void send(std::string_view bytes, bool more = false);

private:
    void wait(short events);

    const int socket_;
    TransferSlots& slots_;
    Waiting kind_ = Waiting::Stranger;
    std::string who_;
    bool counted_ = false;
    std::int64_t started_ms_ = 0;  ///< when the first wait began
    std::uint64_t moved_ = 0;
};

}  // namespace tessera::kernel
