#include "events/outbox.hpp"

#include "db/storage.hpp"
#include "db/test_support.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace tessera::kernel {
namespace {

struct Sold {
    static constexpr const char* kId = "shop.sold/1";
    std::int64_t customer = 0;
    int amount = 0;
    std::int64_t subject() const { return customer; }
    template <class V>
    void fields(V& v) {
        v("customer", customer);
        v("amount", amount);
    }
};

/// Two plugins handle the event after commit.
class TestSink : public EventSink {
public:
    std::vector<std::string> running() const override {
        std::vector<std::string> plugins{"mail"};
        if (!stock_is_off) plugins.emplace_back("stock");
        if (!books_are_off) plugins.emplace_back("books");
        return plugins;
    }
    std::vector<std::string> subscribers_in_transaction(std::string_view id) const override {
        return id == Sold::kId && books_handle_it ? std::vector<std::string>{"books"}
                                                  : std::vector<std::string>{};
    }
    std::vector<std::string> subscribers(std::string_view id) const override {
        return id == Sold::kId ? std::vector<std::string>{"mail", "stock"}
                               : std::vector<std::string>{};
    }
    bool deliver_in_transaction(Transaction& tx, std::string_view, std::string_view,
                                const void* event) override {
        if (books_drain) return false;
        book(tx, *static_cast<const Sold*>(event), "");
        return true;
    }
    bool deliver_waited(Transaction& tx, std::string_view, std::string_view,
                        std::string_view json) override {
        if (books_are_off) return false;
        book(tx, event_from_json<Sold>(json), " late");
        return true;
    }
    bool deliver_after_commit(std::string_view plugin, std::string_view,
                              std::string_view json) override {
        const Sold sold = event_from_json<Sold>(json);
        if (plugin == "stock" && stock_is_off) return false;
        if (plugin == "mail" && sold.customer == broken_customer)
            throw std::runtime_error("no address");
        add(std::string(plugin) + " " + std::to_string(sold.customer) + " " +
            std::to_string(sold.amount));
        return true;
    }
    void book(Transaction& tx, const Sold& sold, const std::string& how) {
        if (in_transaction) in_transaction(tx, sold);
        if (sold.amount == unfit_amount) throw std::runtime_error("unfit");
        tx.on_durable([this, sold, how] {
            add("books " + std::to_string(sold.customer) + " " + std::to_string(sold.amount) + how);
        });
    }
    void add(const std::string& line) {
        if (!books_handle_it || line.rfind("books", 0) == 0) {
            const std::lock_guard lock(mutex);
            delivered.push_back(line);
        }
    }
    std::size_t count() {
        const std::lock_guard lock(mutex);
        return delivered.size();
    }

    std::function<void(Transaction&, const Sold&)> in_transaction;
    bool books_handle_it = false;  ///< then only what they do is noted
    std::atomic<bool> books_are_off{false}, books_drain{false};
    std::atomic<int> unfit_amount{0};
    std::atomic<bool> stock_is_off{false};
    std::atomic<std::int64_t> broken_customer{0};
    std::mutex mutex;
    std::vector<std::string> delivered;
};

class OutboxTest : public ::testing::Test {
protected:
    OutboxTest() { storage_.connect(sink_); }
    void sell(std::int64_t customer, int amount) {
        storage_.db().write([&](Transaction& tx) { tx.publish(Sold{customer, amount}); });
    }
    int deliver() { return storage_.outbox().deliver_due(); }

