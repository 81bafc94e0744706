#include "commit.hpp"

#include <gtest/gtest.h>

namespace tessera::elearning {
namespace {

TEST(Envelope, IsReadWithItsOperationsAsTheyStand) {
    const auto commits = read_commits(
        R"({"opening":2,"number":17,"operations":[["s",1,"cmi.location","a]\"}["],["c",2]]})");
    ASSERT_EQ(commits.size(), 1U);
    EXPECT_EQ(commits[0].opening, 2);
    EXPECT_EQ(commits[0].number, 17);
    EXPECT_EQ(commits[0].operations, R"([["s",1,"cmi.location","a]\"}["],["c",2]])");
}

TEST(Envelope, MayHaveBlanksAndItsFieldsInAnyOrder) {
    const auto commits =
        read_commits(" { \"operations\" : [ ] ,\n\t\"number\": 1, \"opening\": 3 } ");
    ASSERT_EQ(commits.size(), 1U);
    EXPECT_EQ(commits[0].opening, 3);
    EXPECT_EQ(commits[0].operations, "[ ]");
}

TEST(Envelope, MayComeWithOthersInOneArray) {
    const auto commits = read_commits(
        R"( [{"opening":2,"number":17,"operations":[["s",1,"cmi.location","],{"]]} ,
             {"number":18,"opening":2,"operations":[["t",2]]}] )");
    ASSERT_EQ(commits.size(), 2U);
    EXPECT_EQ(commits[0].number, 17);
    EXPECT_EQ(commits[1].number, 18);
    EXPECT_EQ(commits[1].operations, R"([["t",2]])");
}

TEST(Envelope, OfMoreCommitsThanOneRequestHoldsIsRefused) {
    const std::string one = R"({"opening":1,"number":1,"operations":[]})";
    std::string body = "[" + one;
    for (std::size_t i = 1; i < kMostCommits; ++i) body += "," + one;
    EXPECT_EQ(read_commits(body + "]").size(), kMostCommits);
    EXPECT_TRUE(read_commits(body + "," + one + "]").empty());
}

TEST(Envelope, ThatIsBrokenIsRefused) {
    for (const char* body :
         {"",
          "[]",
          "{",
          "{}",
          R"({"opening":1})",
          R"({"opening":1,"number":2})",
          R"({"opening":1,"number":2,"operations":{}})",
          R"({"opening":1,"number":2,"operations":[})",
          R"({"opening":1,"number":-2,"operations":[]})",
          R"({"opening":1,"number":99999999999999999999,"operations":[]})",
          R"({"opening":1,"number":2,"operations":["unclosed]})",
          R"({"opening":1,"number":2,"operations":[]} more)",
          R"({"opening":1,"number":2,"operations":[],"operations":[]})",
          R"({"opening":1,"number":2,"other":3,"operations":[]})",
          R"({"opening":"1"})",
          "[",
          R"([{"opening":1,"number":2,"operations":[]})",
          R"([{"opening":1,"number":2,"operations":[]},])",
          R"([{"opening":1,"number":2,"operations":[]}] more)",
          R"([[{"opening":1,"number":2,"operations":[]}]])",
          R"({"opening":1,"number":2,"operations":[]}])",
          R"({"opening":1,"number":2,"operations":[]},{"opening":1,"number":3,"operations":[]})"}) {
        EXPECT_TRUE(read_commits(body).empty()) << body;
    }
}

// Attempt: page 1 made commits 1 to 3, page 2 made 4 and 5.
constexpr LeaseState kAttempt{2, 5};
constexpr PageRange kPage1{0, 3};

TEST(Commit, OfThePageWithTheLeaseIsAppliedWhenItIsTheNext) {
    EXPECT_EQ(judge(kAttempt, 2, 6, {}), CommitVerdict::Apply);
    EXPECT_EQ(judge(kAttempt, 2, 7, {}), CommitVerdict::Gap);
}

TEST(Commit, ThatWasStoredBeforeIsAnsweredAsDone) {
    EXPECT_EQ(judge(kAttempt, 2, 5, {}), CommitVerdict::Done);
    EXPECT_EQ(judge(kAttempt, 2, 1, {}), CommitVerdict::Done);
    EXPECT_EQ(judge(kAttempt, 1, 3, kPage1), CommitVerdict::Done);
}

TEST(Commit, IsNeverAnsweredAsDoneWhenItsNumberWasTakenByAnotherPage) {
    EXPECT_EQ(judge(kAttempt, 1, 4, kPage1), CommitVerdict::Superseded);
    EXPECT_EQ(judge(kAttempt, 1, 5, kPage1), CommitVerdict::Superseded);
    EXPECT_EQ(judge(kAttempt, 1, 6, kPage1), CommitVerdict::Superseded);
}

TEST(Commit, OfAnEarlierPageCountsWhileNoLaterPageHasCommitted) {
    const LeaseState opened_again{2, 3};
    EXPECT_EQ(judge(opened_again, 1, 4, kPage1), CommitVerdict::Apply);
    EXPECT_EQ(judge(opened_again, 1, 5, kPage1), CommitVerdict::Gap);
}

TEST(Commit, OfAPageThatIsNotKnownIsSuperseded) {
    // The page lost its lease to an earlier one, or there never was such a page.
    EXPECT_EQ(judge(kAttempt, 3, 6, {}), CommitVerdict::Superseded);
    EXPECT_EQ(judge(kAttempt, 1, 2, {}), CommitVerdict::Superseded);
}

}  // namespace
}  // namespace tessera::elearning
