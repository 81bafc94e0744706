// A transcript: what content and learner do, and what must be answered, as text. One step is one line:
// a command with its arguments, and behind "->" what is expected. tests/scorm/README.md lists the
// commands.
#pragma once

#include "scorm/session.hpp"

#include <string>
#include <vector>

namespace scorm {

struct Step {
    int line = 0;
    std::vector<std::string> words;     ///< command and arguments; never empty
    std::vector<std::string> expected;  ///< behind the arrow; empty when there is none
};

struct Transcript {
    std::string course;   ///< what its line "course" names; empty when it has none
    std::string opening;  ///< JSON of its line "opening"; empty when it has none
    std::vector<Step> steps;
    std::string error;  ///< why the text cannot be read, with its line; else empty
};

/// Most steps of a transcript, and most bytes of one text in it, "{x*4000}" carried out.
inline constexpr std::size_t kMaxSteps = 1'000'000;
inline constexpr std::size_t kMaxWord = std::size_t{16} * 1024 * 1024;

Transcript read_transcript(const std::string& text);

/// Words as a line of a transcript has them: in quotes where they have blanks.
std::string line_of(const std::vector<std::string>& words);

/// Plays the steps of a transcript against a session, as a player page without a browser would. Use
/// one from one thread at a time.
class TranscriptPlayer {
public:
    /// Time begins here, and each step is a second.
    static constexpr Millis kBegin = 1'700'000'000'000;

    /// `course` must outlive the player.
    TranscriptPlayer(const Course& course, Opening opening);

    struct Played {
        std::vector<std::string> found;  ///< what the step answered, in the order of Step::expected
        std::string problem;             ///< a sentence when it could not be played
    };
    Played play(const Step& step);

    /// False when the step says what it expects, and that is not what was found. The error 0 of a
    /// call may be left out.
    static bool met(const Step& step, std::vector<std::string> found);

    Session& session() { return *session_; }
    /// Records what happens (Session::trace), over a reopen() too.
    void trace();
    /// A new session from the state, with the global objectives that were written: what a server
    /// does when the player is opened again. Returns a sentence when the state can't be opened.
    std::string reopen();

private:
    std::optional<std::vector<std::string>> call(const Step& step);
    std::optional<std::vector<std::string>> act(const Step& step);
    std::optional<std::vector<std::string>> question(const Step& step);
    void follow();
    std::vector<std::string> pending() const;
    std::vector<std::string> view() const;
    std::vector<std::string> contents() const;
    std::string control(const std::string& name) const;
    std::vector<std::string> summary(std::int32_t activity) const;
    std::int32_t activity(const std::string& identifier);
    std::string identifier(std::int32_t activity) const;

    const Course& course_;
    Opening opening_;
    std::unique_ptr<Session> session_;
    Millis now_ = kBegin;
    bool traced_ = false;
    std::string problem_;
};

}  // namespace scorm
