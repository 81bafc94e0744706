// What each thread of this process is at, so that shutting down can say who is stuck.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::kernel {

/// What a thread has been at for `ms`.
struct Work {
    std::string kind;    ///< "request", "job", "event"
    std::string name;    ///< "GET /people/{person}"
    std::string plugin;  ///< whose code it is; may be empty
    std::int64_t ms = 0;
};

/// The calling thread is at this for a scope; the texts outlive it. Scopes nest, the outermost is
/// told. Costs an uncontended lock.
class Doing {
public:
    Doing(std::string_view kind, std::string_view name, std::string_view plugin,
          std::string_view method = {});
    ~Doing();
    Doing(const Doing&) = delete;
    Doing& operator=(const Doing&) = delete;

    /// Of all threads, at this moment.
    static std::vector<Work> all();

private:
    bool outermost_;
};

}  // namespace tessera::kernel
