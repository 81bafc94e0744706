// Keeps the index in step with the tables: a thread that loads it at start, when the day has changed
// (employments start and end) and when somebody says that everything may have changed.
#pragma once

#include "index.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

namespace tessera::compliance {

/// Thread-safe.
class Keeper {
public:
    /// Reads everything for a day from a snapshot that is begun inside the call. Gives up by an
    /// exception when `stopping` says so.
    using Read =
        std::function<std::vector<Entry>(std::int32_t day, const std::atomic<bool>& stopping)>;

    /// `day` tells today in days; `loaded` is called after a load with "", or with why it failed,
    /// after which it is tried again.
    Keeper(Index& index, Read read, std::function<std::int32_t()> day,
           std::function<void(const std::string&)> loaded)
        : index_(index), read_(std::move(read)), day_(std::move(day)), told_(std::move(loaded)) {}
    ~Keeper() { stop(); }
    Keeper(const Keeper&) = delete;
    Keeper& operator=(const Keeper&) = delete;

    /// Begins to load and to keep.
    void start();
    /// Waits for the thread, which gives up a load that is under way.
    void stop();
    /// Everything may have changed: who waits from now on sees what is read after this call.
    void stale();
    /// Returns when the index holds today's state with everything stale() was called for before.
    /// Throws Error{Unavailable} when it could not be read. Starts the thread when nobody has.
    void wait_until_current();

private:
    void run();
    bool load(std::uint64_t wanted);
    bool is_current() const;  ///< the caller holds the mutex

    Index& index_;
    const Read read_;
    const std::function<std::int32_t()> day_;
    const std::function<void(const std::string&)> told_;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::thread thread_;
    std::atomic<bool> stopping_{false};
    std::uint64_t wanted_ = 1;  ///< goes up with each stale()
    std::uint64_t loaded_ = 0;  ///< the value of `wanted_` that the last load began with
    std::int32_t loaded_day_ = 0;
    std::uint64_t failures_ = 0;
};

}  // namespace tessera::compliance
