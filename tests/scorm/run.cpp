// Plays transcripts against the native session: scorm_transcripts [--states] COURSES TRANSCRIPT...
// With --states it prints each transcript's state at the end, for the comparison with WebAssembly.
#include "scorm/transcript.hpp"

#include <fstream>
#include <iostream>
#include <sstream>

using namespace scorm;

namespace {

enum class Way { AsItStands, EachCommitReplayed, OpenedAgainAfterEachStep };

class Player {
public:
    Player(const Course& course, const Opening& opening, Way way)
        : way_(way), player_(course, opening), replica_(Session::open(course, opening, "")) {}

    /// Plays one step; returns what is wrong with it, or nothing.
    std::string play(const Step& step) {
        const TranscriptPlayer::Played played = player_.play(step);
        if (!played.problem.empty()) return played.problem;
        if (!TranscriptPlayer::met(step, played.found))
            return "expected " + line_of(step.expected) + " but found " + line_of(played.found);
        if (way_ == Way::EachCommitReplayed) return replay();
        // The last error and exception are no part of the state: what asks for them must come
        // first.
        Session& session = player_.session();
        const bool plain = session.last_error() == 0 && session.view().exception.empty();
        return way_ == Way::OpenedAgainAfterEachStep && plain ? player_.reopen() : "";
    }

    std::string state() { return player_.session().state(); }

private:
    std::string replay() {
        const std::string operations = player_.session().take_commit();
        if (operations.empty()) return {};
        const ApplyResult result = replica_->apply(operations);
        if (!result.ok) return "the replica refused: " + result.reason;
        if (replica_->state() == state()) return {};
        return "the replica differs:\n" + replica_->state() + "\n" + state();
    }

    Way way_;
    TranscriptPlayer player_;
    std::unique_ptr<Session> replica_;
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
            return std::to_string(step.line) + ": " + line_of(step.words).substr(0, 200) + ": " +
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
