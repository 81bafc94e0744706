#include "scorm/transcript.hpp"

#include "model/json.hpp"

#include <algorithm>
#include <cstdlib>

namespace scorm {

namespace {

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
        text.replace(at, what.size(), with);
    return text;
}

/// "{x*4000}" becomes x 4000 times.
std::string expanded(const std::string& text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t star = text.find('*', at);
        const std::size_t close = star == std::string::npos ? star : text.find('}', star);
        const bool repeats = text[at] == '{' && close != std::string::npos && star > at + 1 &&
                             text.find_first_not_of("0123456789", star + 1) == close;
        if (!repeats) {
            out += text[at++];
            continue;
        }
        const std::string part = text.substr(at + 1, star - at - 1);
        const std::size_t most = kMaxWord / part.size();
        auto times =
            std::min<std::size_t>(std::strtoull(text.c_str() + star + 1, nullptr, 10), most);
        for (; times > 0; --times) out += part;
        at = close + 1;
    }
    return out;
}

/// Splits a line into words; a word in double quotes is a JSON string. False when a quote stays
/// open.
bool split(const std::string& line, std::vector<std::string>& words) {
    for (std::size_t at = 0; at < line.size();) {
        if (line[at] == ' ') {
            ++at;
            continue;
        }
        if (line[at] == '#') return true;
        std::size_t end = at;
        if (line[at] == '"') {
            for (++end; end < line.size() && line[end] != '"'; ++end)
                if (line[end] == '\\') ++end;
            if (end >= line.size()) return false;
            const std::string quoted = line.substr(at, ++end - at);
            const auto document = json::Document::parse(quoted);
            if (!document) return false;
            words.push_back(expanded(std::string(document->root().string())));
        } else {
            end = std::min(line.find(' ', at), line.size());
            words.push_back(expanded(line.substr(at, end - at)));
        }
        at = end;
    }
    return true;
}

bool add_step(const std::string& line, int number, std::vector<Step>& steps) {
    Step step;
    step.line = number;
    std::vector<std::string> words;
    if (!split(line, words)) return false;
    bool behind_arrow = false;
    for (std::string& word : words) {
        if (word == "->" && !behind_arrow)
            behind_arrow = true;
        else
            (behind_arrow ? step.expected : step.words).push_back(std::move(word));
    }
    if (!step.words.empty()) steps.push_back(std::move(step));
    return steps.size() <= kMaxSteps;
}

}  // namespace

Transcript read_transcript(const std::string& text) {
    Transcript transcript;
    int number = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string line = text.substr(at, end - at);
        if (!line.empty() && line.back() == '\r') line.pop_back();  // written on Windows
        at = end + 1;
        ++number;
        bool ok = true;
        if (line.rfind("course ", 0) == 0) {
            transcript.course = line.substr(7);
        } else if (line.rfind("opening ", 0) == 0) {
            transcript.opening = line.substr(8);
        } else if (line.rfind("repeat ", 0) == 0) {
            const std::size_t from = line.find(' ', 7);
            const int times = std::atoi(line.c_str() + 7);
            for (int i = 0; i < times && from != std::string::npos && ok; ++i)
                ok = add_step(replaced(line.substr(from + 1), "{i}", std::to_string(i)), number,
                              transcript.steps);
        } else {
            ok = add_step(line, number, transcript.steps);
        }
        if (ok) continue;
        transcript.error = "line " + std::to_string(number) + ": cannot be read: " + line;
        break;
    }
    return transcript;
}

std::string line_of(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) {
        if (!out.empty()) out += ' ';
        const bool plain = !word.empty() && word.find_first_of(" \t\n\"#") == std::string::npos;
        if (plain) {
            out += word;
        } else {
            std::string quoted;
            json::Writer(quoted).string(word);
            out += quoted;
        }
    }
    return out;
}

}  // namespace scorm
