#include "audit/audit.hpp"

#include "audit/trail.hpp"
#include "db/storage.hpp"
#include "db/test_support.hpp"
#include "log/log.hpp"

#include <gtest/gtest.h>

namespace tessera::kernel {
namespace {

class AuditTest : public ::testing::Test {
protected:
    std::vector<AuditRecord> read(std::string_view subject = {}, std::int64_t before = 0,
                                  int limit = 10) {
        AuditFilter filter;
        filter.subject = subject;
        filter.before = before;
        filter.limit = limit;
        return storage_.db().read([&](Reader& reader) { return trail_.read(reader, filter); });
    }

    KernelAuditTrail trail_;
    testing::TemporaryFolder folder_;
    testing::RecordingLog log_;
    ManualClock clock_{Instant{1'795'000'000'000}};
    Storage storage_{folder_.path(), TESSERA_KERNEL_MIGRATIONS, clock_, log_};
};

TEST_F(AuditTest, remembers_who_did_what_to_what) {
    Principal ada;
    ada.kind = Principal::Kind::Person;
    ada.person.value = 7;
    ada.name = "Ada Price";
    const LogScope request("req-1");
    storage_.db().write([&](Transaction& tx) {
        tx.audit(ada, {"competencies.award", "person:7", "", "{\"level\":2}"});
        tx.audit(Principal::system("demo"), {"people.create", "person:8", "{}", ""});
    });
    const auto records = read();
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0].actor_kind, "system");
    EXPECT_EQ(records[0].person, 0);
    EXPECT_EQ(records[1].actor, "Ada Price");
    EXPECT_EQ(records[1].person, 7);
    EXPECT_EQ(records[1].at, clock_.now());
    EXPECT_EQ(records[1].action, "competencies.award");
    EXPECT_EQ(records[1].before, "");
    EXPECT_EQ(records[1].after, "{\"level\":2}");
    EXPECT_EQ(records[1].request_id, "req-1") << "also on the writer's thread";
}

TEST_F(AuditTest, is_read_by_subject_and_in_pages) {
    storage_.db().write([&](Transaction& tx) {
        for (int i = 0; i < 5; ++i)
            tx.audit({}, {"a", i % 2 ? "odd" : "even", std::to_string(i), ""});
    });
    EXPECT_EQ(read("odd").size(), 2U);
    const auto first = read("even", 0, 2);
    ASSERT_EQ(first.size(), 2U);
    const auto second = read("even", first.back().id, 2);
    ASSERT_EQ(second.size(), 1U);
    EXPECT_EQ(second[0].before, "0");
}

TEST_F(AuditTest, vanishes_with_its_transaction_and_needs_an_action) {
    EXPECT_THROW(storage_.db().write([&](Transaction& tx) {
        tx.audit({}, {"a", "b", "", ""});
        throw std::runtime_error("no");
    }),
                 std::runtime_error);
    EXPECT_THROW(storage_.db().write([](Transaction& tx) { tx.audit({}, {}); }), Error);
    EXPECT_TRUE(read().empty());
}

}  // namespace
}  // namespace tessera::kernel
