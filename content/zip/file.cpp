#include "zip/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace content::zip {

File::File(const std::filesystem::path& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    struct stat info {};
    if (fd_ < 0 || ::fstat(fd_, &info) != 0) {
        const std::string reason = std::generic_category().message(errno);
        if (fd_ >= 0) ::close(fd_);
        throw std::runtime_error("The file can't be opened: " + reason + ".");
    }
    if (!S_ISREG(info.st_mode)) {
        ::close(fd_);
        throw std::runtime_error("This is a folder or a device, not a file. Choose a zip file.");
    }
    size_ = static_cast<std::uint64_t>(info.st_size);
}

File::~File() { ::close(fd_); }

bool File::read_at(std::uint64_t offset, void* into, std::size_t size) const {
    if (offset > size_ || size > size_ - offset) return false;
    char* out = static_cast<char*>(into);
    while (size > 0) {
        const ssize_t got = ::pread(fd_, out, size, static_cast<off_t>(offset));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        out += got;
        offset += static_cast<std::uint64_t>(got);
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

}  // namespace content::zip
