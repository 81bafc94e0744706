#include "files/store.hpp"

#include "files/sha256.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace tessera::kernel {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBlock = 1 << 20;

[[noreturn]] void fail(const std::string& doing, int error) {
    const bool full = error == ENOSPC || error == EDQUOT;
    throw Error(full ? ErrorKind::StorageFull : ErrorKind::Internal,
                full ? "files.full" : "files.io", doing + " failed: " + std::strerror(error) + ".");
}

class Descriptor {
public:
    Descriptor(const fs::path& path, int flags)
        : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
        if (fd_ < 0) fail("Opening " + path.filename().string(), errno);
    }
    ~Descriptor() { ::close(fd_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    /// The number of bytes read; 0 at the end.
    std::size_t read(std::vector<char>& block) {
        ssize_t size = 0;
        do size = ::read(fd_, block.data(), block.size());
        while (size < 0 && errno == EINTR);
        if (size < 0) fail("Reading a file", errno);
        return static_cast<std::size_t>(size);
    }
    void write(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t size = ::write(fd_, bytes.data(), bytes.size());
            if (size < 0 && errno == EINTR) continue;
            if (size < 0) fail("Storing a file", errno);
            bytes.remove_prefix(static_cast<std::size_t>(size));
        }
    }
    void sync() {
        if (::fsync(fd_) != 0) fail("Storing a file", errno);
    }

private:
    int fd_;
};

/// Removes the file again unless it was moved away.
struct Temporary {
    explicit Temporary(fs::path p) : path(std::move(p)) {}
    ~Temporary() {
        std::error_code ignored;
        fs::remove(path, ignored);
    }
    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;
    const fs::path path;
};

bool is_hash(std::string_view text) {
    return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

void make_folder(const fs::path& path) {
    std::error_code error;
    fs::create_directories(path, error);
    if (error) fail("Making the folder " + path.string(), error.value());
}

/// The process in "upload-4711-x"; 0 when the name is not one of ours.
pid_t process_of(const std::string& name) {
    const auto first = name.find('-');
    const auto second = first == std::string::npos ? first : name.find('-', first + 1);
    if (second == std::string::npos) return 0;
    pid_t process = 0;
    const char* const end = name.data() + second;
    const auto [stop, failure] = std::from_chars(name.data() + first + 1, end, process);
    return failure == std::errc() && stop == end && process > 0 ? process : 0;
}

}  // namespace

DiskFiles::DiskFiles(fs::path folder, fs::path tmp)
    : folder_(std::move(folder)), tmp_(std::move(tmp)) {
    make_folder(tmp_);
    if (fs::exists(folder_ / "ff")) return;
    // All 256 at once, so that storing a file never has to make one durable.
    for (int i = 0; i < 256; ++i) {
        constexpr const char* kHex = "0123456789abcdef";
        make_folder(folder_ / std::string{kHex[i / 16], kHex[i % 16]});
    }
    Descriptor(folder_, O_RDONLY | O_DIRECTORY).sync();
}

std::string DiskFiles::temporary_name(std::string_view kind) {
    static std::atomic<unsigned> number{0};
    return std::string(kind) + '-' + std::to_string(::getpid()) + '-' + std::to_string(number++);
}

void DiskFiles::remove_leftovers() {
    for (const auto& entry : fs::directory_iterator(tmp_)) {
        const pid_t process = process_of(entry.path().filename().string());
        if (process == 0 || !entry.is_regular_file()) continue;
        const bool gone = process == ::getpid() || (::kill(process, 0) != 0 && errno == ESRCH);
        std::error_code ignored;  // another process may remove it at the same time
        if (gone) fs::remove(entry.path(), ignored);
    }
}

std::string DiskFiles::adopt(const Upload& upload) {
    if (!upload.path || !is_hash(upload.sha256)) {
        throw Error(ErrorKind::Internal, "files.upload", "The upload has no file or no SHA-256.");
    }
    Descriptor(*upload.path, O_RDONLY).sync();
    put(*upload.path, upload.sha256);
    return upload.sha256;
}

std::string DiskFiles::import(const fs::path& file) {
    if (!fs::is_regular_file(file)) throw not_found("There is no file " + file.string() + ".");
    const Temporary copy(tmp_ / temporary_name("import"));
    Sha256 hash;
    {
        Descriptor from(file, O_RDONLY);
        Descriptor to(copy.path, O_WRONLY | O_CREAT | O_EXCL);
        std::vector<char> block(kBlock);
        while (const std::size_t size = from.read(block)) {
            hash.update({block.data(), size});
            to.write({block.data(), size});
        }
        to.sync();
    }
    std::string sha256 = hash.hex();
    put(copy.path, sha256);
    return sha256;
}

void DiskFiles::put(const fs::path& temporary, const std::string& sha256) {
    const fs::path target = place(sha256);
    const fs::path parent = target.parent_path();
    // A file of the same bytes may be there; it stays, for it may be open for sending.
    if (!fs::exists(target) && ::rename(temporary.c_str(), target.c_str()) != 0)
        fail("Storing a file", errno);
    // Also when it was there: the one who put it there may not have come to this line yet.
    Descriptor(parent, O_RDONLY | O_DIRECTORY).sync();
}

fs::path DiskFiles::place(std::string_view sha256) const {
    return folder_ / std::string(sha256.substr(0, 2)) / std::string(sha256);
}

fs::path DiskFiles::path(std::string_view sha256) const {
    if (!contains(sha256)) throw not_found("The file is not in the store.");
    return place(sha256);
}

bool DiskFiles::contains(std::string_view sha256) const {
    return is_hash(sha256) && fs::is_regular_file(place(sha256));
}

void DiskFiles::remove(std::string_view sha256) {
    if (!is_hash(sha256)) return;
    const fs::path target = place(sha256);
    std::error_code error;
    const bool removed = fs::remove(target, error);
    if (error) fail("Removing a file", error.value());
    if (removed) Descriptor(target.parent_path(), O_RDONLY | O_DIRECTORY).sync();
}

int DiskFiles::temporary() {
    std::string name = (tmp_ / "unpacked-XXXXXX").string();
    const int fd = ::mkostemp(name.data(), O_CLOEXEC);
    if (fd < 0) fail("Making a temporary file", errno);
    ::unlink(name.c_str());
    return fd;
}

}  // namespace tessera::kernel
