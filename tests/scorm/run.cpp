// Plays transcripts against the native session: scorm_transcripts [--states] COURSES TRANSCRIPT...
// With --states it prints each transcript's state at the end, for the comparison with WebAssembly.
#include "scorm/session.hpp"
#include "transcript.hpp"

#include "api/names.hpp"
#include "model/json.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <sstream>

using namespace scorm;

namespace {

enum class Way { AsItStands, EachCommitReplayed, OpenedAgainAfterEachStep };

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words)
        out += (out.empty() ? "" : " ") + (word.empty() ? "\"\"" : word);
    return out;
}

class Player {
public:
    Player(const Course& course, const Opening& opening, Way way)
        : course_(course),
          opening_(opening),
          way_(way),
          session_(Session::open(course, opening, "")),
          replica_(Session::open(course, opening, "")) {}

    /// Plays one step; returns what is wrong with it, or nothing.
    std::string play(const Step& step) {
        now_ += 1000;
        const std::vector<std::string> found = answer(step);
        std::string problem;
        if (error_.empty() && !matches(step, found))
            problem = "expected " + joined(step.expected) + " but found " + joined(found);
        problem += error_;
        if (problem.empty() && way_ == Way::EachCommitReplayed) problem = replay();
        // The last error and exception are no part of the state: what asks for them must come
        // first.
        const bool plain = session_->last_error() == 0 && session_->view().exception.empty();
        if (problem.empty() && way_ == Way::OpenedAgainAfterEachStep && plain)
            problem = open_again();
        return problem;
    }

    std::string state() const { return session_->state(); }

private:
    std::string word(const Step& step, std::size_t n) const {
        return n < step.words.size() ? step.words[n] : std::string();
    }

    std::int32_t activity(const std::string& id) {
        if (id.empty()) return -1;
        for (std::size_t i = 0; i < course_.activities.size(); ++i)
            if (course_.activities[i].identifier == id) return static_cast<std::int32_t>(i);
        error_ = "the course has no " + id;
        return -1;
    }

    std::string id_of(std::int32_t activity) const {
        return activity < 0 ? "-"
                            : course_.activities[static_cast<std::size_t>(activity)].identifier;
    }

    bool matches(const Step& step, std::vector<std::string> found) const {
        const bool is_call = found.size() == 2 && std::isupper(step.words[0][0]) != 0;
        if (is_call && step.expected.size() == 1 && found[1] == "0") found.pop_back();
        return found == step.expected;
    }

    std::vector<std::string> answer(const Step& step) {
        static const std::vector<std::string> kFunctions = {
            "Initialize", "Terminate",    "GetValue",       "SetValue",
            "Commit",     "GetLastError", "GetErrorString", "GetDiagnostic"};
        const std::string& command = step.words[0];
        for (std::size_t i = 0; i < kFunctions.size(); ++i)
            if (command == kFunctions[i]) {
                const std::string text(
                    session_->call(static_cast<Function>(i), word(step, 1), word(step, 2), now_));
                return {text, std::to_string(session_->last_error())};
            }
        if (command == "launch") return session_->launch(now_), std::vector<std::string>();
        if (command == "unload") return session_->unload(now_), std::vector<std::string>();
        if (command == "reload") return error_ = open_again(), std::vector<std::string>();
        if (command == "navigate") {
            const auto request = navigation_of(word(step, 1));
            const std::int32_t target = activity(word(step, 2));
            if (!request) error_ = "no such request";
            if (error_.empty()) session_->navigate(*request, target, now_);
            return {};
        }
        return question(step);
    }

    std::vector<std::string> question(const Step& step) {
        const std::string& command = step.words[0];
        const std::string item = word(step, 1);
        if (command == "pending") {
            std::int32_t target = -1;
            std::vector<std::string> found = {
                std::string(name_of(session_->pending_navigation(target)))};
            if (target >= 0) found.push_back(id_of(target));
            return found;
        }
        if (command == "href") return {session_->launch_href()};
        if (command == "view") return view();
        if (command == "control") return {control(item)};
        if (command == "toc") return contents();
        const ActivitySummary summary = session_->summary(item.empty() ? 0 : activity(item));
        if (command == "time") return {std::to_string(summary.total_time)};
        if (command == "attempts") return {std::to_string(summary.attempts)};
        if (command != "summary") error_ = "no such command";
        std::vector<std::string> found = {std::string(name_of(summary.completion)),
                                          std::string(name_of(summary.success))};
        if (summary.score_scaled) found.push_back(summary.score_scaled->text());
        return found;
    }

