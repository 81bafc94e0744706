#include "plugin/steps.hpp"

#include "plugin/call.hpp"

#include <condition_variable>
#include <memory>
#include <thread>

namespace tessera::kernel {

struct Steps::Step {
    std::string plugin;
    std::function<void()> fn;
    std::mutex mutex;
    std::condition_variable ended;
    bool done = false;
    std::exception_ptr error;

    void run() {
        std::exception_ptr thrown;
        try {
            call_plugin(plugin, fn);
        } catch (...) {
            thrown = std::current_exception();
        }
        const std::lock_guard lock(mutex);
        error = thrown;
        done = true;
        ended.notify_all();
    }
};

void Steps::run(const std::string& plugin, const std::string& name, std::chrono::milliseconds limit,
                std::function<void()> fn) {
    auto step = std::make_shared<Step>();
    step->plugin = plugin;
    step->fn = std::move(fn);
    std::thread thread([step] { step->run(); });
    {
        std::unique_lock lock(step->mutex);
        if (!step->ended.wait_for(lock, limit, [&] { return step->done; })) {
            thread.detach();
            // NOLINTNEXTLINE(cppcoreguidelines-owning-memory): never destroyed, as promised
            new std::shared_ptr<Step>(step);
            const std::lock_guard list(mutex_);
            left_.emplace_back(plugin + ": " + name, step);
            throw Error(ErrorKind::Unavailable, kStuck,
                        "It did not finish " + name + " within " +
                            std::to_string((limit.count() + 999) / 1000) +
                            " seconds, so the site goes on without it.");
        }
    }
    thread.join();
    if (step->error) std::rethrow_exception(step->error);
}

std::vector<std::string> Steps::stuck() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> names;
    for (const auto& [name, step] : left_) {
        const std::lock_guard one(step->mutex);
        if (!step->done) names.push_back(name);
    }
    return names;
}

}  // namespace tessera::kernel
