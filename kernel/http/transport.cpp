#include "http/transport.hpp"

#include "http/connections.hpp"
#include "tessera/error.hpp"

#include <algorithm>
#include <cerrno>

#include <poll.h>
#include <sys/socket.h>

namespace tessera::kernel {

TransferLimits TransferLimits::of(unsigned workers) {
    TransferLimits limits;
    limits.most = std::max(1u, workers / 2);
    limits.most_strangers = std::max(2u, workers / 16);
    limits.most_content = std::max(2u, workers / 8);
    limits.most_each = std::max(2u, workers / 16);
    return limits;
}

bool TransferSlots::take(Waiting kind, const std::string& who) {
    const auto index = static_cast<std::size_t>(kind);
    const unsigned most_of_kind[] = {limits_.most_strangers, limits_.most_content, limits_.most};
    const std::lock_guard lock(mutex_);
    if (of_kind_[0] + of_kind_[1] + of_kind_[2] >= limits_.most) return false;
    if (of_kind_[index] >= most_of_kind[index]) return false;
    const auto each = of_each_.find(who);
    if (each != of_each_.end() && each->second >= limits_.most_each) return false;
    ++of_kind_[index];
    ++of_each_[who];
    return true;
}

void TransferSlots::release(Waiting kind, const std::string& who) {
    const std::lock_guard lock(mutex_);
    --of_kind_[static_cast<std::size_t>(kind)];
    if (const auto each = of_each_.find(who); --each->second == 0) of_each_.erase(each);
}

Transport::~Transport() {
    if (counted_) slots_.release(kind_, who_);
}

void Transport::waits_for(Waiting kind, std::string who) {
    if (counted_) return;
    kind_ = kind;
    if (!who.empty()) who_ = std::move(who);
}

void Transport::wait(short events) {
    const std::int64_t now = steady_ms();
    const TransferLimits& limits = slots_.limits();
    if (!counted_) {
        if (!slots_.take(kind_, who_)) {
            throw Error(
                ErrorKind::Unavailable, "http.busy",
                "The server is busy with many slow transfers. Please try again in a moment.");
        }
        counted_ = true;
        started_ms_ = now;
    }
    const std::int64_t measured_ms = now - started_ms_ - limits.stall_ms;
    if (measured_ms > 0 &&
        moved_ < static_cast<std::uint64_t>(measured_ms) * limits.min_rate / 1000) {
        throw ClientGone();
    }
    pollfd entry{socket_, events, 0};
    int ready = 0;
    do {
        ready = ::poll(&entry, 1, static_cast<int>(limits.stall_ms));
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