    std::vector<std::string> view() const {
        const View& view = session_->view();
        std::vector<std::string> found = {std::string(name_of(view.state)), id_of(view.activity)};
        if (!view.exception.empty()) found.push_back(view.exception);
        return found;
    }

    std::string control(const std::string& name) const {
        const auto document =
            json::Document::parse(view_json_ = to_json(session_->view(), course_));
        return std::string(document->root()["controls"][name].string());
    }

    std::vector<std::string> contents() const {
        std::vector<std::string> found;
        for (const TocEntry& entry : session_->view().toc)
            found.push_back(id_of(entry.activity) + (entry.choosable ? "" : "!") +
                            (entry.current ? "*" : ""));
        return found;
    }

    std::string replay() {
        const std::string operations = session_->take_commit();
        if (operations.empty()) return {};
        const ApplyResult result = replica_->apply(operations);
        if (!result.ok) return "the replica refused: " + result.reason;
        if (replica_->state() == session_->state()) return {};
        return "the replica differs:\n" + replica_->state() + "\n" + session_->state();
    }

    std::string open_again() {
        const std::string before = session_->state();
        if (way_ == Way::EachCommitReplayed) {
            std::string problem = replay();
            if (!problem.empty()) return problem;
        }
        remember_objectives();
        session_ = Session::open(course_, opening_, before);
        if (session_ == nullptr) return "the state cannot be opened: " + before;
        if (session_->state() == before) return {};
        return "the state changed by opening:\n" + before + "\n" + session_->state();
    }

    /// What a server does: the next opening knows the global objectives that were written.
    void remember_objectives() {
        for (const GlobalObjective& changed : session_->take_objectives()) {
            auto& known = opening_.objectives;
            const auto same = [&](const GlobalObjective& other) { return other.id == changed.id; };
            known.erase(std::remove_if(known.begin(), known.end(), same), known.end());
            known.push_back(changed);
        }
    }

    const Course& course_;
    Opening opening_;
    Way way_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<Session> replica_;
    Millis now_ = 1'700'000'000'000;
    std::string error_;
    mutable std::string view_json_;
};

std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

/// Plays a transcript one way. Returns what went wrong, or nothing and the state at the end.
std::string play(const Transcript& transcript, const Course& course, const Opening& opening,
                 Way way, std::string& state) {
    Player player(course, opening, way);
    for (const Step& step : transcript.steps) {
        const std::string problem = player.play(step);
        if (!problem.empty())
            return std::to_string(step.line) + ": " + joined(step.words).substr(0, 200) + ": " +
                   problem;
    }
    state = player.state();
    return {};
}

std::string check(const std::string& file, const std::string& courses, std::string& state) {
    const Transcript transcript = read_transcript(read_file(file));
    if (!transcript.error.empty()) return transcript.error;
    const auto course = course_from_json(read_file(courses + "/" + transcript.course + ".json"));
    if (!course) return "course " + transcript.course + " cannot be read";
    const auto opening = opening_from_json(transcript.opening.empty() ? "{}" : transcript.opening);
    if (!opening) return "the opening cannot be read";
    std::string problem = play(transcript, *course, *opening, Way::AsItStands, state);
    for (const Way way : {Way::EachCommitReplayed, Way::OpenedAgainAfterEachStep}) {
        if (!problem.empty()) return problem;
        const bool replayed = way == Way::EachCommitReplayed;
        std::string other;
        problem = play(transcript, *course, *opening, way, other);
        const char* const which = replayed ? "replaying each commit" : "opening after each step";
        if (!problem.empty()) return problem.append(" (").append(which).append(")");
        if (other != state)
            problem.append("state at the end differs when ")
                .append(which)
                .append(":\n")
                .append(state)
                .append("\n")
                .append(other);
    }
    return problem;
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<std::string> arguments(argv + 1, argv + argc);
    const bool states = !arguments.empty() && arguments[0] == "--states";
    if (states) arguments.erase(arguments.begin());
    if (arguments.size() < 2) {
        std::cerr << "usage: scorm_transcripts [--states] COURSES TRANSCRIPT...\n";
        return 2;
    }
    int failed = 0;
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        std::string state;
        const std::string problem = check(arguments[i], arguments[0], state);
        if (!problem.empty()) {
            std::cerr << arguments[i] << ":" << problem << "\n";
            ++failed;
        } else if (states) {
            std::cout << state << "\n";
        }
    }
    if (!states) std::cout << arguments.size() - 1 << " transcripts, " << failed << " failed\n";
    return failed == 0 ? 0 : 1;
}
