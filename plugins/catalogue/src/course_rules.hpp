// What makes a course acceptable, and how text is searched: values and pure functions.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tessera::catalogue {

/// What an administrator typed, as text.
struct CourseDraft {
    std::string title, summary, keywords, category, minutes;
    std::vector<std::string> kinds;  ///< offering kinds
};

/// Field name and message key of each thing to put right; empty: acceptable.
std::vector<std::pair<std::string, std::string>> problems(const CourseDraft& draft);

/// Lower case, Latin letters without accents ("ŷ" → "y"), white space collapsed: both what is
/// stored for search and what a person typed go through it.
std::string folded(std::string_view text);

/// A LIKE pattern that finds `text` anywhere; `\` escapes its wildcards.
std::string like_pattern(std::string_view text);

/// The kinds of offering there are.
inline constexpr std::string_view kKinds[] = {"elearning", "classroom", "online-class", "blended",
                                              "external"};

}  // namespace tessera::catalogue