    testing::TemporaryFolder folder_;
    testing::RecordingLog log_;
    ManualClock clock_{Instant{1'795'000'000'000}};
    Storage storage_{folder_.path(), TESSERA_KERNEL_MIGRATIONS, clock_, log_};
    TestSink sink_;
};

TEST_F(OutboxTest, delivers_to_every_subscriber_in_order_and_once) {
    sell(1, 10);
    sell(1, 20);
    EXPECT_EQ(storage_.outbox().waiting(), 4);
    EXPECT_EQ(deliver(), 4);
    EXPECT_EQ(sink_.delivered,
              (std::vector<std::string>{"mail 1 10", "stock 1 10", "mail 1 20", "stock 1 20"}));
    EXPECT_EQ(deliver(), 0);
    EXPECT_EQ(storage_.outbox().waiting(), 0);
}

TEST_F(OutboxTest, keeps_nothing_of_a_transaction_that_rolled_back) {
    EXPECT_THROW(storage_.db().write([&](Transaction& tx) {
        tx.publish(Sold{1, 10});
        throw std::runtime_error("no");
    }),
                 std::runtime_error);
    EXPECT_EQ(storage_.outbox().waiting(), 0);
}

TEST_F(OutboxTest, runs_in_transaction_handlers_inside_and_they_can_refuse) {
    sink_.books_handle_it = true;
    sink_.in_transaction = [](Transaction& tx, const Sold& sold) {
        if (sold.amount > 100) throw invalid("amount", "Too much.");
        tx.audit(Principal::system("shop"),
                 {"shop.sold", "customer:" + std::to_string(sold.customer), {}, {}});
    };
    const auto audited = [&] {
        return storage_.db().read(
            [](Reader& r) { return *r.value<int>("select count(*) from kernel_audit"); });
    };
    sell(1, 100);
    EXPECT_EQ(audited(), 1);
    EXPECT_THROW(sell(1, 101), Error);
    EXPECT_EQ(audited(), 1);
    EXPECT_EQ(storage_.outbox().waiting(), 2);
}

TEST_F(OutboxTest, holds_back_the_subject_that_failed_and_nothing_else) {
    sink_.broken_customer = 1;
    sell(1, 10);
    sell(1, 20);
    sell(2, 30);
    deliver();
    EXPECT_EQ(sink_.delivered,
              (std::vector<std::string>{"stock 1 10", "stock 1 20", "mail 2 30", "stock 2 30"}));
    const auto failing = storage_.outbox().failing();
    ASSERT_EQ(failing.size(), 1U);
    EXPECT_EQ(failing[0].plugin, "mail");
    EXPECT_EQ(failing[0].error, "no address");
    EXPECT_EQ(failing[0].attempts, 1);

    sink_.broken_customer = 0;
    EXPECT_EQ(deliver(), 0) << "the second event of the subject does not overtake the first";
    clock_.advance(1000);
    sink_.delivered.clear();
    EXPECT_EQ(deliver(), 2);
    EXPECT_EQ(sink_.delivered, (std::vector<std::string>{"mail 1 10", "mail 1 20"}));
}

TEST_F(OutboxTest, tries_again_after_growing_pauses) {
    sink_.broken_customer = 1;
    sell(1, 10);
    deliver();
    for (const std::int64_t pause : {1000, 2000, 4000, 8000}) {
        const int attempts = storage_.outbox().failing()[0].attempts;
        clock_.advance(pause - 1);
        deliver();
        EXPECT_EQ(storage_.outbox().failing()[0].attempts, attempts) << pause;
        clock_.advance(1);
        deliver();
        EXPECT_EQ(storage_.outbox().failing()[0].attempts, attempts + 1) << pause;
    }
    clock_.advance(10);
    sink_.broken_customer = 0;
    storage_.outbox().retry_now(storage_.outbox().failing()[0].id);
    EXPECT_EQ(deliver(), 1);
}

TEST_F(OutboxTest, goes_on_after_an_event_was_given_up) {
    sink_.broken_customer = 1;
    sell(1, 10);
    deliver();
    const auto id = storage_.outbox().failing()[0].id;
    EXPECT_TRUE(storage_.outbox().discard(id));
    EXPECT_FALSE(storage_.outbox().discard(id));
    EXPECT_EQ(storage_.outbox().waiting(), 0);
}

TEST_F(OutboxTest, keeps_events_for_a_plugin_that_is_disabled) {
    sink_.stock_is_off = true;
    sell(1, 10);
    EXPECT_EQ(deliver(), 1);
    EXPECT_TRUE(storage_.outbox().failing().empty());
    sink_.stock_is_off = false;
    clock_.advance(5000);
    EXPECT_EQ(deliver(), 1);
}

TEST_F(OutboxTest, delivers_by_itself_while_many_publish) {
    storage_.outbox().start();
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 50; ++i) sell(t + 1, i);
        });
    }
    for (std::thread& thread : threads) thread.join();
    for (int i = 0; i < 500 && sink_.count() < 400; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    storage_.outbox().stop();
    ASSERT_EQ(sink_.delivered.size(), 400U);
    std::map<std::string, int> last;
    for (const std::string& entry : sink_.delivered) {
        const auto space = entry.rfind(' ');
        const int amount = std::stoi(entry.substr(space));
        const auto [found, first] = last.emplace(entry.substr(0, space), amount);
        EXPECT_TRUE(first || found->second < amount) << entry;
        found->second = amount;
    }
}

