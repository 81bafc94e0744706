// Where callers leave their writes and sleep until these are on disk.
//
// Writes are collected in groups; a group is committed together and its callers are woken together,
// by one system call on the group's futex.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace tessera {
class Transaction;
}

namespace tessera::kernel {

/// A futex with a generation: wait(g) returns once the generation is no longer g, or by chance.
class GroupWait {
public:
    int generation() const { return generation_.load(std::memory_order_acquire); }
    void wait(int generation);
    void open();

private:
    std::atomic<int> generation_{0};
};

/// One write on its way. Lives on the caller's stack.
struct WriteJob {
    const std::function<void(Transaction&)>* fn = nullptr;
    bool alone = false;           ///< a change of the schema
    std::string_view request_id;  ///< for the log lines written meanwhile
    std::exception_ptr error;
    std::uint64_t statements = 0;
    std::atomic<bool> finished{false};
};

struct WriteGroup {
    std::vector<WriteJob*> jobs;
    GroupWait wait;
};

class WriteQueue {
public:
    explicit WriteQueue(std::size_t max_group) : max_group_(max_group) {}

    /// Adds the job and sleeps until finish() was called for it. False when the queue is closed.
    [[nodiscard]] bool submit(WriteJob& job);

    /// For the writer: the next group, at most `idle` later. Waits up to `gather` until `expected`
    /// jobs are there. Null when nothing came; then closed() tells whether to end.
    WriteGroup* take(std::chrono::milliseconds idle, std::size_t expected,
                     std::chrono::microseconds gather);
    /// Wakes the callers of the group, which belongs to the queue again.
    void finish(WriteGroup* group);

    void close();
    bool closed() const;
    std::size_t waiting() const;

private:
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::size_t wanted_ = 0;  ///< jobs the writer sleeps for; 0: it does not sleep
    bool closed_ = false;
    std::size_t max_group_;
    std::deque<WriteGroup*> groups_;  ///< with jobs, oldest first
    std::vector<WriteGroup*> spare_;
    std::vector<std::unique_ptr<WriteGroup>>
        all_;  ///< never freed before the queue: a waker may be late
};

}  // namespace tessera::kernel
