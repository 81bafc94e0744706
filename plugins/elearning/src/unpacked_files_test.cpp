#include "unpacked_files.hpp"

#include "tessera/error.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <thread>
#include <vector>

#include <unistd.h>

namespace tessera::elearning {
namespace {

/// Gives entries of the wanted size, slowly if asked to, and counts how often.
class SlowIndex final : public content::Index {
public:
    const content::Entry* find(std::string_view) const override { return nullptr; }
    const std::vector<content::Entry>& entries() const override { return entries_; }
    int fd() const override { return -1; }
    std::string read(const content::Entry&) const override { return {}; }
    void read(const content::Entry& entry,
              const std::function<void(std::string_view)>& sink) const override {
        ++reads;
        while (hold) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        if (damaged) throw std::runtime_error("damaged");
        sink(std::string(entry.size, 'x'));
    }
    mutable std::atomic<int> reads{0};
    std::atomic<bool> hold{false}, damaged{false};

private:
    std::vector<content::Entry> entries_;
};

content::Entry entry_of(std::uint64_t size) {
    content::Entry entry;
    entry.size = size;
    return entry;
}

int unnamed_file() {
    char name[] = "/tmp/unpacked-XXXXXX";
    const int fd = ::mkstemp(name);
    ::unlink(name);
    return fd;
}

TEST(UnpackedFiles, AnEntryIsUnpackedOnceForAllWhoAskAtTheSameTime) {
    SlowIndex index;
    index.hold = true;
    UnpackedFiles files(unnamed_file, {1000, 2, 20});
    std::vector<std::thread> threads;
    std::atomic<int> got{0};
    for (int i = 0; i < 12; ++i) {
        threads.emplace_back([&] {
            const auto file = files.get("film", index, entry_of(300));
            if (file->size() == 300) ++got;
        });
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    index.hold = false;
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(got, 12);
    EXPECT_EQ(index.reads, 1);
    EXPECT_EQ(files.bytes(), 300U);
}

TEST(UnpackedFiles, WhatIsOnDiskStaysWithinTheBound) {
    SlowIndex index;
    UnpackedFiles files(unnamed_file, {1000, 2, 4});
    files.get("a", index, entry_of(400));
    files.get("b", index, entry_of(400));
    files.get("a", index, entry_of(400));
    files.get("c", index, entry_of(400));
    EXPECT_EQ(files.bytes(), 800U);
    EXPECT_EQ(index.reads, 3);
    files.get("a", index, entry_of(400));
    EXPECT_EQ(index.reads, 3) << "b gave way, for it was not asked for the longest";
}

TEST(UnpackedFiles, WhatIsBeingSentCountsAndTheNextOneHasToWait) {
    SlowIndex index;
    UnpackedFiles files(unnamed_file, {1000, 2, 4});
    auto sending = files.get("a", index, entry_of(800));
    try {
        files.get("b", index, entry_of(400));
        FAIL() << "there was no room";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Unavailable);
    }
    sending.reset();
    EXPECT_EQ(files.get("b", index, entry_of(400))->size(), 400U);
    EXPECT_EQ(files.bytes(), 400U);
}

TEST(UnpackedFiles, OnlyAFewRequestsWait) {
    SlowIndex index;
    index.hold = true;
    UnpackedFiles files(unnamed_file, {1000, 1, 1});
    std::thread first([&] { files.get("a", index, entry_of(10)); });
    while (index.reads == 0) std::this_thread::yield();
    std::thread second([&] { files.get("b", index, entry_of(10)); });
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_THROW(files.get("c", index, entry_of(10)), Error);
    index.hold = false;
    first.join();
    second.join();
    EXPECT_EQ(files.bytes(), 20U);
}

TEST(UnpackedFiles, ADamagedEntryLeavesNothingBehind) {
    SlowIndex index;
    index.damaged = true;
    UnpackedFiles files(unnamed_file, {1000, 2, 4});
    EXPECT_THROW(files.get("a", index, entry_of(500)), std::runtime_error);
    EXPECT_EQ(files.bytes(), 0U);
    index.damaged = false;
    EXPECT_EQ(files.get("a", index, entry_of(500))->size(), 500U);
}

}  // namespace
}  // namespace tessera::elearning
