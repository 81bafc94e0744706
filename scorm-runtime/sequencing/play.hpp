// For tests: builds a course from an outline and plays it, in words.
//     Play play("root\n  a\n  b\n    b1\n");
//     play.sequencing("b").control.choice = false;
//     EXPECT_EQ(play.start(), "a");
//     EXPECT_EQ(play.choose("b1"), "NB.2.1-10");
#pragma once

#include "model/json.hpp"
#include "sequencing/activity_tree.hpp"

#include <string>

namespace scorm::sequencing {

class Play {
public:
    /// One identifier a line, indented by two blanks a level; what has no children is a leaf.
    /// Clusters have flow, and everything has a primary objective without an id.
    explicit Play(std::string_view outline) {
        std::vector<std::int32_t> above;
        while (!outline.empty()) {
            const std::size_t end = std::min(outline.find('\n'), outline.size());
            std::string_view line = outline.substr(0, end);
            outline.remove_prefix(std::min(end + 1, outline.size()));
            const std::size_t indent = line.find_first_not_of(' ');
            if (indent == std::string_view::npos) continue;
            above.resize(indent / 2);
            Activity activity;
            activity.identifier = line.substr(indent);
            activity.title = activity.identifier;
            activity.parent = above.empty() ? -1 : above.back();
            activity.sco = true;
            activity.href = activity.identifier + ".html";
            activity.sequencing.objectives.push_back({"", true, false, Real::from_int(1), {}});
            if (activity.parent >= 0) {
                Activity& parent = course.activities[static_cast<std::size_t>(activity.parent)];
                parent.href.clear();
                parent.sequencing.control.flow = true;
            }
            above.push_back(static_cast<std::int32_t>(course.activities.size()));
            course.activities.push_back(std::move(activity));
        }
    }

    Course course;
    std::uint64_t seed = 1;
    std::vector<GlobalObjective> known;
    bool record = true;

    std::int32_t index(std::string_view id) const {
        for (std::size_t i = 0; i < course.activities.size(); ++i) {
            if (course.activities[i].identifier == id) return static_cast<std::int32_t>(i);
        }
        return -1;
    }
    Activity& activity(std::string_view id) {
        return course.activities[static_cast<std::size_t>(index(id))];
    }
    Sequencing& sequencing(std::string_view id) { return activity(id).sequencing; }

    /// The tree; the course must not change any more.
    ActivityTree& tree() {
        if (!tree_)
            tree_ =
                std::make_unique<ActivityTree>(course, ActivityTree::Options{seed, record}, known);
        return *tree_;
    }

    /// What happened: the delivered activity, "ended", "suspended", "choose" or the exception.
    std::string ask(Navigation navigation, std::string_view target = {}) {
        last = tree().request(navigation, index(target), now);
        switch (last.outcome) {
            case Outcome::Delivered:
                return id(last.activity);
            case Outcome::Ended:
                return "ended";
            case Outcome::Suspended:
                return "suspended";
            case Outcome::Choose:
                return "choose";
            case Outcome::Refused:
                break;
        }
        return std::string(last.exception);
    }
    std::string start() { return ask(Navigation::Start); }
    std::string resume() { return ask(Navigation::ResumeAll); }
    std::string next() { return ask(Navigation::Continue); }
    std::string back() { return ask(Navigation::Previous); }
    std::string choose(std::string_view target) { return ask(Navigation::Choice, target); }
    std::string jump(std::string_view target) { return ask(Navigation::Jump, target); }
    std::string exit() { return ask(Navigation::Exit); }
    std::string exit_all() { return ask(Navigation::ExitAll); }
    std::string abandon() { return ask(Navigation::Abandon); }
    std::string abandon_all() { return ask(Navigation::AbandonAll); }
    std::string suspend_all() { return ask(Navigation::SuspendAll); }

    void passed() { tree().report_satisfied(0, true); }
    void failed() { tree().report_satisfied(0, false); }
    void completed() { tree().report_completed(true); }
    void incomplete() { tree().report_completed(false); }
    void scored(std::string_view measure) { tree().report_measure(0, Real::parse(measure)); }
    void progressed(std::string_view amount) { tree().report_progress(Real::parse(amount)); }

    /// "satisfied", "not satisfied" or "unknown".
    std::string success(std::string_view id, std::size_t objective = 0) {
        const auto value = tree().objective(index(id), objective).satisfied;
        return !value ? "unknown" : *value ? "satisfied" : "not satisfied";
    }
    std::string completion(std::string_view id) {
        const auto value = tree().objective(index(id), 0).completed;
        return !value ? "unknown" : *value ? "completed" : "incomplete";
    }
    std::string measure(std::string_view id, std::size_t objective = 0) {
        const auto value = tree().objective(index(id), objective).measure;
        return value ? value->text() : "unknown";
    }
    std::string progress(std::string_view id) {
        const auto value = tree().objective(index(id), 0).progress;
        return value ? value->text() : "unknown";
    }
    std::int32_t attempts(std::string_view id) { return tree().tracking(index(id)).attempts; }

    /// The contents: identifiers in order, "-" before those that can't be chosen.
    std::string contents() {
        std::string text;
        for (const ContentsEntry& entry : tree().contents()) {
            if (!text.empty()) text += ' ';
            if (!entry.choosable) text += '-';
            text += id(entry.activity);
        }
        return text;
    }
    bool can_choose(std::string_view target) {
        return tree().validity().choice[static_cast<std::size_t>(index(target))];
    }

    std::string state() {
        std::string text;
        json::Writer out(text);
        tree().write(out);
        return text;
    }
    /// Goes on from the stored state, as another session would. False when it does not fit.
    bool reopen(const std::string& state) {
        const auto document = json::Document::parse(state);
        if (!document) return false;
        tree_ = ActivityTree::open(course, {seed, record}, known, document->root());
        return tree_ != nullptr;
    }
    void reopen() { reopen(state()); }

    std::string id(std::int32_t activity) const {
        if (activity < 0) return "none";
        return course.activities[static_cast<std::size_t>(activity)].identifier;
    }

    RequestResult last;
    Millis now = 0;

private:
    std::unique_ptr<ActivityTree> tree_;
};

inline SequencingRule rule(ConditionKind kind, RuleAction action, bool negated = false,
                           std::string objective = {}) {
    SequencingRule made;
    made.conditions.push_back({kind, negated, std::move(objective), {}});
    made.action = action;
    return made;
}

inline SequencingRule always(RuleAction action) { return rule(ConditionKind::Always, action); }

}  // namespace scorm::sequencing
