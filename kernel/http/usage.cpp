#include "http/usage.hpp"

#include <thread>

namespace tessera::kernel {

bool Usage::enter() {
    const std::uint32_t before = state_.fetch_add(1, std::memory_order_acquire);
    if ((before & kClosed) == 0) return true;
    state_.fetch_sub(1, std::memory_order_release);
    return false;
}

void Usage::leave() { state_.fetch_sub(1, std::memory_order_release); }

void Usage::close() { state_.fetch_or(kClosed, std::memory_order_acq_rel); }

void Usage::reopen() { state_.fetch_and(~kClosed, std::memory_order_acq_rel); }

std::uint32_t Usage::inside() const { return state_.load(std::memory_order_acquire) & ~kClosed; }

bool Usage::wait_idle(std::chrono::milliseconds limit) {
    const auto until = std::chrono::steady_clock::now() + limit;
    while (inside() != 0) {
        if (std::chrono::steady_clock::now() >= until) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return true;
}

}  // namespace tessera::kernel
