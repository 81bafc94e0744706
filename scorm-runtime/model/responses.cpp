// Responses and correct responses of SCORM 2004 interactions (RTE 4.2.9.1). Lists are separated by
// [,] pairs by [.] and ranges by [:]; {case_matters=}, {order_matters=} and {lang=} stand in front.
#include "model/validators.hpp"

namespace scorm {

namespace {

/// Most parts of a set, which are compared with each other: many times the 36 that must be possible.
constexpr std::size_t kMaxChoices = 250;

/// Calls `accept` for each part between separators; true when there is a part and all are accepted.
template <class Accept>
bool all_parts(std::string_view text, std::string_view separator, Accept accept) {
    std::size_t start = 0;
    while (true) {
        const std::size_t end = std::min(text.find(separator, start), text.size());
        if (!accept(text.substr(start, end - start))) return false;
        if (end == text.size()) return true;
        start = end + separator.size();
    }
}

/// short_identifier_type: a URI, and no bracket of a separator gone wrong.
bool is_short_identifier(std::string_view text) {
    return is_identifier(text) && text.find_first_of("[]") == std::string_view::npos;
}

bool is_range(std::string_view text) {
    const std::size_t colon = text.find("[:]");
    if (colon == std::string_view::npos) return false;
    const std::string_view low_text = text.substr(0, colon);
    const std::string_view high_text = text.substr(colon + 3);
    const auto low = Real::parse(low_text);
    const auto high = Real::parse(high_text);
    if ((!low && !low_text.empty()) || (!high && !high_text.empty())) return false;
    return !low || !high || *low <= *high;
}

/// choice: a set, which may be empty.
bool is_choice(std::string_view text) {
    if (text.empty()) return true;
    std::size_t count = 0;
    return all_parts(text, "[,]", [&](std::string_view part) {
        if (!is_short_identifier(part) || ++count > kMaxChoices) return false;
        // A set: the same choice may not come again further on.
        const auto from = static_cast<std::size_t>(part.data() - text.data()) + part.size();
        const std::string_view rest = text.substr(from);
        return rest.empty() || all_parts(rest.substr(3), "[,]",
                                         [&](std::string_view other) { return other != part; });
    });
}

bool is_sequence(std::string_view text) { return all_parts(text, "[,]", is_short_identifier); }

bool is_fill_in(std::string_view text) { return all_parts(text, "[,]", is_localized); }

bool is_matching(std::string_view text) {
    return all_parts(text, "[,]", [](std::string_view pair) {
        const std::size_t dot = pair.find("[.]");
        return dot != std::string_view::npos && is_short_identifier(pair.substr(0, dot)) &&
               is_short_identifier(pair.substr(dot + 3));
    });
}

/// Steps of name[.]answer; either may be missing. The answer is a text or a range of numbers.
bool is_performance(std::string_view text) {
    return all_parts(text, "[,]", [](std::string_view step) {
        const std::size_t dot = step.find("[.]");
        if (dot == std::string_view::npos) return false;
        const std::string_view name = step.substr(0, dot);
        const std::string_view answer = step.substr(dot + 3);
        if (name.empty() && answer.empty()) return false;
        if (!name.empty() && !is_short_identifier(name)) return false;
        if (answer.find("[.]") != std::string_view::npos) return false;
        return answer.find("[:]") == std::string_view::npos || is_range(answer);
    });
}

}  // namespace

bool is_response(std::string_view type, std::string_view text) {
    if (type == "true-false") return is_word("true|false", text);
    if (type == "choice") return is_choice(text);
    if (type == "fill-in") return is_fill_in(text);
    if (type == "long-fill-in") return is_localized(text);
    if (type == "matching") return text.empty() || is_matching(text);
    if (type == "performance") return is_performance(text);
    if (type == "sequencing") return is_sequence(text);
    if (type == "likert") return is_short_identifier(text);
    if (type == "numeric") return Real::parse(text).has_value();
    return type == "other";
}

bool is_pattern(std::string_view type, std::string_view text) {
    if (type == "fill-in")
        return take_delimiters(text, "case_matters|order_matters") && is_fill_in(text);
    if (type == "long-fill-in") return take_delimiters(text, "case_matters|lang");
    if (type == "matching") return is_matching(text);
    if (type == "performance")
        return take_delimiters(text, "order_matters") && is_performance(text);
    if (type == "numeric") return is_range(text);
    return is_response(type, text);
}

bool same_pattern(std::string_view type, std::string_view one, std::string_view other) {
    if (type != "choice" || one.size() != other.size()) return one == other;
    return all_parts(one, "[,]", [&](std::string_view part) {
        return !all_parts(other, "[,]", [&](std::string_view same) { return same != part; });
    });
}

}  // namespace scorm
