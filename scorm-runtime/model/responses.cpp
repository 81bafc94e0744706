// Responses and correct responses of SCORM 2004 interactions (RTE 4.2.9.1). Lists are separated by
// [,] pairs by [.] and ranges by [:]; {case_matters=}, {order_matters=} and {lang=} stand in front.
#include "model/validators.hpp"

namespace scorm {

namespace {

constexpr std::size_t kShort = 250;
constexpr std::size_t kLong = 4000;

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

/// Takes "{name=true}" or "{name=false}" from the front. False when it is there and malformed.
bool take_flag(std::string_view& text, std::string_view open, bool& taken) {
    if (!text.starts_with(open)) return true;
    const std::size_t close = text.find('}');
    if (taken || close == std::string_view::npos) return false;
    if (!is_word("true|false", text.substr(open.size(), close - open.size()))) return false;
    text.remove_prefix(close + 1);
    taken = true;
    return true;
}

/// Both flags may come in either order, but each only once.
bool take_flags(std::string_view& text, bool case_allowed, bool order_allowed) {
    bool case_taken = !case_allowed;
    bool order_taken = !order_allowed;
    while (true) {
        const std::size_t before = text.size();
        if (case_allowed && !take_flag(text, "{case_matters=", case_taken)) return false;
        if (order_allowed && !take_flag(text, "{order_matters=", order_taken)) return false;
        if (text.size() == before) return true;
    }
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
    return all_parts(text, "[,]", [&](std::string_view part) {
        if (!is_identifier(part, kShort)) return false;
        // A set: the same choice may not come again further on.
        const auto from = static_cast<std::size_t>(part.data() - text.data()) + part.size();
        std::string_view rest = text.substr(from);
        return rest.empty() || all_parts(rest.substr(3), "[,]",
                                         [&](std::string_view other) { return other != part; });
    });
}

bool is_sequence(std::string_view text) {
    return all_parts(text, "[,]",
                     [](std::string_view part) { return is_identifier(part, kShort); });
}

bool is_fill_in(std::string_view text) {
    return all_parts(text, "[,]", [](std::string_view part) { return is_localized(part, kShort); });
}

bool is_matching(std::string_view text) {
    return all_parts(text, "[,]", [](std::string_view pair) {
        const std::size_t dot = pair.find("[.]");
        return dot != std::string_view::npos && is_identifier(pair.substr(0, dot), kShort) &&
               is_identifier(pair.substr(dot + 3), kShort) &&
               pair.find("[.]", dot + 3) == std::string_view::npos;
    });
}

/// Steps of name[.]answer; either may be missing. The answer is a text, or in a pattern also a
/// range.
bool is_performance(std::string_view text, bool pattern) {
    return all_parts(text, "[,]", [pattern](std::string_view step) {
        const std::size_t dot = step.find("[.]");
        if (dot == std::string_view::npos) return false;
        const std::string_view name = step.substr(0, dot);
        const std::string_view answer = step.substr(dot + 3);
        if (name.empty() && answer.empty()) return false;
        if (!name.empty() && !is_identifier(name, kShort)) return false;
        if (answer.find("[.]") != std::string_view::npos) return false;
        if (answer.find("[:]") != std::string_view::npos) return pattern && is_range(answer);
        return characters(answer) <= kShort;
    });
}

}  // namespace

bool is_response(std::string_view type, std::string_view text) {
    if (type == "true-false") return is_word("true|false", text);
    if (type == "choice") return is_choice(text);
    if (type == "fill-in") return is_fill_in(text);
    if (type == "long-fill-in") return is_localized(text, kLong);
    if (type == "matching") return text.empty() || is_matching(text);
    if (type == "performance") return text.empty() || is_performance(text, false);
    if (type == "sequencing") return is_sequence(text);
    if (type == "likert") return is_identifier(text, kShort);
    if (type == "numeric") return Real::parse(text).has_value();
    return type == "other" && characters(text) <= kLong;
}

bool is_pattern(std::string_view type, std::string_view text) {
    if (type == "fill-in") return take_flags(text, true, true) && is_fill_in(text);
    if (type == "long-fill-in") return take_flags(text, true, false) && is_localized(text, kLong);
    if (type == "matching") return is_matching(text);
    if (type == "performance") return take_flags(text, false, true) && is_performance(text, true);
    if (type == "numeric") return is_range(text);
    return is_response(type, text);
}

}  // namespace scorm