TEST_F(OutboxTest, finds_what_the_last_process_left) {
    sell(1, 10);
    storage_.close();
    Storage again(folder_.path(), TESSERA_KERNEL_MIGRATIONS, clock_, log_);
    again.connect(sink_);
    EXPECT_EQ(again.outbox().deliver_due(), 2);
}

/// Events for in-transaction handlers of a plugin that is stopped now and then.
class WaitedTest : public OutboxTest {
protected:
    WaitedTest() { sink_.books_handle_it = true; }
    void deliver_all() {
        while (deliver() > 0) {
        }
    }
    std::int64_t waiting() { return storage_.outbox().waiting_by_plugin()["books"]; }
};

TEST_F(WaitedTest, wait_for_a_stopped_plugin_and_are_handled_once_in_order) {
    sink_.books_are_off = true;
    sell(1, 10);
    sell(2, 20);
    sell(1, 30);
    EXPECT_TRUE(sink_.delivered.empty());
    EXPECT_EQ(waiting(), 3);
    deliver_all();
    EXPECT_TRUE(sink_.delivered.empty());
    sink_.books_are_off = false;
    deliver_all();
    EXPECT_EQ(sink_.delivered,
              (std::vector<std::string>{"books 1 10 late", "books 2 20 late", "books 1 30 late"}));
    EXPECT_EQ(waiting(), 0);
    deliver_all();
    EXPECT_EQ(sink_.delivered.size(), 3U);
}

TEST_F(WaitedTest, later_events_of_the_subject_stand_behind_and_others_do_not) {
    sink_.books_are_off = true;
    sell(1, 10);
    sink_.books_are_off = false;
    sell(1, 20);
    sell(2, 30);
    EXPECT_EQ(sink_.delivered, (std::vector<std::string>{"books 2 30"}));
    deliver_all();
    EXPECT_EQ(sink_.delivered,
              (std::vector<std::string>{"books 2 30", "books 1 10 late", "books 1 20 late"}));
    sell(1, 40);
    EXPECT_EQ(sink_.delivered.back(), "books 1 40");
}

TEST_F(WaitedTest, one_that_fails_leaves_nothing_and_holds_back_its_subject_only) {
    sink_.books_are_off = true;
    sell(1, 13);
    sell(1, 20);
    sell(2, 30);
    sink_.books_are_off = false;
    sink_.unfit_amount = 13;
    deliver_all();
    EXPECT_EQ(sink_.delivered, (std::vector<std::string>{"books 2 30 late"}));
    ASSERT_EQ(storage_.outbox().failing().size(), 1U);
    EXPECT_EQ(storage_.outbox().failing()[0].error, "unfit");
    sink_.unfit_amount = 0;
    storage_.outbox().resume("books");
    deliver_all();
    EXPECT_EQ(waiting(), 0);
}

TEST_F(WaitedTest, wait_when_the_plugin_is_stopped_at_that_very_moment) {
    sink_.books_drain = true;
    sell(1, 10);
    EXPECT_EQ(waiting(), 1);
    sink_.books_drain = false;
    deliver_all();
    EXPECT_EQ(sink_.delivered, (std::vector<std::string>{"books 1 10 late"}));
}

TEST_F(WaitedTest, are_not_kept_when_the_transaction_rolls_back) {
    sink_.books_are_off = true;
    EXPECT_THROW(storage_.db().write([&](Transaction& tx) {
        tx.publish(Sold{1, 10});
        throw std::runtime_error("no");
    }),
                 std::runtime_error);
    EXPECT_EQ(waiting(), 0);
}

TEST_F(WaitedTest, thousands_for_a_stopped_plugin_do_not_keep_the_others_waiting) {
    sink_.books_are_off = true;
    storage_.db().write([&](Transaction& tx) {
        for (int i = 0; i < 1000; ++i) tx.publish(Sold{i, 10});
    });
    deliver_all();  // what is for others
    sell(7, 20);
    EXPECT_EQ(deliver(), 2) << "mail and stock get the new one at once";
    EXPECT_EQ(waiting(), 1001);
}

}  // namespace
}  // namespace tessera::kernel
