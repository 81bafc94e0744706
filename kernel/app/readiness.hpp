// Whether everything works, for /readyz.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace tessera::kernel {

class Kernel;

/// Thread-safe.
class Readiness {
public:
    explicit Readiness(Kernel& kernel) : kernel_(kernel) {}
    ~Readiness();
    Readiness(const Readiness&) = delete;
    Readiness& operator=(const Readiness&) = delete;

    /// What keeps the site from working, a line each: a database that can't be read, a write that
    /// fails or does not end, plugins that don't run, what plugins find themselves.
    std::vector<std::string> problems();

private:
    std::optional<std::string> writing_problem();
    void probe();

    Kernel& kernel_;
    std::mutex mutex_;
    std::condition_variable ended_;
    bool probing_ = false;
    std::chrono::steady_clock::time_point since_{};  ///< it began, or ended
    std::optional<std::string> found_;
    bool probed_ = false;
    std::thread thread_;
};

}  // namespace tessera::kernel
