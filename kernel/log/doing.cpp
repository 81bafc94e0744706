#include "log/doing.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>

namespace tessera::kernel {
namespace {

using Clock = std::chrono::steady_clock;

/// One per thread. The lock is contended only while somebody looks.
struct Place {
    std::mutex mutex;
    bool busy = false;
    std::string_view kind, name, plugin, method;
    Clock::time_point since;
};

struct Places {
    std::mutex mutex;
    std::vector<std::shared_ptr<Place>> all;
};

/// Never destroyed: threads may outlive the end of main().
Places& places() {
    static auto* const kPlaces = new Places;
    return *kPlaces;
}

/// Registers the thread's place for as long as the thread lives.
class Registered {
public:
    Registered() : place_(std::make_shared<Place>()) {
        const std::lock_guard lock(places().mutex);
        places().all.push_back(place_);
    }
    ~Registered() {
        const std::lock_guard lock(places().mutex);
        auto& all = places().all;
        all.erase(std::remove(all.begin(), all.end(), place_), all.end());
    }
    Registered(const Registered&) = delete;
    Registered& operator=(const Registered&) = delete;
    Place& place() { return *place_; }

private:
    std::shared_ptr<Place> place_;
};

Place& own_place() {
    thread_local Registered registered;
    return registered.place();
}

}  // namespace

Doing::Doing(std::string_view kind, std::string_view name, std::string_view plugin,
             std::string_view method) {
    Place& place = own_place();
    const std::lock_guard lock(place.mutex);
    outermost_ = !place.busy;
    if (!outermost_) return;
    place.busy = true;
    place.kind = kind;
    place.name = name;
    place.plugin = plugin;
    place.method = method;
    place.since = Clock::now();
}

Doing::~Doing() {
    if (!outermost_) return;
    Place& place = own_place();
    const std::lock_guard lock(place.mutex);
    place.busy = false;
}

std::vector<Work> Doing::all() {
    std::vector<std::shared_ptr<Place>> threads;
    {
        const std::lock_guard lock(places().mutex);
        threads = places().all;
    }
    std::vector<Work> works;
    for (const auto& place : threads) {
        const std::lock_guard lock(place->mutex);
        if (!place->busy) continue;
        Work work;
        work.kind = place->kind;
        work.name = std::string(place->method) + (place->method.empty() ? "" : " ") +
                    std::string(place->name);
        work.plugin = place->plugin;
        work.ms = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - place->since)
                      .count();
        works.push_back(std::move(work));
    }
    return works;
}

}  // namespace tessera::kernel
