// Durable commits per second: a bare group commit loop against Database::write.
#include "writers.hpp"

#include "db/engine.hpp"
#include "log/log.hpp"
#include "time/clock.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;
namespace kernel = tessera::kernel;

class TesseraWriter : public Writer {
public:
    explicit TesseraWriter(const std::filesystem::path& file)
        : db_(kernel::open_sqlite({.file = file}, log_)) {
        db_->change_schema([&](tessera::Transaction& tx) { db_->run_script(tx, kTable); });
    }
    void insert(std::int64_t id) override {
        db_->write([&](tessera::Transaction& tx) {
            tx.execute(kInsert, id, id % 1000, id % 10, kState, 0.5, kNote, 7, 8, 9, 10);
        });
    }
    std::uint64_t commits() const override { return db_->stats().commits; }

private:
    kernel::SystemClock clock_;
    kernel::JsonLog log_{clock_};
    std::unique_ptr<kernel::Engine> db_;
};

std::unique_ptr<Writer> tessera_writer(const std::filesystem::path& file) {
    return std::make_unique<TesseraWriter>(file);
}

struct Result {
    double per_second = 0, per_commit = 0, p50_ms = 0, p99_ms = 0;
};

Result measure(Writer& writer, std::atomic<std::int64_t>& next, int callers, double seconds) {
    std::atomic<bool> stop{false};
    std::vector<std::vector<float>> waits(static_cast<std::size_t>(callers));
    std::vector<std::thread> threads;
    const std::uint64_t commits_before = writer.commits();
    const auto start = Clock::now();
    for (auto& mine : waits) {
        threads.emplace_back([&] {
            while (!stop.load(std::memory_order_relaxed)) {
                const auto before = Clock::now();
                writer.insert(next.fetch_add(1));
                mine.push_back(
                    std::chrono::duration<float, std::milli>(Clock::now() - before).count());
            }
        });
    }
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    stop = true;
    for (std::thread& thread : threads) thread.join();
    const double took = std::chrono::duration<double>(Clock::now() - start).count();
    std::vector<float> all;
    for (const auto& mine : waits) all.insert(all.end(), mine.begin(), mine.end());
    std::sort(all.begin(), all.end());
    const auto count = static_cast<double>(all.size());
    return {count / took, count / static_cast<double>(writer.commits() - commits_before),
            all[all.size() / 2], all[all.size() * 99 / 100]};
}

void print(const char* name, const Result& r) {
    std::printf("%-16s %8.0f acknowledged/s   %6.1f per commit   p50 %6.2f ms   p99 %6.2f ms\n",
                name, r.per_second, r.per_commit, r.p50_ms, r.p99_ms);
    std::fflush(stdout);
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
    const int callers = argc > 1 ? std::atoi(argv[1]) : 64;
    const double seconds = argc > 2 ? std::atof(argv[2]) : 6;
    const std::filesystem::path parent =
        argc > 3 ? argv[3] : std::filesystem::temp_directory_path();
    if (callers < 1 || seconds <= 0) {
        std::fprintf(stderr, "usage: bench_group_commit [CALLERS [SECONDS [FOLDER]]]\n");
        return 2;
    }
    const auto folder = parent / ("tessera-bench-" + std::to_string(::getpid()));
    std::vector<double> alone, raw, ours, ratio, ratio_alone;
    std::filesystem::create_directories(folder);
    {
        // The disk's mood changes by the second: short turns, and a ratio of each turn.
        const auto alone_db = raw_loop(folder / "alone.db");
        const auto raw_db = raw_writer(folder / "raw.db");
        const auto our_db = tessera_writer(folder / "tessera.db");
        std::atomic<std::int64_t> raw_ids{1}, our_ids{1};
        constexpr int kTurns = 9;
        for (int turn = 0; turn < kTurns; ++turn) {
            const double slice = seconds / kTurns;
            alone.push_back(alone_db->rows_per_second(callers, slice));
            const Result a = measure(*raw_db, raw_ids, callers, slice);
            const Result b = measure(*our_db, our_ids, callers, slice);
            std::printf("one thread alone %8.0f rows/s\n", alone.back());
            print("raw, callers", a);
            print("Database::write", b);
            raw.push_back(a.per_second);
            ours.push_back(b.per_second);
            ratio.push_back(b.per_second / a.per_second);
            ratio_alone.push_back(b.per_second / alone.back());
        }
    }
    std::filesystem::remove_all(folder);
    std::printf(
        "group_commit callers=%d alone=%.0f/s raw=%.0f/s tessera=%.0f/s ratio=%.2f "
        "ratio_to_alone=%.2f\n",
        callers, median(alone), median(raw), median(ours), median(ratio), median(ratio_alone));
    return 0;
}
