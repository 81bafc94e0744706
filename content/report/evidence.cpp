#include "report/evidence.hpp"

#include "zip/names.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>

namespace content {
namespace {

using scorm::Deviation;
using scorm::Use;

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

void skip_blanks(std::string_view& text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
}

bool take_quote(std::string_view& text, char& quote) {
    if (text.empty() || (text[0] != '"' && text[0] != '\'')) return false;
    quote = text[0];
    text.remove_prefix(1);
    return true;
}

/// Calls `found` with what stands behind each place of a word.
template <class Found>
void for_each(std::string_view text, std::string_view word, Found found) {
    for (std::size_t at = text.find(word); at != std::string_view::npos;
         at = text.find(word, at + word.size()))
        found(text.substr(at + word.size()), at);
}

/// Goes from the end of an element's name to the value set, as in «score.max", 250» or
/// «status = 250». False when no value follows.
bool to_value(std::string_view& rest) {
    char quote = 0;
    take_quote(rest, quote);
    skip_blanks(rest);
    if (rest.empty() || (rest[0] != ',' && rest[0] != '=' && rest[0] != ':')) return false;
    rest.remove_prefix(1);
    skip_blanks(rest);
    return true;
}

/// The literal word at the start of the text; empty when there is none.
std::string_view literal(std::string_view rest) {
    constexpr std::size_t kMost = 24;
    char quote = 0;
    if (!take_quote(rest, quote)) return {};
    const std::size_t end = rest.substr(0, kMost).find(quote);
    return end == std::string_view::npos ? std::string_view() : rest.substr(0, end);
}

struct Status {
    std::string_view written;  ///< lower case, without blanks, "-" and "_"
    std::string_view right;
};

/// Words that content sets on a status, and what they mean.
constexpr std::array kStatuses = {
    Status{"completed", "completed"},   Status{"complete", "completed"},
    Status{"incomplete", "incomplete"}, Status{"inprogress", "incomplete"},
    Status{"passed", "passed"},         Status{"pass", "passed"},
    Status{"failed", "failed"},         Status{"fail", "failed"},
    Status{"browsed", "browsed"},       Status{"notattempted", "not attempted"},
    Status{"unknown", "unknown"},
};

std::string_view status_meant(std::string_view word) {
    std::string bare = zip::fold_case(word);
    bare.erase(std::remove_if(bare.begin(), bare.end(),
                              [](char c) { return c == ' ' || c == '-' || c == '_'; }),
               bare.end());
    for (const Status& row : kStatuses) {
        if (row.written == bare) return row.right;
    }
    return {};
}

/// What a literal shows: which right value is meant, and what is wrong with it, if anything.
struct Judgement {
    std::string_view right;
    std::optional<Deviation> wrong;
};

Judgement judge_status(std::string_view word) {
    const std::string_view right = status_meant(word);
    if (right.empty() || right == word) return {right, {}};
    const bool by_case = zip::fold_case(word) == right;
    return {right, by_case ? Deviation::WordCase : Deviation::WordVariants};
}

Judgement judge_number(std::string_view word) {
    constexpr std::string_view kDigits = "0123456789";
    std::string_view number = word;
    const bool percent = number.size() > 1 && number.back() == '%';
    if (percent) number.remove_suffix(1);
    const std::size_t sign = number.find_first_not_of(kDigits);
    const std::size_t more = number.find_last_not_of(kDigits);
    const bool whole = sign == std::string_view::npos;
    const bool point = !whole && sign == more && sign > 0 && sign + 1 < number.size();
    if (number.empty() || !(whole || (point && (number[sign] == '.' || number[sign] == ','))))
        return {};
    if (percent) return {"number", Deviation::PercentSigns};
    if (point && number[sign] == ',') return {"number", Deviation::CommaDecimals};
    return {"number", {}};
}

/// As SCORM 2004 wants it; in SCORM 1.2 nobody has to ask.
Judgement judge_duration(std::string_view word) {
    if (word.size() > 2 && word[0] == 'P') return {"duration", {}};
    const bool clock = word.find_first_not_of("0123456789:.") == std::string_view::npos &&
                       std::count(word.begin(), word.end(), ':') == 2;
    if (!clock) return {};
    return {"duration", Deviation::TimeFormats};
}

}  // namespace

/// An element by the end of its name, and how what is set on it is judged.
struct Evidence::Element {
    std::string_view name;
    Judgement (*judge)(std::string_view word);
};

namespace {

constexpr std::array kElements = {
    Evidence::Element{"lesson_status", judge_status},
    Evidence::Element{"completion_status", judge_status},
    Evidence::Element{"success_status", judge_status},
    Evidence::Element{"score.raw", judge_number},
    Evidence::Element{"score.scaled", judge_number},
    Evidence::Element{"progress_measure", judge_number},
    Evidence::Element{"session_time", judge_duration},
};

}  // namespace

void Evidence::note(Deviation deviation, const Entry& file, const std::string& sign) {
    std::string& known = signs_[static_cast<std::size_t>(deviation)];
    if (known.empty()) known = "“" + file.name + "” " + sign + ".";
}

namespace {

/// Whether it looks for the API of SCORM 1.2, or puts the names of its functions together.
bool names_12(std::string_view text) {
    constexpr std::array<std::string_view, 3> kSigns = {"LMSInitialize", "\"LMS\"", "'LMS'"};
    if (std::any_of(kSigns.begin(), kSigns.end(), [&](auto sign) { return has(text, sign); }))
        return true;
    // .API but not .API_1484_11; the same in quotes
    for (std::size_t at = text.find("API"); at != std::string_view::npos;
         at = text.find("API", at + 3)) {
        const char before = at == 0 ? ' ' : text[at - 1];
        const char after = at + 3 < text.size() ? text[at + 3] : ' ';
        const bool longer = std::isalnum(static_cast<unsigned char>(after)) != 0 || after == '_';
        if (std::string_view(".\"'").find(before) != std::string_view::npos && !longer) return true;
    }
    return false;
}

}  // namespace

void Evidence::look_in(const Entry& file, std::string_view text) {
    calls_12_ = calls_12_ || has(text, "LMSInitialize");
    calls_2004_ = calls_2004_ || has(text, "API_1484_11");
    names_12_ = names_12_ || names_12(text);
    names_2004_ = names_2004_ || has(text, "1484");
    look_for_words(file, text);
    look_for_near(file, text);
    look_for_arguments(file, text);
    look_for_points(file, text);

    look_for_beginning(file, text);
}

/// Pages, and scripts that pages name, which initialize when they load and finish when they go.
void Evidence::look_for_beginning(const Entry& file, std::string_view text) {
    static constexpr std::array<std::string_view, 4> kBegin = {"LMSInitialize(", "loadPage(",
                                                               "initPage(", "scorm.init("};
    const bool begins =
        (has(text, "unload") || has(text, "pagehide")) &&
        std::any_of(kBegin.begin(), kBegin.end(), [&](auto begin) { return has(text, begin); });
    const std::string name = zip::fold_case(file.name);
    if (!has(name, ".htm") && !has(name, ".xhtm")) {
        if (begins) beginning_scripts_.insert(name.substr(name.rfind('/') + 1));
        return;
    }
    if (begins) beginning_pages_.push_back({&file, {}});
    constexpr std::size_t kMostName = 100;
    constexpr std::size_t kMostScripts = 100;
    std::size_t found = 0;
    for_each(text, ".js", [&](std::string_view, std::size_t at) {
        const std::string_view before =
            text.substr(at - std::min(at, kMostName), std::min(at, kMostName));
        const std::size_t from = before.find_last_of("/\\\"'=> \n");
        if (from == std::string_view::npos || ++found > kMostScripts) return;
        beginning_pages_.push_back(
            {&file, zip::fold_case(std::string(before.substr(from + 1))) + ".js"});
    });
}

void Evidence::look_for_words(const Entry& file, std::string_view text) {
    constexpr std::size_t kNear = 80;
    for (const Element& element : kElements) {
        for_each(text, element.name, [&](std::string_view rest, std::size_t) {
            if (!to_value(rest)) return;
            // All that may be chosen from: «done ? "Completed" : "Incomplete"».
            rest = rest.substr(0, kNear);
            const std::size_t end = std::min(rest.find_first_of(";\n]}"), rest.find("),"));
            rest = rest.substr(0, end);
            while (!rest.empty()) {
                const std::string_view word = literal(rest);
                if (!word.empty()) look_for_word(file, element, word);
                rest.remove_prefix(word.empty() ? 1 : word.size() + 2);
            }
        });
    }
}

void Evidence::look_for_word(const Entry& file, const Element& element, std::string_view word) {
    constexpr std::size_t kMost = 100;
    const auto found = element.judge(word);
    if (found.right.empty()) return;
    if (!found.wrong) {
        right_words_.insert(std::string(element.name) + " " + std::string(found.right));
    } else if (wrong_words_.size() < kMost) {
        wrong_words_.push_back({*found.wrong, std::string(element.name), std::string(found.right),
                                "“" + file.name + "” sets " + std::string(element.name) + " to “" +
                                    std::string(word) + "”."});
    }
}

/// Functions of JavaScript that write numbers and times in a form of their own, close to an element.
void Evidence::look_for_near(const Entry& file, std::string_view text) {
    struct Row {
        Deviation deviation;
        std::string_view function, element;
    };
    static constexpr std::array kRows = {
        Row{Deviation::TimestampFormats, "toISOString", "timestamp"},
        Row{Deviation::TimestampFormats, "toISOString", ".time"},
        Row{Deviation::CommaDecimals, "toLocaleString", "score."},
    };
    constexpr std::size_t kNear = 120;
    for (const Row& row : kRows) {
        for_each(text, row.function, [&](std::string_view rest, std::size_t at) {
            const std::size_t from = at > kNear ? at - kNear : 0;
            if (!has(text.substr(from, at - from), row.element) &&
                !has(rest.substr(0, kNear), row.element))
                return;
            note(
                row.deviation, file,
                "sets “" + std::string(row.element) + "” with " + std::string(row.function) + "()");
        });
    }
}

/// «LMSFinish(0)», «api.Initialize("null")»
void Evidence::look_for_arguments(const Entry& file, std::string_view text) {
    static constexpr std::array<std::string_view, 11> kArguments = {
        "0)",         "1)",        "false)", "true)", "\"null\")",     "'null')",
        "\"false\")", "\"true\")", "\"0\")", "'0')",  "\"undefined\")"};
    for (const std::string_view function : {"LMSInitialize(", "LMSFinish(", "LMSCommit(",
                                            ".Initialize(", ".Terminate(", ".Commit("}) {
        for_each(text, function, [&](std::string_view rest, std::size_t) {
            skip_blanks(rest);
            const std::string_view two = rest.substr(0, 2);
            if (two == "''" || two == "\"\"") right_calls_.emplace(function);
            for (const std::string_view argument : kArguments) {
                if (rest.substr(0, argument.size()) != argument) continue;
                loose_calls_.emplace(function, "“" + file.name + "” calls " +
                                                   std::string(function) + std::string(argument) +
                                                   ".");
            }
        });
    }
}

/// «cmi.core.score.max", "250"»
void Evidence::look_for_points(const Entry& file, std::string_view text) {
    for (const std::string_view element : {"score.max", "score.raw"}) {
        for_each(text, element, [&](std::string_view rest, std::size_t) {
            char quote = 0;
            if (!to_value(rest)) return;
            take_quote(rest, quote);
            int points = 0;
            std::from_chars(rest.data(), rest.data() + std::min<std::size_t>(rest.size(), 8),
                            points);
            if (points > 100)
                note(Deviation::ScorePoints, file,
                     "sets " + std::string(element) + " to " + std::to_string(points));
        });
    }
}

/// The sentence for a deviation that the scripts show; empty when they don't.
std::string Evidence::sign_of(Deviation deviation, const std::set<const Entry*>& starts) const {
    if (deviation == Deviation::BeginAgain) {
        for (const auto& [page, script] : beginning_pages_) {
            const bool begins = script.empty() || beginning_scripts_.count(script) != 0;
            if (!begins || starts.count(page) != 0) continue;
            const std::string by = script.empty() ? "" : " by “" + script + "”";
            return "“" + page->name + "” initializes too" + by + ", and is no start page.";
        }
        return {};
    }
    // Whoever writes something both rightly and wrongly does so on purpose, to see what happens.
    if (deviation == Deviation::LooseArguments) {
        for (const auto& [function, sign] : loose_calls_) {
            if (right_calls_.count(function) == 0) return sign;
        }
        return {};
    }
    for (const WrongWord& word : wrong_words_) {
        if (word.deviation == deviation && right_words_.count(word.element + " " + word.right) == 0)
            return word.sign;
    }
    return signs_[static_cast<std::size_t>(deviation)];
}

void Evidence::decide(scorm::Edition edition, std::string_view tool,
                      const std::set<const Entry*>& starts, Findings& findings) const {
    for (std::size_t i = 0; i < signs_.size(); ++i) {
        const scorm::DeviationRow& row = scorm::kDeviations[i];
        const Use use = scorm::is_2004(edition) ? row.use_2004 : row.use_12;
        if (use == Use::None) continue;
        const auto deviation = static_cast<Deviation>(i);
        // The signs of durations are those of SCORM 2004.
        const bool other = deviation == Deviation::TimeFormats && !scorm::is_2004(edition);
        std::string evidence = other ? "" : sign_of(deviation, starts);
        const bool seen = !evidence.empty();
        if (evidence.empty() && use != Use::Evidence && !tool.empty())
            evidence = "Packages made with " + std::string(tool) + " may.";
        if (evidence.empty() && use == Use::Always)
            evidence = "Every SCORM 1.2 package may: it harms nobody.";
        if (!evidence.empty()) findings.allow(row, evidence, seen);
    }
}

}  // namespace content
