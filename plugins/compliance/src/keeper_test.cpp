#include "keeper.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <map>

namespace tessera::compliance {
namespace {

using namespace std::chrono_literals;

/// Stands for the tables: a writer commits, then tells the index; a reader takes a snapshot, and
/// takes its time to read it.
class Tables {
public:
    void write(Index& index, std::int64_t person, std::int32_t last_day) {
        const std::lock_guard writer(writer_);
        {
            const std::lock_guard lock(mutex_);
            last_days_[person] = last_day;
        }
        std::this_thread::sleep_for(20us);  // on disk, and not yet told
        index.change(person, {entry(person, last_day)});
    }
    std::vector<Entry> read() const {
        std::map<std::int64_t, std::int32_t> snapshot;
        {
            const std::lock_guard lock(mutex_);
            snapshot = last_days_;
        }
        std::this_thread::sleep_for(1ms);
        std::vector<Entry> entries;
        for (const auto& [person, last_day] : snapshot) entries.push_back(entry(person, last_day));
        return entries;
    }

private:
    static Entry entry(std::int64_t person, std::int32_t last_day) {
        return {person, person, 0, "/A/", {{5, 0, last_day}}};
    }
    std::mutex writer_;
    mutable std::mutex mutex_;
    std::map<std::int64_t, std::int32_t> last_days_;
};

TEST(Keeper, LosesNothingThatChangesDuringALoad) {
    Index index;
    Tables tables;
    std::atomic<int> loads{0};
    Keeper keeper(
        index,
        [&](std::int32_t, const std::atomic<bool>&) {
            ++loads;
            return tables.read();
        },
        [] { return 7; }, [](const std::string&) {});
    keeper.start();
    std::int32_t written = 0;
    const auto differing = [&] {
        int count = 0;
        for (const Entry& truth : tables.read())
            count += index.cells(truth.person, truth.employment) == truth.cells ? 0 : 1;
        return count;
    };
    for (int round = 0; round < 40; ++round) {
        keeper.stale();
        // The last of these lies in the middle of a load, when nobody writes afterwards.
        for (std::int64_t person = 1; person <= 10; ++person)
            tables.write(index, person, ++written);
        keeper.wait_until_current();
        ASSERT_EQ(differing(), 0) << "round " << round;
    }
    EXPECT_GE(loads, 40);
}

TEST(Keeper, ReadsAgainForWhatBecameStaleDuringALoad) {
    Index index;
    std::atomic<int> value{1};
    Keeper* told = nullptr;
    Keeper keeper(
        index,
        [&](std::int32_t, const std::atomic<bool>&) {
            const std::int32_t seen = value;
            if (seen == 1) {
                value = 2;
                told->stale();
            }
            return std::vector<Entry>{{1, 1, 0, "/A/", {{5, 0, seen}}}};
        },
        [] { return 7; }, [](const std::string&) {});
    told = &keeper;
    keeper.wait_until_current();
    keeper.wait_until_current();
    EXPECT_EQ(index.cells(1, 1).at(0).last_day, 2);
}

TEST(Keeper, LoadsAnewWhenTheDayHasChanged) {
    Index index;
    std::atomic<std::int32_t> today{7};
    Keeper keeper(
        index,
        [](std::int32_t day, const std::atomic<bool>&) {
            return std::vector<Entry>{{1, 1, 0, "/A/", {{5, 0, day}}}};
        },
        [&] { return today.load(); }, [](const std::string&) {});
    keeper.wait_until_current();
    EXPECT_EQ(index.cells(1, 1).at(0).last_day, 7);
    today = 8;
    keeper.wait_until_current();
    EXPECT_EQ(index.cells(1, 1).at(0).last_day, 8);
}

TEST(Keeper, SaysThatItCouldNotRead) {
    Index index;
    std::atomic<int> told{0};
    Keeper keeper(
        index,
        [](std::int32_t, const std::atomic<bool>&) -> std::vector<Entry> {
            throw std::runtime_error("the disk is gone");
        },
        [] { return 7; },
        [&](const std::string& reason) { told += reason == "the disk is gone" ? 1 : 0; });
    EXPECT_THROW(keeper.wait_until_current(), Error);
    EXPECT_GE(told, 1);
}

TEST(Keeper, StopsInTheMiddleOfALoad) {
    Index index;
    std::atomic<bool> begun{false};
    Keeper keeper(
        index,
        [&](std::int32_t, const std::atomic<bool>& stopping) -> std::vector<Entry> {
            begun = true;
            while (!stopping) std::this_thread::sleep_for(1ms);
            throw std::runtime_error("stopped");
        },
        [] { return 7; }, [](const std::string&) {});
    keeper.start();
    while (!begun) std::this_thread::sleep_for(1ms);
    keeper.stop();
    EXPECT_TRUE(index.cells(1, 1).empty());
}

}  // namespace
}  // namespace tessera::compliance
