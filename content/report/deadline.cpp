#include "report/deadline.hpp"

#include <ctime>

namespace content {

Deadline::Deadline(std::chrono::milliseconds time) : end_(used() + time) {}

std::chrono::nanoseconds Deadline::used() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
}

bool Deadline::passed() {
    constexpr unsigned kEvery = 32;
    if (!passed_ && calls_++ % kEvery == 0) passed_ = used() > end_;
    return passed_;
}

}  // namespace content
