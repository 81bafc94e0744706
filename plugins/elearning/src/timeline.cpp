#include "timeline.hpp"

#include <chrono>

namespace tessera::elearning {

namespace {

constexpr std::size_t kMostEntries = 50'000;
constexpr std::chrono::seconds kMostTime{5};

/// Replays commit after commit.
class Replay {
public:
    explicit Replay(const TimelineSource& source) : source_(source) {}

    Timeline run() {
        const auto end = std::chrono::steady_clock::now() + kMostTime;
        for (const LoggedCommit& commit : source_.commits) {
            const bool late = std::chrono::steady_clock::now() > end;
            timeline_.cut = late || timeline_.entries.size() >= kMostEntries;
            if (timeline_.cut || !apply(commit)) break;
        }
        const bool whole = timeline_.commits == source_.attempt.commit_number;
        if (whole && session_) timeline_.differs |= session_->state() != source_.state;
        return std::move(timeline_);
    }

private:
    /// False when it can't be replayed: this version reads it differently.
    bool apply(const LoggedCommit& commit) {
        if ((commit.opening != opening_ && !open(commit)) ||
            !session_->apply(commit.operations).ok) {
            timeline_.differs = true;
            return false;
        }
        for (scorm::TraceEntry& entry : session_->take_trace()) add(std::move(entry));
        ++timeline_.commits;
        return true;
    }

    /// The next page goes on from the state of the one before.
    bool open(const LoggedCommit& commit) {
        const auto page = source_.pages.find(commit.opening);
        if (page == source_.pages.end()) return false;
        const std::string state = session_ ? session_->state() : std::string();
        const auto opening = scorm::opening_from_json(page->second.opening_data);
        session_.reset();
        course_ = page->second.course;
        if (opening) session_ = scorm::Session::open(course_->course, *opening, state);
        if (!session_) return false;
        session_->trace(true);
        opening_ = commit.opening;
        timeline_.visits.push_back({opening_, page->second.at, -1, course_});
        return true;
    }

    void add(scorm::TraceEntry entry) {
        if (entry.kind == scorm::TraceKind::Delivery)
            timeline_.visits.push_back({opening_, Instant{entry.time}, entry.activity, course_});
        timeline_.entries.push_back({timeline_.visits.size() - 1, std::move(entry)});
    }

    const TimelineSource& source_;
    Timeline timeline_;
    std::int64_t opening_ = -1;
    std::shared_ptr<const LoadedCourse> course_;
    std::unique_ptr<scorm::Session> session_;
};

}  // namespace

Timeline timeline_of(const TimelineSource& source) { return Replay(source).run(); }

TimelineGroup group_of(scorm::TraceKind kind) {
    switch (kind) {
        case scorm::TraceKind::Call:
        case scorm::TraceKind::Unload:
        case scorm::TraceKind::Omitted:
            return TimelineGroup::Calls;
        case scorm::TraceKind::Rule:
        case scorm::TraceKind::Limit:
        case scorm::TraceKind::Selection:
            return TimelineGroup::Rules;
        case scorm::TraceKind::Status:
        case scorm::TraceKind::Result:
            return TimelineGroup::Status;
        case scorm::TraceKind::Launch:
        case scorm::TraceKind::Request:
        case scorm::TraceKind::Termination:
        case scorm::TraceKind::Sequencing:
        case scorm::TraceKind::Delivery:
        case scorm::TraceKind::AttemptEnd:
        case scorm::TraceKind::Suspension:
            break;
    }
    return TimelineGroup::Navigation;
}

bool is_question(const scorm::TraceEntry& entry) {
    constexpr int kNoValueYet = 403;  // in SCORM 1.2 no GetValue gives it
    return entry.error == kNoValueYet && entry.what == "GetValue";
}

bool is_refused(const scorm::TraceEntry& entry) {
    if (entry.kind == scorm::TraceKind::Request) return entry.result == "refused";
    return entry.kind == scorm::TraceKind::Call && entry.error != 0 && !is_question(entry);
}

}  // namespace tessera::elearning
