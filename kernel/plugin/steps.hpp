// Steps of a plugin's life (setup, start, stop) under a time limit: one that hangs must not keep the
// site from running or ending.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace tessera::kernel {

/// The code of the error that says that a step was left to itself.
inline constexpr const char* kStuck = "plugin.stuck";

/// Thread-safe.
class Steps {
public:
    /// Runs `fn` on a thread of its own and waits for it. Throws what it threw, as call_plugin()
    /// does, or Error{Unavailable, kStuck} with a sentence after `limit`: the thread is then
    /// left to itself, and `fn` and what it holds are never destroyed. So `fn` owns or outlives what
    /// it uses.
    void run(const std::string& plugin, const std::string& step, std::chrono::milliseconds limit,
             std::function<void()> fn);
    /// "alpha: start()" for each step that was left to itself and still runs. While there is one the
    /// process can only end by _exit().
    std::vector<std::string> stuck() const;

private:
    struct Step;
    mutable std::mutex mutex_;
    std::vector<std::pair<std::string, std::shared_ptr<Step>>> left_;
};

}  // namespace tessera::kernel
