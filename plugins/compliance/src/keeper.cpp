#include "keeper.hpp"

#include <chrono>
#include <string>

namespace tessera::compliance {

namespace {

/// How often the day is looked at, and how soon a load that failed is tried again.
constexpr std::chrono::seconds kLookAround{10};

}  // namespace

void Keeper::start() {
    const std::lock_guard lock(mutex_);
    if (thread_.joinable()) return;
    stopping_ = false;
    thread_ = std::thread([this] { run(); });
}

void Keeper::stop() {
    std::thread thread;
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        thread = std::move(thread_);
    }
    changed_.notify_all();
    if (thread.joinable()) thread.join();
}

void Keeper::stale() {
    {
        const std::lock_guard lock(mutex_);
        ++wanted_;
    }
    changed_.notify_all();
}

bool Keeper::is_current() const { return loaded_ == wanted_ && loaded_day_ == day_(); }

void Keeper::wait_until_current() {
    start();
    std::unique_lock lock(mutex_);
    if (is_current()) return;
    changed_.notify_all();
    const std::uint64_t wanted = wanted_, failures = failures_;
    // Not is_current(): while requirements change all the time that would wait for ever.
    changed_.wait(lock, [&] {
        return stopping_ || failures_ != failures || (loaded_ >= wanted && loaded_day_ == day_());
    });
    if (loaded_ < wanted || loaded_day_ != day_()) {
        throw Error(ErrorKind::Unavailable, "compliance.index",
                    "The compliance figures are being read. Please try again in a moment.");
    }
}

bool Keeper::load(std::uint64_t wanted) {
    const std::int32_t day = day_();
    try {
        index_.mark();
        index_.load(read_(day, stopping_));
        told_("");
        const std::lock_guard lock(mutex_);
        loaded_ = wanted;
        loaded_day_ = day;
        return true;
    } catch (const std::exception& error) {
        if (!stopping_) told_(error.what());
        const std::lock_guard lock(mutex_);
        ++failures_;
        return false;
    }
}

void Keeper::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        bool rest = is_current();
        if (!rest) {
            const std::uint64_t wanted = wanted_;
            lock.unlock();
            rest = !load(wanted);
            changed_.notify_all();
            lock.lock();
        }
        if (rest && !stopping_) changed_.wait_for(lock, kLookAround);
    }
}

}  // namespace tessera::compliance
