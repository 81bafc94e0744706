#include "scorm_command.hpp"

#include "content/package.hpp"
#include "scorm/transcript.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace tessera::elearning {

namespace {

enum Status : int { kAsExpected = 0, kOtherwise = 1, kUnreadable = 2 };

std::optional<std::string> read_script(const std::string& name) {
    constexpr std::uintmax_t kMostBytes = 16u << 20;
    std::ostringstream text;
    if (name == "-") {
        text << std::cin.rdbuf();
        return text.str();
    }
    std::error_code error;
    if (std::filesystem::file_size(name, error) > kMostBytes || error) return std::nullopt;
    std::ifstream file(name, std::ios::binary);
    text << file.rdbuf();
    return text.str();
}

/// The learner of a script that says nothing about one.
scorm::Opening opening_for(const scorm::Transcript& script, const content::Report& report) {
    scorm::Opening opening;
    opening.learner = {"learner-1", "Learner, First", "en-GB"};
    opening.tolerances = content::run_time_tolerances(report);
    if (!script.opening.empty())
        if (auto given = scorm::opening_from_json(script.opening)) return *given;
    return opening;
}

void print_trace(scorm::Session& session, const scorm::Course& course) {
    for (const scorm::TraceEntry& entry : session.take_trace())
        std::cout << "    # " << scorm::to_json(entry, course) << "\n";
}

/// What is printed can be kept as a transcript that expects what was found.
bool play(scorm::TranscriptPlayer& player, const scorm::Course& course,
          const scorm::Transcript& script, bool traced) {
    bool as_expected = true;
    for (const scorm::Step& step : script.steps) {
        const scorm::TranscriptPlayer::Played played = player.play(step);
        std::cout << scorm::line_of(step.words);
        if (!played.found.empty()) std::cout << " -> " << scorm::line_of(played.found);
        std::cout << "\n";
        if (traced) print_trace(player.session(), course);
        std::string problem = played.problem;
        const bool asked = !step.expected.empty();
        if (problem.empty() && asked && !scorm::TranscriptPlayer::met(step, played.found))
            problem = "expected " + scorm::line_of(step.expected);
        if (problem.empty()) continue;
        std::cout << "    # line " << step.line << ": " << problem << "\n";
        as_expected = false;
    }
    return as_expected;
}

void print_results(scorm::TranscriptPlayer& player, const scorm::Course& course) {
    for (const scorm::Activity& activity : course.activities) {
        scorm::Step question;
        question.words = {"summary", activity.identifier};
        std::cout << scorm::line_of(question.words) << " -> "
                  << scorm::line_of(player.play(question).found) << "\n";
    }
}

int run(const CommandLine& line) {
    if (line.arguments.size() != 2) {
        std::cerr << "Name a package and a script: tessera scorm run PACKAGE SCRIPT [--trace]\n";
        return kUnreadable;
    }
    const auto text = read_script(line.arguments[1]);
    if (!text) {
        std::cerr << line.arguments[1] << " can't be read, or is larger than 16 MB.\n";
        return kUnreadable;
    }
    const scorm::Transcript script = scorm::read_transcript(*text);
    if (!script.error.empty() ||
        (!script.opening.empty() && !scorm::opening_from_json(script.opening))) {
        std::cerr << line.arguments[1] << ": "
                  << (script.error.empty() ? "the line \"opening\" can't be read" : script.error)
                  << "\n";
        return kUnreadable;
    }
    const content::Checked checked = content::check(line.arguments[0]);
    if (!checked.course) {
        std::cerr << content::to_text(checked.report);
        return kOtherwise;
    }
    const scorm::Course& course = *checked.course;
    scorm::TranscriptPlayer player(course, opening_for(script, checked.report));
    if (line.has("--trace")) player.trace();
    const bool as_expected = play(player, course, script, line.has("--trace"));
    print_results(player, course);
    return as_expected ? kAsExpected : kOtherwise;
}

}  // namespace

void declare_scorm_command(Registrar& registrar) {
    registrar.command({"scorm run",
                       "PACKAGE SCRIPT [--trace]",
                       "Plays a script of API calls and navigation against a SCORM package, "
                       "without server and browser; \"-\" reads it from the standard input.",
                       false,
                       {"--trace"},
                       run});
}

}  // namespace tessera::elearning
