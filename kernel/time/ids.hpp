// Ids made in code, unique among the processes that share a database.
#pragma once

#include "tessera/id.hpp"
#include "tessera/time.hpp"

#include <atomic>
#include <filesystem>

namespace tessera::kernel {

/// The 10 node bits of the ids of this process. Holds a lock on the number as long as it lives, so
/// that a command beside the server gets another one. Processes of one machine only.
class NodeNumber {
public:
    /// Takes the lowest free number; `file` is created when missing and stays empty.
    explicit NodeNumber(const std::filesystem::path& file);
    ~NodeNumber();
    NodeNumber(const NodeNumber&) = delete;
    NodeNumber& operator=(const NodeNumber&) = delete;

    int value() const { return value_; }

private:
    int fd_ = -1;
    int value_ = 0;
};

/// Lock-free. Ids of one source only grow, also when the clock is set back.
class NodeIds : public IdSource {
public:
    NodeIds(const Clock& clock, int node) : clock_(clock), node_(node) {}
    std::int64_t next() override;

private:
    const Clock& clock_;
    const std::int64_t node_;
    std::atomic<std::int64_t> last_{0};  ///< milliseconds and sequence, without the node
};

}  // namespace tessera::kernel
