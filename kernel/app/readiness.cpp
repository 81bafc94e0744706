#include "app/readiness.hpp"

#include "app/kernel.hpp"
#include "plugin/call.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tessera::kernel {

namespace {

using std::chrono::steady_clock;

/// A probe costs a commit; it is not repeated within this time, whoever asks.
constexpr std::chrono::seconds kFresh{1};
constexpr std::chrono::seconds kPatience{3};

/// The database's log may have room left where the disk has none, so a file is written, too.
std::optional<std::string> file_problem(const std::filesystem::path& folder) {
    std::string name = (folder / "probe-XXXXXX").string();
    const int fd = ::mkostemp(name.data(), O_CLOEXEC);
    if (fd < 0) return std::string("no file can be made: ") + std::strerror(errno);
    const std::string block(4096, '.');
    const bool written =
        ::write(fd, block.data(), block.size()) == static_cast<ssize_t>(block.size()) &&
        ::fsync(fd) == 0;
    const int error = errno;
    ::close(fd);
    ::unlink(name.c_str());
    if (!written) return std::string("a file can't be written: ") + std::strerror(error);
    return std::nullopt;
}

std::optional<std::string> database_problem(Storage& storage) {
    try {
        storage.db().write([&](Transaction& tx) {
            tx.execute(
                "INSERT INTO kernel_probe (id, at) VALUES (1, ?) "
                "ON CONFLICT (id) DO UPDATE SET at = excluded.at",
                storage.clock().now());
        });
        return std::nullopt;
    } catch (const std::exception& problem) {
        return problem.what();
    }
}

void add_checks(Kernel& kernel, std::vector<std::string>& lines) {
    const auto snapshot = kernel.registry().now();
    for (const auto& plugin : snapshot->plugins()) {
        const UsageScope inside(*plugin->usage);
        if (!inside) continue;
        for (const ReadinessCheck& check : plugin->contributions.checks) {
            try {
                const auto sentence = call_plugin(plugin->id(), [&] { return check.probe(); });
                if (sentence) lines.push_back(plugin->id() + " " + check.name + ": " + *sentence);
            } catch (const Error& problem) {
                lines.push_back(plugin->id() + " " + check.name + ": " + problem.what());
            }
        }
    }
}

}  // namespace

Readiness::~Readiness() {
    if (thread_.joinable()) thread_.join();
}

void Readiness::probe() {
    std::optional<std::string> found = database_problem(kernel_.storage());
    if (!found) found = file_problem(kernel_.storage().files().tmp());
    const std::lock_guard lock(mutex_);
    found_ = std::move(found);
    probed_ = true;
    probing_ = false;
    since_ = steady_clock::now();
    ended_.notify_all();
}

std::optional<std::string> Readiness::writing_problem() {
    std::unique_lock lock(mutex_);
    if (!probing_) {
        if (probed_ && steady_clock::now() - since_ < kFresh) return found_;
        if (thread_.joinable()) thread_.join();
        probing_ = true;
        since_ = steady_clock::now();
        thread_ = std::thread([this] { probe(); });
    }
    if (ended_.wait_for(lock, kPatience, [this] { return !probing_; })) return found_;
    const auto waited =
        std::chrono::duration_cast<std::chrono::seconds>(steady_clock::now() - since_);
    return "a write has not ended within " + std::to_string(waited.count()) + " seconds";
}

std::vector<std::string> Readiness::problems() {
    std::vector<std::string> lines;
    try {
        kernel_.storage().db().read([](Reader& reader) { reader.value<int>("SELECT 1"); });
        for (const PluginInfo& plugin : kernel_.plugins().list()) {
            if (plugin.state == "held" || plugin.state == "missing")
                lines.push_back(plugin.id + ": " + plugin.reason);
        }
    } catch (const Error& problem) {
        lines.push_back(std::string("database: ") + problem.what());
    }
    if (const auto problem = writing_problem()) lines.push_back("writing: " + *problem);
    add_checks(kernel_, lines);
    return lines;
}

}  // namespace tessera::kernel
