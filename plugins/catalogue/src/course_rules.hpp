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

/// In the normal form of tessera/text.hpp.
CourseDraft tidied(CourseDraft draft);

/// A LIKE pattern that finds what was typed anywhere in search text; `\` escapes its wildcards.
std::string like_pattern(std::string_view typed);

/// The kinds of offering there are.
inline constexpr std::string_view kKinds[] = {"elearning", "classroom", "online-class", "blended",
                                              "external"};

}  // namespace tessera::catalogue
