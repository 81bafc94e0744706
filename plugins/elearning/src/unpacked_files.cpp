#include "unpacked_files.hpp"

#include "tessera/error.hpp"

#include <cerrno>
#include <string_view>
#include <utility>

#include <unistd.h>

namespace tessera::elearning {

namespace {

void write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) {
            throw Error(ErrorKind::StorageFull, "elearning.no-room",
                        "There is no room to unpack this file. Tell the learning team.");
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

Error busy() {
    return {ErrorKind::Unavailable, "elearning.unpacking-busy",
            "Too many large files are being unpacked. Try again in a moment."};
}

}  // namespace

UnpackedFile::UnpackedFile(int fd, std::uint64_t size,
                           std::shared_ptr<std::atomic<std::uint64_t>> total)
    : fd_(fd), size_(size), total_(std::move(total)) {}

UnpackedFile::~UnpackedFile() {
    ::close(fd_);
    *total_ -= size_;
}

UnpackedFiles::UnpackedFiles(std::function<int()> make, UnpackedLimits limits)
    : make_(std::move(make)),
      limits_(limits),
      total_(std::make_shared<std::atomic<std::uint64_t>>(0)) {}

std::shared_ptr<const UnpackedFile> UnpackedFiles::get(const std::string& key,
                                                       const content::Index& index,
                                                       const content::Entry& entry) {
    std::unique_lock lock(mutex_);
    while (true) {
        const auto found = places_.find(key);
        if (found != places_.end() && found->second.file) {
            found->second.used = ++uses_;
            return found->second.file;
        }
        if (found == places_.end() && unpacking_ < limits_.at_once) break;
        if (waiting_ >= limits_.waiting) throw busy();
        ++waiting_;
        changed_.wait(lock);
        --waiting_;
    }
    make_room(entry.size);
    places_.emplace(key, Place{});
    *total_ += entry.size;  // before it is written, so that two at a time can't pass the bound
    ++unpacking_;
    lock.unlock();
    std::shared_ptr<const UnpackedFile> file;
    try {
        file = unpack(index, entry);
    } catch (...) {
        lock.lock();
        places_.erase(key);
        --unpacking_;
        changed_.notify_all();
        throw;
    }
    lock.lock();
    places_[key] = {file, ++uses_};
    --unpacking_;
    changed_.notify_all();
    return file;
}

/// Takes away what was not asked for the longest. What is being sent frees nothing yet.
void UnpackedFiles::make_room(std::uint64_t size) {
    while (*total_ + size > limits_.bytes) {
        auto oldest = places_.end();
        for (auto place = places_.begin(); place != places_.end(); ++place) {
            const auto& file = place->second.file;
            if (!file || file.use_count() > 1) continue;
            if (oldest == places_.end() || place->second.used < oldest->second.used) oldest = place;
        }
        if (oldest == places_.end()) throw busy();
        places_.erase(oldest);
    }
}

std::shared_ptr<const UnpackedFile> UnpackedFiles::unpack(const content::Index& index,
                                                          const content::Entry& entry) {
    int fd = -1;
    try {
        fd = make_();
    } catch (...) {
        *total_ -= entry.size;
        throw;
    }
    auto file = std::make_shared<const UnpackedFile>(fd, entry.size, total_);
    index.read(entry, [fd](std::string_view bytes) { write_all(fd, bytes); });
    return file;
}

}  // namespace tessera::elearning
