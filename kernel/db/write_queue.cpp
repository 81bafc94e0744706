#include "db/write_queue.hpp"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <climits>

namespace tessera::kernel {

static_assert(sizeof(std::atomic<int>) == sizeof(int), "the kernel's futex is a plain int");

void GroupWait::wait(int generation) {
    if (generation_.load(std::memory_order_acquire) != generation) return;
    syscall(SYS_futex, &generation_, FUTEX_WAIT_PRIVATE, generation, nullptr, nullptr, 0);
}

void GroupWait::open() {
    generation_.fetch_add(1, std::memory_order_release);
    syscall(SYS_futex, &generation_, FUTEX_WAKE_PRIVATE, INT_MAX, nullptr, nullptr, 0);
}

bool WriteQueue::submit(WriteJob& job) {
    WriteGroup* group = nullptr;
    int generation = 0;
    bool wake = false;
    {
        const std::lock_guard lock(mutex_);
        if (closed_) return false;
        if (groups_.empty() || groups_.back()->jobs.size() >= max_group_) {
            if (spare_.empty()) {
                all_.push_back(std::make_unique<WriteGroup>());
                spare_.push_back(all_.back().get());
            }
            groups_.push_back(spare_.back());
            spare_.pop_back();
        }
        group = groups_.back();
        group->jobs.push_back(&job);
        generation = group->wait.generation();
        if (wanted_ != 0 && group->jobs.size() >= wanted_) {
            wanted_ = 0;
            wake = true;
        }
    }
    if (wake) arrived_.notify_one();
    while (!job.finished.load(std::memory_order_acquire)) {
        group->wait.wait(generation);
        generation = group->wait.generation();
    }
    return true;
}

WriteGroup* WriteQueue::take(std::chrono::milliseconds idle, std::size_t expected,
                             std::chrono::microseconds gather) {
    std::unique_lock lock(mutex_);
    if (groups_.empty() && !closed_) {
        wanted_ = 1;
        arrived_.wait_for(lock, idle, [&] { return !groups_.empty() || closed_; });
    }
    if (!groups_.empty() && groups_.front()->jobs.size() < expected && !closed_) {
        wanted_ = expected;
        arrived_.wait_for(lock, gather, [&] { return wanted_ == 0 || closed_; });
    }
    wanted_ = 0;
    if (groups_.empty()) return nullptr;
    WriteGroup* group = groups_.front();
    groups_.pop_front();
    return group;
}

void WriteQueue::finish(WriteGroup* group) {
    for (WriteJob* job : group->jobs) job->finished.store(true, std::memory_order_release);
    // From here on the jobs may be gone.
    group->jobs.clear();
    group->wait.open();
    const std::lock_guard lock(mutex_);
    spare_.push_back(group);
}

void WriteQueue::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    arrived_.notify_one();
}

bool WriteQueue::closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
}

std::size_t WriteQueue::waiting() const {
    const std::lock_guard lock(mutex_);
    std::size_t count = 0;
    for (const WriteGroup* group : groups_) count += group->jobs.size();
    return count;
}

}  // namespace tessera::kernel
