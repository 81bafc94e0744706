#include "http/upload.hpp"

#include "files/store.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace tessera::kernel {
namespace {

[[noreturn]] void throw_disk_error(int error) {
    switch (error) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
        case EIO:
        case EROFS:
            throw Error(ErrorKind::StorageFull, "http.storage-full",
                        "The file could not be stored because the disk is full or faulty. "
                        "Nothing was saved.");
        default:
            throw Error(ErrorKind::Internal, "http.upload-file",
                        "The file could not be stored: " +
                            std::error_code(error, std::generic_category()).message() + ".");
    }
}

}  // namespace

std::string size_text(std::uint64_t bytes) {
    constexpr std::uint64_t kKilo = 1024, kMega = kKilo * 1024;
    if (bytes >= kMega) return std::to_string(bytes / kMega) + " MB";
    if (bytes >= kKilo) return std::to_string(bytes / kKilo) + " KB";
    return std::to_string(bytes) + " bytes";
}

void throw_too_large(std::uint64_t limit) {
    throw Error(ErrorKind::TooLarge, "http.too-large",
                "What was sent is larger than the " + size_text(limit) + " allowed here.");
}

UploadFile::UploadFile(const std::filesystem::path& folder, std::uint64_t limit)
    : path_((folder / DiskFiles::temporary_name("upload")).string()), limit_(limit) {
    fd_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd_ < 0) throw_disk_error(errno);
}

UploadFile::~UploadFile() {
    if (fd_ < 0) return;
    ::close(fd_);
    ::unlink(path_.c_str());
}

void UploadFile::write(std::string_view bytes) {
    size_ += bytes.size();
    if (size_ > limit_) throw_too_large(limit_);
    hash_.update(bytes);
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd_, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            throw_disk_error(errno);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

Upload UploadFile::finish(std::string file_name) {
    Upload upload;
    upload.path = std::shared_ptr<const std::filesystem::path>(
        new std::filesystem::path(path_), [](const std::filesystem::path* path) {
            std::error_code ignored;  // an adopted file has moved away
            std::filesystem::remove(*path, ignored);
            delete path;
        });
    upload.file_name = std::move(file_name);
    upload.size = size_;
    upload.sha256 = hash_.hex();
    const int fd = fd_;
    fd_ = -1;  // the file is the upload's from here on
    if (::close(fd) != 0) throw_disk_error(errno);
    return upload;
}

}  // namespace tessera::kernel
