#include "http/connections.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tessera::kernel {

const std::uint32_t Connections::kReadable = EPOLLIN | EPOLLRDHUP;
const std::uint32_t Connections::kWritable = EPOLLOUT;

std::int64_t steady_ms() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

Connections::Connections(int epoll, unsigned most, unsigned per_address,
                         std::vector<IpNetwork> exempt)
    : epoll_(epoll),
      per_address_(per_address),
      exempt_(std::move(exempt)),
      slots_(new Connection[most]) {
    free_.reserve(most);
    for (unsigned i = most; i > 0; --i) {
        slots_[i - 1].index_ = i - 1;
        free_.push_back(i - 1);
    }
}

Connections::~Connections() {
    for (std::uint32_t i = 0; i < used_; ++i) {
        if (slots_[i].fd >= 0) ::close(slots_[i].fd);
    }
}

Connection* Connections::open(int fd, const IpAddress& address) {
    const bool counted = !any_contains(exempt_, address);
    const std::lock_guard lock(mutex_);
    if (free_.empty()) return nullptr;
    if (counted) {
        const IpAddress client = same_client(address);
        const auto found = by_address_.find(client);
        if (found != by_address_.end() && found->second >= per_address_) return nullptr;
        ++by_address_[client];
    }
    Connection& c = slots_[free_.back()];
    free_.pop_back();
    used_.store(std::max(used_.load(), c.index_ + 1), std::memory_order_release);
    count_.fetch_add(1, std::memory_order_relaxed);
    c.fd = fd;
    c.phase = Connection::Phase::Idle;
    c.close_after_output = false;
    c.address = address;
    const std::uint64_t generation = (c.word_.load() >> 2) + 1;
    c.word_.store(generation << 2 | kHeld, std::memory_order_release);

    epoll_event nothing{};  // park() arms it
    nothing.events = EPOLLONESHOT;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &nothing);
    return &c;
}

bool Connections::take(Connection& c) {
    std::uint64_t word = c.word_.load(std::memory_order_acquire);
    if ((word & 3) != kParked) return false;
    return c.word_.compare_exchange_strong(word, (word & ~std::uint64_t{3}) | kHeld,
                                           std::memory_order_acquire);
}

Connection* Connections::claim(std::uint64_t ticket) {
    Connection& c = slots_[ticket & 0xffffffff];
    for (;;) {
        std::uint64_t word = c.word_.load(std::memory_order_acquire);
        if (((word >> 2) & 0xffffffff) != ticket >> 32) return nullptr;
        if ((word & 3) == kParking) {  // the event came before the thread that armed it was done
            std::this_thread::yield();
            continue;
        }
        if ((word & 3) != kParked) return nullptr;
        const std::uint64_t held = (word & ~std::uint64_t{3}) | kHeld;
        if (c.word_.compare_exchange_weak(word, held, std::memory_order_acquire)) return &c;
    }
}

bool Connections::keep(Connection& c, std::string_view received) {
    if (received.empty()) return true;
    c.received_.assign(received);
    const std::size_t most = received.size() > kShort ? kMaxKept / 2 : kMaxKept;
    return kept_.fetch_add(received.size(), std::memory_order_relaxed) + received.size() <= most;
}

std::size_t Connections::restore(Connection& c, char* to) {
    const std::size_t size = c.received_.size();
    if (size == 0) return 0;
    c.received_.copy(to, size);
    std::string().swap(c.received_);
    kept_.fetch_sub(size, std::memory_order_relaxed);
    return size;
}

void Connections::park(Connection& c, std::uint32_t events, std::int64_t deadline) {
    const std::uint64_t generation = c.word_.load(std::memory_order_relaxed) >> 2;
    const std::uint64_t ticket = (generation & 0xffffffff) << 32 | c.index_;
    epoll_event event{};
    event.events = events | EPOLLONESHOT;
    event.data.u64 = ticket;
    c.deadline_.store(deadline, std::memory_order_relaxed);
    // Nobody may close the socket before epoll_ctl has returned: its number could be in use again.
    c.word_.store(generation << 2 | kParking, std::memory_order_release);
    ::epoll_ctl(epoll_, EPOLL_CTL_MOD, c.fd, &event);
    c.word_.store(generation << 2 | kParked, std::memory_order_release);
}

void Connections::close(Connection& c) {
    const int fd = c.fd;
    kept_.fetch_sub(c.received_.size(), std::memory_order_relaxed);
    std::string().swap(c.received_);
    c.output.reset();
    c.fd = -1;
    const std::uint64_t generation = c.word_.load(std::memory_order_relaxed) >> 2;
    {
        const std::lock_guard lock(mutex_);
        if (auto it = by_address_.find(same_client(c.address));
            it != by_address_.end() && --it->second == 0) {
            by_address_.erase(it);
        }
        c.word_.store(generation << 2 | kFree, std::memory_order_release);
        free_.push_back(c.index_);
        count_.fetch_sub(1, std::memory_order_relaxed);
    }
    ::close(fd);
}

void Connections::cut_all() {
    const std::uint32_t used = used_.load(std::memory_order_acquire);
    for (std::uint32_t i = 0; i < used; ++i) {
        const std::lock_guard lock(mutex_);
        if ((slots_[i].word_.load(std::memory_order_acquire) & 3) != kFree) {
            ::shutdown(slots_[i].fd, SHUT_RDWR);
        }
    }
}

}  // namespace tessera::kernel
