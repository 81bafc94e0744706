// A transcript: what content and learner do, and what must be answered, as text. One step is one line:
// a command with its arguments, and behind "->" what is expected. tests/scorm/README.md lists the
// commands.
#pragma once

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

}  // namespace scorm
