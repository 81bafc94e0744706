#include "http/transport.hpp"

#include "http/connections.hpp"
#include "tessera/error.hpp"

#include <cerrno>

#include <poll.h>
#include <sys/socket.h>

namespace tessera::kernel {

Transport::~Transport() {
    if (counted_) waiting_.fetch_sub(1, std::memory_order_relaxed);
}

void Transport::wait(short events) {
    const std::int64_t now = steady_ms();
    if (!counted_) {
        if (waiting_.fetch_add(1, std::memory_order_relaxed) >= limits_.most_waiting) {
            waiting_.fetch_sub(1, std::memory_order_relaxed);
            throw Error(
                ErrorKind::Unavailable, "http.busy",
                "The server is busy with many slow transfers. Please try again in a moment.");
        }
        counted_ = true;
        started_ms_ = now;
    }
    const std::int64_t measured_ms = now - started_ms_ - limits_.stall_ms;
    if (measured_ms > 0 &&
        moved_ < static_cast<std::uint64_t>(measured_ms) * limits_.min_rate / 1000) {
        throw ClientGone();
    }
    pollfd entry{socket_, events, 0};
    int ready = 0;
    do {
        ready = ::poll(&entry, 1, static_cast<int>(limits_.stall_ms));
    } while (ready < 0 && errno == EINTR);
    if (ready <= 0) throw ClientGone();
}

std::size_t Transport::receive(char* to, std::size_t most) {
    for (;;) {
        const ssize_t got = ::recv(socket_, to, most, MSG_DONTWAIT);
        if (got > 0) {
            moved_ += static_cast<std::uint64_t>(got);
            return static_cast<std::size_t>(got);
        }
        if (got == 0) throw ClientGone();
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            wait(POLLIN);
        else if (errno != EINTR)
            throw ClientGone();
    }
}

void Transport::send(std::string_view bytes, bool more) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(),
                                    MSG_DONTWAIT | MSG_NOSIGNAL | (more ? MSG_MORE : 0));
        if (sent >= 0) {
            moved_ += static_cast<std::uint64_t>(sent);
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            wait(POLLOUT);
        } else if (errno != EINTR) {
            throw ClientGone();
        }
    }
}

}  // namespace tessera::kernel
