// "This process is starting the plugin X" as a file: when the process ends in the middle, the next
// one knows which plugin it was and leaves it out.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tessera::kernel {

/// A file of DATA/starting that this process holds a lock on. One whose lock nobody holds belongs to
/// a process that has ended. Used by one thread at a time.
class StartMark {
public:
    explicit StartMark(std::filesystem::path folder) : folder_(std::move(folder)) {}
    ~StartMark();
    StartMark(const StartMark&) = delete;
    StartMark& operator=(const StartMark&) = delete;

    struct Left {
        std::string plugin;  ///< empty: it ended between two plugins
        std::filesystem::path file;
    };
    /// Marks of processes that have ended. Remember the plugins, then forget() the files.
    std::vector<Left> left() const;
    static void forget(const std::vector<Left>& left);

    /// On disk when it returns. Throws Error{Unavailable} with a sentence when it can't be written.
    void begin(const std::string& plugin);
    /// The plugin was started, or failed without taking the process down.
    void end() noexcept;
    /// The file goes, too: no more plugins are started for now.
    void remove() noexcept;
    /// The file of this process goes, from any thread: the process is about to end for another
    /// reason.
    static void withdraw() noexcept;

private:
    void make();

    const std::filesystem::path folder_;
    std::filesystem::path file_;
    int fd_ = -1;
};

}  // namespace tessera::kernel
