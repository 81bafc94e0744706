// Reads a transcript: lines of words, each with what is expected behind "->".
#pragma once

#include <string>
#include <vector>

struct Step {
    int line = 0;
    std::vector<std::string> words;     ///< command and arguments
    std::vector<std::string> expected;  ///< behind the arrow; empty when there is none
};

struct Transcript {
    std::string course;   ///< name of a file in courses/
    std::string opening;  ///< JSON
    std::vector<Step> steps;
    std::string error;  ///< why the file cannot be read, with its line; else empty
};

Transcript read_transcript(const std::string& text);
