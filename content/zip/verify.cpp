#include "zip/verify.hpp"

#include "zip/inflate.hpp"

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>

namespace content::zip {
namespace {

// Two are enough to hide the disk and to halve the work; more would take the server from its
// learners.
constexpr unsigned kThreads = 2;

std::string sentence(Damage damage) {
    switch (damage) {
        case Damage::Unreadable:
            return "This file can't be read from the zip. Upload the package again.";
        case Damage::WrongSize:
            return "This file is not as big as the zip says. The zip is damaged or was made to "
                   "mislead. Export the course again.";
        case Damage::BadData:
        case Damage::WrongCrc:
        case Damage::None:
            break;
    }
    return "This file is damaged: its contents don't match the zip's checksum. Export the course "
           "again, or upload it again if the upload was interrupted.";
}

const char* code(Damage damage) {
    switch (damage) {
        case Damage::Unreadable:
            return "zip.unreadable";
        case Damage::WrongSize:
            return "zip.wrong-size";
        default:
            return "zip.damaged-entry";
    }
}

}  // namespace

void verify(const File& file, const std::vector<Entry>& entries, Findings& findings,
            const std::function<void(std::uint64_t done)>& watch) {
    std::vector<Damage> damage(entries.size(), Damage::None);
    std::atomic<std::size_t> next{0};
    std::atomic<std::uint64_t> done{0};
    std::atomic<bool> stop{false};
    watch(0);  // whatever the helpers leave for this thread
    // A piece is 256 KB at most, so the one who watches hears of it often enough.
    const auto work = [&](const auto& told) {
        Inflater inflater(file);
        for (std::size_t i = next++; i < entries.size() && !stop; i = next++) {
            damage[i] = inflater.run(entries[i], [&](std::string_view piece) {
                done += piece.size();
                told();
            });
        }
    };
    {
        // What ends the calling thread's work ends the helper's: it may be inside a large file.
        struct Ended {};
        const auto quiet = [&] {
            if (stop) throw Ended();
        };
        std::vector<std::jthread> helpers;
        const std::size_t wanted = std::min<std::size_t>(kThreads, entries.size());
        while (helpers.size() + 1 < wanted) {
            helpers.emplace_back([&] {
                try {
                    work(quiet);
                } catch (const Ended&) {
                }
            });
        }
        try {
            work([&] { watch(done); });
        } catch (...) {
            stop = true;
            throw;
        }
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (damage[i] != Damage::None) {
            findings.error(code(damage[i]), sentence(damage[i]), entries[i].name);
        }
    }
}

}  // namespace content::zip
