// Completion rules as JSON: stored with the package, sent over REST, kept in the audit trail.
//
//     {"complete_when": "score", "pass_mark": 80, "minutes": null,
//      "passed_completes": true, "failed_completes": false}
#pragma once

#include "completion.hpp"
#include "tessera/http.hpp"

#include <array>
#include <string>
#include <vector>

namespace tessera::elearning {

inline constexpr std::array<std::string_view, 6> kCompleteWhen{
    "reported", "opened", "parts-opened", "parts-done", "score", "time"};
inline constexpr int kMostMinutes = 6000;

inline std::string_view when_text(CompleteWhen when) {
    return kCompleteWhen[static_cast<std::size_t>(when)];
}

/// A value that does not fit: the member, and the key of what to tell the person.
struct RuleProblem {
    std::string field;
    std::string key;
};

/// Reads a rule. Members that are absent keep their defaults, unknown ones are ignored; what does
/// not fit is told in `problems`, all of it at once.
CompletionRule read_rule(const Json& document, std::vector<RuleProblem>& problems);
/// The fields of a form as such a document. Numbers that are none stay texts, which do not fit.
Json rule_of_form(const Form& form);

Json rule_json(const CompletionRule& rule);
/// Reads what was stored; empty text is the default rule. Error{Internal} when it can't be read.
CompletionRule stored_rule(std::string_view text);

}  // namespace tessera::elearning
