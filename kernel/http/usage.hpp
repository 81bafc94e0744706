// Counts who is inside a plugin, so that disabling it can wait until nobody is.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

namespace tessera::kernel {

/// One per loaded plugin (and one for the kernel's own routes). Thread-safe; enter and leave are
/// one atomic operation each.
class Usage {
public:
    explicit Usage(std::string plugin) : plugin_(std::move(plugin)) {}
    Usage(const Usage&) = delete;
    Usage& operator=(const Usage&) = delete;

    const std::string& plugin() const { return plugin_; }

    /// False once closed; then leave() must not be called.
    bool enter();
    void leave();

    /// Nobody enters any more until reopen(). Those inside are not disturbed.
    void close();
    void reopen();
    /// Waits until nobody is inside. False when somebody still is after `limit`.
    bool wait_idle(std::chrono::milliseconds limit);
    std::uint32_t inside() const;
    /// Whether enter() would succeed now.
    bool open() const { return (state_.load(std::memory_order_acquire) & kClosed) == 0; }

private:
    static constexpr std::uint32_t kClosed = 1u << 31;
    std::string plugin_;
    std::atomic<std::uint32_t> state_{0};  ///< kClosed | number inside
};

/// Inside for a scope. Converts to false when the plugin was closed.
class UsageScope {
public:
    explicit UsageScope(Usage& usage) : usage_(usage.enter() ? &usage : nullptr) {}
    ~UsageScope() {
        if (usage_ != nullptr) usage_->leave();
    }
    UsageScope(const UsageScope&) = delete;
    UsageScope& operator=(const UsageScope&) = delete;
    explicit operator bool() const { return usage_ != nullptr; }

private:
    Usage* usage_;
};

}  // namespace tessera::kernel
