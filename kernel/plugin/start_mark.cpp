#include "plugin/start_mark.hpp"

#include "plugin/manifest.hpp"
#include "tessera/error.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <optional>

namespace tessera::kernel {

namespace fs = std::filesystem;

namespace {

/// The file of this process, for withdraw().
std::mutex own_mutex;
std::string own_file;

void set_own_file(const std::string& file) {
    const std::lock_guard lock(own_mutex);
    own_file = file;
}

/// Names of marks that are being made begin with it.
constexpr const char* kNew = "new-";

[[noreturn]] void fail(const fs::path& file) {
    throw Error(ErrorKind::Unavailable, "plugin.mark",
                file.string() + " can't be written: " + std::strerror(errno) + ".");
}

bool sync_folder(const fs::path& folder) noexcept {
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = fd >= 0 && ::fsync(fd) == 0;
    if (fd >= 0) ::close(fd);
    return synced;
}

/// What the mark of a process that has ended says; nothing while the process lives.
std::optional<std::string> plugin_left(const fs::path& file) {
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0) return std::nullopt;
    std::string text(80, '\0');
    const bool ended = ::flock(fd, LOCK_EX | LOCK_NB) == 0;
    const ssize_t got = ended ? ::pread(fd, text.data(), text.size(), 0) : 0;
    ::close(fd);
    if (!ended) return std::nullopt;
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    text.resize(text.find('\n') == std::string::npos ? 0 : text.find('\n'));
    return is_plugin_id(text) ? text : std::string();
}

}  // namespace

StartMark::~StartMark() { remove(); }

std::vector<StartMark::Left> StartMark::left() const {
    std::vector<Left> result;
    std::error_code error;
    for (fs::directory_iterator at(folder_, error); !error && at != fs::directory_iterator();
         at.increment(error)) {
        const fs::path& file = at->path();
        if (file == file_ || file.filename().string().rfind(kNew, 0) == 0) continue;
        if (auto plugin = plugin_left(file)) result.push_back({std::move(*plugin), file});
    }
    return result;
}

void StartMark::forget(const std::vector<Left>& left) {
    for (const Left& mark : left) {
        std::error_code ignored;
        fs::remove(mark.file, ignored);
    }
}

/// Locked before it has its name, so that nobody takes it for one that was left.
void StartMark::make() {
    std::error_code error;
    fs::create_directories(folder_, error);
    std::string name = (folder_ / (std::string(kNew) + "XXXXXX")).string();
    fd_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (fd_ < 0) fail(folder_);
    file_ = folder_ / fs::path(name).filename().string().substr(std::strlen(kNew));
    if (::flock(fd_, LOCK_EX | LOCK_NB) != 0 || ::rename(name.c_str(), file_.c_str()) != 0)
        fail(file_);
    set_own_file(file_.string());
    if (!sync_folder(folder_)) fail(folder_);
}

void StartMark::begin(const std::string& plugin) {
    if (fd_ < 0) make();
    const std::string line = plugin + "\n";
    const bool written =
        ::ftruncate(fd_, 0) == 0 &&
        ::pwrite(fd_, line.data(), line.size(), 0) == static_cast<ssize_t>(line.size()) &&
        ::fdatasync(fd_) == 0;
    if (!written) fail(file_);
}

void StartMark::end() noexcept {
    if (fd_ >= 0) [[maybe_unused]]
        const int done = ::ftruncate(fd_, 0);
}

void StartMark::withdraw() noexcept {
    const std::lock_guard lock(own_mutex);
    if (!own_file.empty()) ::unlink(own_file.c_str());
}

void StartMark::remove() noexcept {
    if (fd_ < 0) return;
    set_own_file({});
    ::unlink(file_.c_str());
    ::close(fd_);
    fd_ = -1;
    // Otherwise a power failure would bring it back, with what it said before.
    sync_folder(folder_);
}

}  // namespace tessera::kernel
