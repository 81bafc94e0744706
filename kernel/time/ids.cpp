#include "time/ids.hpp"

#include "tessera/error.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

namespace tessera::kernel {
namespace {

constexpr std::int64_t kEpochMs = 1'577'836'800'000;  // 2020-01-01T00:00:00Z
constexpr int kNodeBits = 10;
constexpr int kSequenceBits = 12;

}  // namespace

NodeNumber::NodeNumber(const std::filesystem::path& file) {
    fd_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd_ < 0)
        throw Error(ErrorKind::Internal, "ids.node",
                    file.string() + " cannot be opened for writing.");
    // Each number is a lock on one byte; the system releases it when the process ends in any way.
    for (value_ = 0; value_ < (1 << kNodeBits); ++value_) {
        struct flock lock {};
        lock.l_type = F_WRLCK;
        lock.l_whence = SEEK_SET;
        lock.l_start = value_;
        lock.l_len = 1;
        if (::fcntl(fd_, F_OFD_SETLK, &lock) == 0) return;
    }
    ::close(fd_);
    throw Error(ErrorKind::Unavailable, "ids.node",
                "Too many programs use this data folder at once.");
}

NodeNumber::~NodeNumber() { ::close(fd_); }

std::int64_t NodeIds::next() {
    const std::int64_t earliest = (clock_.now().ms - kEpochMs) << kSequenceBits;
    std::int64_t last = last_.load(std::memory_order_relaxed);
    std::int64_t mine = 0;
    // More than a millisecond's 4096 run on into the next one.
    do mine = std::max(last + 1, earliest);
    while (!last_.compare_exchange_weak(last, mine, std::memory_order_relaxed));
    const std::int64_t sequence = mine & ((1 << kSequenceBits) - 1);
    return (mine >> kSequenceBits) << (kNodeBits + kSequenceBits) | node_ << kSequenceBits |
           sequence;
}

}  // namespace tessera::kernel
