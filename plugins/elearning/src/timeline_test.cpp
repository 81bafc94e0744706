#include "timeline.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tessera::elearning {
namespace {

using scorm::Function;

scorm::Activity activity(std::string id, std::int32_t parent) {
    scorm::Activity out;
    out.identifier = std::move(id);
    out.parent = parent;
    out.sequencing.objectives.push_back({"", true, false, scorm::Real::from_int(1), {}});
    out.sequencing.control.flow = parent < 0;
    if (parent >= 0) {
        out.sco = true;
        out.href = out.identifier + ".html";
    }
    return out;
}

/// Player pages of one attempt, and the record of what they send.
class Played {
public:
    Played() : course_(std::make_shared<LoadedCourse>()) {
        course_->course.activities = {activity("org", -1), activity("one", 0), activity("two", 0)};
        open();
    }

    void open() {
        const std::string state = page_ ? page_->state() : "";
        page_ = scorm::Session::open(course_->course, {}, state);
        source_.pages[++opening_] = {scorm::to_json(scorm::Opening()), course_, Instant{1000}};
        page_->launch(++now_);
        keep();
    }

    std::string call(Function function, std::string_view first = {}, std::string_view second = {}) {
        return std::string(page_->call(function, first, second, ++now_));
    }

    scorm::Session& page() { return *page_; }

    void keep() {
        const std::string operations = page_->take_commit();
        if (operations.empty()) return;
        source_.commits.push_back({++number_, opening_, Instant{now_}, operations});
    }

    TimelineSource& source() {
        keep();
        source_.attempt.commit_number = number_;
        source_.state = page_->state();
        return source_;
    }

private:
    std::shared_ptr<LoadedCourse> course_;
    std::unique_ptr<scorm::Session> page_;
    TimelineSource source_;
    std::int64_t opening_ = 0, number_ = 0, now_ = 1000;
};

std::size_t count(const Timeline& timeline, scorm::TraceKind kind) {
    return static_cast<std::size_t>(
        std::count_if(timeline.entries.begin(), timeline.entries.end(),
                      [&](const TimelineEntry& line) { return line.entry.kind == kind; }));
}

TEST(Timeline, TellsAllPagesOfAnAttemptAndEndsWhereTheyDid) {
    Played played;
    played.call(Function::Initialize);
    played.call(Function::GetValue, "cmi.entry");
    played.call(Function::SetValue, "cmi.score.scaled", "2");
    played.call(Function::SetValue, "cmi.completion_status", "completed");
    played.keep();
    played.open();
    played.call(Function::Initialize);
    played.call(Function::Terminate);
    played.page().navigate(scorm::Navigation::Continue, -1, 5000);
    const Timeline timeline = timeline_of(played.source());
    EXPECT_FALSE(timeline.differs);
    EXPECT_FALSE(timeline.cut);
    EXPECT_EQ(timeline.commits, played.source().attempt.commit_number);
    ASSERT_EQ(timeline.visits.size(), 5U) << "page, one, page, one again, two";
    EXPECT_EQ(timeline.visits[3].opening, 2);
    EXPECT_EQ(timeline.visits[4].activity, 2);
    EXPECT_EQ(std::count_if(timeline.entries.begin(), timeline.entries.end(),
                            [](const auto& line) { return is_refused(line.entry); }),
              1);
}

TEST(Timeline, SaysWhenItsEndIsNotTheStoredOne) {
    Played played;
    TimelineSource source = played.source();
    source.state = "{}";
    EXPECT_TRUE(timeline_of(source).differs);
    source = played.source();
    source.commits.push_back({2, 1, Instant{}, R"([["s",1,"cmi.nothing","x"]])"});
    const Timeline refused = timeline_of(source);
    EXPECT_TRUE(refused.differs);
    EXPECT_EQ(refused.commits, 1);
    source.commits.back() = {2, 7, Instant{}, "[]"};
    EXPECT_TRUE(timeline_of(source).differs) << "a page nobody knows";
    for (const char* text : {"", "[", R"([["g"]])", R"([["x",1,3]])", R"([["g",-1,"a"]])"}) {
        source.commits.back() = {2, 1, Instant{}, text};
        timeline_of(source);
    }
}

TEST(Timeline, OfARecordThatStoppedMakesNoClaimAboutTheEnd) {
    Played played;
    played.call(Function::Initialize);
    played.call(Function::Commit);
    TimelineSource source = played.source();
    source.commits.pop_back();
    const Timeline timeline = timeline_of(source);
    EXPECT_FALSE(timeline.differs);
    EXPECT_LT(timeline.commits, source.attempt.commit_number);
    source.commits.clear();
    EXPECT_TRUE(timeline_of(source).entries.empty());
}

TEST(Timeline, OfTenThousandOperationsIsWhole) {
    Played played;
    played.call(Function::Initialize);
    for (int i = 0; i < 10'000; ++i) {
        played.call(Function::SetValue, "cmi.location", std::to_string(i));
        played.keep();
    }
    const Timeline timeline = timeline_of(played.source());
    EXPECT_FALSE(timeline.cut);
    EXPECT_FALSE(timeline.differs);
    EXPECT_EQ(count(timeline, scorm::TraceKind::Call), 10'001U);
}

TEST(Log, DeflatesWhatIsWorthItAndReadsItAgain) {
    const std::string small = R"([["c",1]])";
    EXPECT_EQ(packed(small).bytes, small);
    const std::string large = "[" + std::string(50'000, ' ') + "]";
    const PackedOperations stored = packed(large);
    EXPECT_LT(stored.bytes.size(), 1000U);
    EXPECT_EQ(unpacked(stored), large);
    PackedOperations damaged = stored;
    damaged.bytes[10] ^= 1;
    EXPECT_EQ(unpacked(damaged), std::nullopt);
    damaged = stored;
    damaged.size = std::int64_t{1} << 40;
    EXPECT_EQ(unpacked(damaged), std::nullopt);
}

TEST(Log, GrowsWithoutAGapUntilItIsFull) {
    EXPECT_TRUE(store::fits_log({}, 1, 1, 100));
    EXPECT_FALSE(store::fits_log({}, 1, 2, 100)) << "the first is not there";
    EXPECT_TRUE(store::fits_log({7, 1000}, 500, 8, 100));
    EXPECT_FALSE(store::fits_log({7, 1000}, 501, 8, 100)) << "too many pages";
    EXPECT_FALSE(store::fits_log({7, 4 * 1024 * 1024}, 1, 8, 1));
}

}  // namespace
}  // namespace tessera::elearning
