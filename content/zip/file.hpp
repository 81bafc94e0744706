// A file open for reading at any position; safe to read from several threads at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace content::zip {

class File {
public:
    /// Opens for reading. Throws std::runtime_error with a sentence when it can't.
    explicit File(const std::filesystem::path& path);
    ~File();
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    int fd() const { return fd_; }
    std::uint64_t size() const { return size_; }

    /// Reads exactly `size` bytes at `offset`; false when the file has not that many or fails to
    /// read.
    bool read_at(std::uint64_t offset, void* into, std::size_t size) const;

private:
    int fd_ = -1;
    std::uint64_t size_ = 0;
};

}  // namespace content::zip
