#include "files/regular.hpp"

#include "tessera/error.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace tessera::kernel {
namespace {

namespace fs = std::filesystem;

constexpr int kDeepest = 16;
constexpr std::size_t kMostFiles = 20'000;

std::string words_of(int error) {
    switch (error) {
        case ENOENT:
        case ENOTDIR:
            return "is missing";
        case ELOOP:
            return "is a link that leads in a circle";
        case EACCES:
        case EPERM:
            return "may not be read by the server's user";
        case ENXIO:
            return "is a socket";
        default:
            return std::string("can't be read: ") + std::strerror(error);
    }
}

std::optional<std::string> kind_problem(mode_t mode) {
    if (S_ISREG(mode)) return std::nullopt;
    if (S_ISDIR(mode)) return "is a folder";
    if (S_ISFIFO(mode)) return "is a pipe";
    if (S_ISSOCK(mode)) return "is a socket";
    return "is a device";
}

class OpenFile {
public:
    /// Without waiting for the other end of a pipe, and without taking a terminal.
    explicit OpenFile(const fs::path& file)
        : fd_(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {}
    ~OpenFile() {
        if (fd_ >= 0) ::close(fd_);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    int get() const { return fd_; }

private:
    int fd_;
};

[[noreturn]] void refuse(const std::string& sentence) {
    throw Error(ErrorKind::Invalid, "files.folder", sentence);
}

void collect(const fs::path& folder, int depth, bool deep, std::vector<fs::path>& files) {
    if (depth > kDeepest) {
        refuse("The folder " + folder.string() + " is nested too deeply; is a link a circle?");
    }
    std::error_code error;
    fs::directory_iterator entries(folder, error);
    if (error) refuse("The folder " + folder.string() + " " + words_of(error.value()) + ".");
    for (; entries != fs::directory_iterator(); entries.increment(error)) {
        std::error_code unknown;
        if (!deep || !entries->is_directory(unknown)) {
            if (files.size() >= kMostFiles)
                refuse("The folder " + folder.string() + " has too many files.");
            files.push_back(entries->path());
        } else {
            collect(entries->path(), depth + 1, deep, files);
        }
    }
    if (error) refuse("The folder " + folder.string() + " " + words_of(error.value()) + ".");
}

std::vector<fs::path> sorted_files(const fs::path& folder, bool deep) {
    std::vector<fs::path> files;
    std::error_code error;
    const auto status = fs::status(folder, error);
    if (status.type() == fs::file_type::not_found) return files;
    if (error) refuse("The folder " + folder.string() + " " + words_of(error.value()) + ".");
    if (status.type() != fs::file_type::directory) refuse(folder.string() + " is no folder.");
    collect(folder, 0, deep, files);
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

RegularFile read_regular(const fs::path& path, std::uintmax_t most) {
    // Looked at first, since opening a device can do something.
    if (auto problem = why_not_regular(path)) return {std::nullopt, std::move(*problem)};
    const OpenFile file(path);
    if (file.get() < 0) return {std::nullopt, words_of(errno)};
    struct stat info {};
    if (::fstat(file.get(), &info) != 0) return {std::nullopt, words_of(errno)};
    if (auto problem = kind_problem(info.st_mode)) return {std::nullopt, std::move(*problem)};
    const std::string too_large = "is larger than " + std::to_string(most) + " bytes";
    if (static_cast<std::uintmax_t>(info.st_size) > most) return {std::nullopt, too_large};
    // One byte more than its size: a file that grows meanwhile is seen.
    std::string text(static_cast<std::size_t>(info.st_size) + 1, '\0');
    std::size_t size = 0;
    while (true) {
        const ssize_t got = ::read(file.get(), text.data() + size, text.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return {std::nullopt, words_of(errno)};
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
        if (size > most) return {std::nullopt, too_large};
        if (size == text.size()) text.resize(size * 2);
    }
    text.resize(size);
    return {std::move(text), {}};
}

std::optional<std::string> why_not_regular(const fs::path& file) {
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0) return words_of(errno);
    return kind_problem(info.st_mode);
}

std::vector<fs::path> files_below(const fs::path& folder) { return sorted_files(folder, true); }

std::vector<fs::path> files_in(const fs::path& folder) { return sorted_files(folder, false); }

}  // namespace tessera::kernel
