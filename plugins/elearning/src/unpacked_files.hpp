// Deflated entries that somebody wants ranges of (films, mostly), unpacked into files without a name.
//
// Each entry is unpacked once, however many ask for it at the same time, and what is unpacked stays
// within a bound on disk: what was not asked for the longest gives way, and where all is being sent
// the next one has to wait.
#pragma once

#include "content/package.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace tessera::elearning {

struct UnpackedLimits {
    /// On disk, those included that gave way but are still being sent.
    std::uint64_t bytes = 2ull << 30;
    int at_once = 2;  ///< entries that are being unpacked
    int waiting = 4;  ///< requests that wait for an entry; each holds a thread of the server
};

/// A file on disk that is gone with the object.
class UnpackedFile {
public:
    UnpackedFile(int fd, std::uint64_t size, std::shared_ptr<std::atomic<std::uint64_t>> total);
    ~UnpackedFile();
    UnpackedFile(const UnpackedFile&) = delete;
    UnpackedFile& operator=(const UnpackedFile&) = delete;

    int fd() const { return fd_; }
    std::uint64_t size() const { return size_; }

private:
    int fd_;
    std::uint64_t size_;
    std::shared_ptr<std::atomic<std::uint64_t>> total_;
};

/// Thread-safe.
class UnpackedFiles {
public:
    /// `make` gives the descriptor of a new file without a name (FileStore::temporary).
    explicit UnpackedFiles(std::function<int()> make, UnpackedLimits limits = {});

    /// The unpacked entry; `key` names it among all packages. Unpacks it when it is not there, or
    /// waits for the thread that does. Error{Unavailable} when there is no room or too many wait,
    /// Error{StorageFull} when the disk is full, std::runtime_error for a damaged entry.
    std::shared_ptr<const UnpackedFile> get(const std::string& key, const content::Index& index,
                                            const content::Entry& entry);

    std::uint64_t bytes() const { return *total_; }

private:
    struct Place {
        std::shared_ptr<const UnpackedFile> file;  ///< null while it is being unpacked
        std::uint64_t used = 0;                    ///< when it was last asked for
    };

    void make_room(std::uint64_t size);
    std::shared_ptr<const UnpackedFile> unpack(const content::Index& index,
                                               const content::Entry& entry);

    const std::function<int()> make_;
    const UnpackedLimits limits_;
    const std::shared_ptr<std::atomic<std::uint64_t>> total_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, Place> places_;
    std::uint64_t uses_ = 0;
    int unpacking_ = 0, waiting_ = 0;
};

}  // namespace tessera::elearning
