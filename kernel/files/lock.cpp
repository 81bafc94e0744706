#include "files/lock.hpp"

#include "tessera/error.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <thread>

namespace tessera::kernel {
namespace {

constexpr std::chrono::milliseconds kLookAgain{20};

class OpenLock {
public:
    explicit OpenLock(const std::filesystem::path& file)
        : fd_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600)) {
        if (fd_ < 0) {
            throw Error(ErrorKind::Unavailable, "files.lock",
                        file.string() + " can't be opened: " + std::strerror(errno) + ".");
        }
    }
    ~OpenLock() { ::close(fd_); }
    OpenLock(const OpenLock&) = delete;
    OpenLock& operator=(const OpenLock&) = delete;

    bool take() const { return ::flock(fd_, LOCK_EX | LOCK_NB) == 0; }
    int get() const { return fd_; }

private:
    int fd_;
};

/// The process id its holder wrote; a holder that has only just taken it has not yet.
std::string holder(const OpenLock& lock) {
    std::string text(24, '\0');
    const ssize_t got = ::pread(lock.get(), text.data(), text.size(), 0);
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    text.resize(std::min(text.find('\n'), text.size()));
    return text;
}

}  // namespace

std::shared_ptr<void> lock_file(const std::filesystem::path& file,
                                std::chrono::milliseconds limit) {
    auto lock = std::make_shared<OpenLock>(file);
    const auto until = std::chrono::steady_clock::now() + limit;
    while (!lock->take()) {
        if (std::chrono::steady_clock::now() >= until) {
            throw Error(ErrorKind::Unavailable, "files.locked",
                        "Another program has held " + file.string() +
                            " for long. Try again when it has ended.");
        }
        std::this_thread::sleep_for(kLookAgain);
    }
    return lock;
}

std::shared_ptr<void> lock_as_server(const std::filesystem::path& file) {
    auto lock = std::make_shared<OpenLock>(file);
    if (!lock->take()) {
        const std::string pid = holder(*lock);
        throw Error(ErrorKind::Conflict, "serve.taken",
                    "Another server uses the data folder " + file.parent_path().string() +
                        (pid.empty() ? "" : " (process " + pid + ")") + ". Stop that one first.");
    }
    const std::string line = std::to_string(::getpid()) + "\n";
    const bool written =
        ::ftruncate(lock->get(), 0) == 0 &&
        ::pwrite(lock->get(), line.data(), line.size(), 0) == static_cast<ssize_t>(line.size());
    if (!written) {
        throw Error(ErrorKind::Unavailable, "files.lock",
                    file.string() + " can't be written: " + std::strerror(errno) + ".");
    }
    return lock;
}

}  // namespace tessera::kernel
