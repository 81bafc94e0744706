// The promises of write(): on disk when it returns, together with others, alone when it fails.
#include "db/test_support.hpp"

#include <gtest/gtest.h>

#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <set>
#include <thread>

namespace tessera::kernel {
namespace {

using testing::TestDatabase;

void in_threads(int count, const std::function<void(int)>& fn) {
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) threads.emplace_back(fn, i);
    for (std::thread& thread : threads) thread.join();
}

TEST(Writes, of_many_callers_are_committed_together) {
    TestDatabase test;
    constexpr int kCallers = 32, kEach = 50;
    in_threads(kCallers, [&](int caller) {
        for (int i = 0; i < kEach; ++i) {
            test.db->write([&](Transaction& tx) {
                tx.execute("insert into item values (?, null, 1)", caller * 1000 + i);
            });
        }
    });
    EXPECT_EQ(test.count(), kCallers * kEach);
    const DatabaseStats stats = test.db->stats();
    EXPECT_EQ(stats.writes, std::uint64_t{kCallers * kEach});
    EXPECT_LT(stats.commits, stats.writes);
    EXPECT_EQ(stats.writes_waiting, 0U);
}

TEST(Writes, that_fail_roll_back_alone_and_throw_what_they_threw) {
    struct Special {
        int number;
    };
    TestDatabase test;
    std::atomic<int> special{0}, unique{0}, durable{0};
    in_threads(16, [&](int caller) {
        for (int i = 0; i < 30; ++i) {
            try {
                test.db->write([&](Transaction& tx) {
                    tx.on_durable([&] { ++durable; });
                    tx.execute("insert into item values (?, null, 1)", caller * 100 + i);
                    if (caller % 4 == 1) throw Special{caller};
                    if (caller % 4 == 2)
                        tx.execute("insert into item values (?, null, 1)", caller * 100 + i);
                });
            } catch (const Special& thrown) {
                special += thrown.number == caller ? 1 : 0;
            } catch (const DbError& error) {
                unique += error.failure() == DbFailure::Unique ? 1 : 0;
            }
        }
    });
    EXPECT_EQ(special, 4 * 30);
    EXPECT_EQ(unique, 4 * 30);
    EXPECT_EQ(durable, 8 * 30) << "on_durable is for those that are";
    EXPECT_EQ(test.count(), 8 * 30);
    EXPECT_EQ(test.db->stats().writes_failed, 8U * 30);
}

TEST(Writes, stay_apart_when_the_commit_itself_is_refused) {
    TestDatabase test;
    test.db->change_schema([&](Transaction& tx) {
        test.db->run_script(tx,
                            "create table late (item bigint references item(id)"
                            " deferrable initially deferred);");
    });
    // A deferred constraint fails at COMMIT, and with it the whole group.
    std::atomic<int> failed{0};
    in_threads(16, [&](int caller) {
        for (int i = 0; i < 20; ++i) {
            try {
                test.db->write([&](Transaction& tx) {
                    if (caller == 0) tx.execute("insert into late values (-1)");
                    tx.execute("insert into item values (?, null, 1)", caller * 100 + i);
                });
            } catch (const DbError& error) {
                EXPECT_EQ(error.failure(), DbFailure::ForeignKey);
                EXPECT_EQ(caller, 0);
                ++failed;
            }
        }
    });
    EXPECT_EQ(failed, 20);
    EXPECT_EQ(test.count(), 15 * 20);
}

TEST(Writes, return_after_on_durable_has_run_and_a_throw_there_harms_nobody) {
    TestDatabase test;
    bool ran = false;
    test.db->write([&](Transaction& tx) {
        tx.execute("insert into item values (1, null, 1)");
        tx.on_durable([] { throw std::runtime_error("oops"); });
        tx.on_durable([&] { ran = true; });
    });
    EXPECT_TRUE(ran);
    EXPECT_EQ(test.count(), 1);
}

TEST(Writes, are_refused_as_full_and_work_again_when_there_is_room) {
    TestDatabase test({.max_pages = 60});
    const std::string big(1500, 'x');
    std::set<int> acknowledged;
    std::mutex mutex;
    std::atomic<int> full{0};
    in_threads(8, [&](int caller) {
        for (int i = 0; i < 40; ++i) {
            const int id = caller * 100 + i;
            try {
                test.db->write([&](Transaction& tx) {
                    tx.execute("insert into item values (?, ?, 1)", id, std::to_string(id) + big);
                });
                const std::lock_guard lock(mutex);
                acknowledged.insert(id);
            } catch (const Error& error) {
                EXPECT_EQ(error.kind(), ErrorKind::StorageFull);
                ++full;
            }
        }
    });
    EXPECT_GT(full, 0);
    std::set<int> found;
    test.db->read([&](Reader& r) {
        for (Row row : r.query("select id from item")) found.insert(row.get<int>(0));
    });
    EXPECT_EQ(found, acknowledged);
    test.db->write([](Transaction& tx) { tx.execute("delete from item"); });
    test.db->write([](Transaction& tx) { tx.execute("insert into item values (1, 'small', 1)"); });
    EXPECT_EQ(test.count(), 1);
}

TEST(Writes, are_refused_as_full_when_the_disk_is_and_work_again_when_there_is_room) {
    testing::TemporaryFolder folder;
    if (::mount("tmpfs", folder.path().c_str(), "tmpfs", 0, "size=2m") != 0)
        GTEST_SKIP() << "may not mount";
    {
        const auto ballast = folder.path() / "ballast";
        std::ofstream(ballast) << std::string(600'000, 'x');
        TestDatabase test({.file = folder.path() / "test.db"});
        const std::string big(3000, 'x');
        std::vector<int> acknowledged;
        int full = 0;
        for (int i = 0; i < 2000 && full < 20; ++i) {
            try {
                test.db->write([&](Transaction& tx) {
                    tx.execute("insert into item values (?, ?, 1)", i, std::to_string(i) + big);
                });
                acknowledged.push_back(i);
            } catch (const Error& error) {
                EXPECT_EQ(error.kind(), ErrorKind::StorageFull) << error.what();
                ++full;
            }
        }
        EXPECT_EQ(full, 20);
        EXPECT_EQ(test.count(), static_cast<std::int64_t>(acknowledged.size()));
        std::filesystem::remove(ballast);
        test.db->write([](Transaction& tx) {
            tx.execute("insert into item values (9999, 'there is room', 1)");
        });
        EXPECT_EQ(test.count(), static_cast<std::int64_t>(acknowledged.size()) + 1);
    }
    ::umount(folder.path().c_str());
}

TEST(Writes, that_swallow_the_full_disk_are_not_acknowledged_in_part) {
    TestDatabase test({.max_pages = 40});
    const std::string big(3000, 'x');
    EXPECT_THROW(test.db->write([&](Transaction& tx) {
        for (int i = 0; i < 100; ++i) {
            try {
                tx.execute("insert into item values (?, ?, 1)", i, std::to_string(i) + big);
            } catch (const DbError&) {
                // A function that goes on in spite of the failure.
            }
        }
        throw std::runtime_error("end");
    }),
                 std::exception);
    EXPECT_EQ(test.count(), 0);
}

/// The child writes and reports each acknowledged id through the pipe until it is killed.
[[noreturn]] void write_until_killed(const std::filesystem::path& file, int pipe) {
    testing::RecordingLog log;
    const auto db = open_sqlite({.file = file}, log);
    std::atomic<int> next{1};
    in_threads(16, [&](int) {
        while (true) {
            const int id = next++;
            db->write(
                [&](Transaction& tx) { tx.execute("insert into item values (?, null, 1)", id); });
            if (::write(pipe, &id, sizeof id) != sizeof id) _exit(1);
        }
    });
    _exit(0);
}

TEST(Writes, that_were_acknowledged_survive_kill_9) {
    TestDatabase test;
    test.db->close();
    const auto file = test.folder.path() / "test.db";
    for (int round = 0; round < 5; ++round) {
        test.db = open_sqlite({.file = file}, test.log);
        test.db->write([](Transaction& tx) { tx.execute("delete from item"); });
        test.db->close();
        int ends[2] = {};
        ASSERT_EQ(::pipe(ends), 0);
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            ::close(ends[0]);
            write_until_killed(file, ends[1]);
        }
        ::close(ends[1]);
        std::vector<int> acknowledged;
        int id = 0;
        const std::size_t enough = 200 + 150 * static_cast<std::size_t>(round);
        while (::read(ends[0], &id, sizeof id) == sizeof id) {
            acknowledged.push_back(id);
            if (acknowledged.size() == enough) ::kill(child, SIGKILL);
        }
        ::close(ends[0]);
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself";
        EXPECT_GE(acknowledged.size(), enough);

        test.db = open_sqlite({.file = file}, test.log);
        std::set<int> found;
        test.db->read([&](Reader& r) {
            for (Row row : r.query("select id from item")) found.insert(row.get<int>(0));
        });
        for (const int each : acknowledged) EXPECT_TRUE(found.contains(each)) << each;
        test.db->close();
    }
}

}  // namespace
}  // namespace tessera::kernel
