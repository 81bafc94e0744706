#include "course_rules.hpp"

#include "tessera/text.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace tessera::catalogue {

namespace {

constexpr std::size_t kMaxTitle = 200, kMaxSummary = 2'000, kMaxKeywords = 500, kMaxCategory = 100;
constexpr int kMaxMinutes = 10'000;

bool is_minutes(std::string_view text) {
    if (text.empty()) return true;
    if (text.size() > 5 || text.find_first_not_of("0123456789") != std::string_view::npos)
        return false;
    return std::stoi(std::string(text)) <= kMaxMinutes;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> problems(const CourseDraft& draft) {
    std::vector<std::pair<std::string, std::string>> found;
    if (draft.title.empty()) found.emplace_back("title", "catalogue.error-title");
    if (text::length(draft.title) > kMaxTitle)
        found.emplace_back("title", "catalogue.error-title-long");
    if (text::length(draft.summary) > kMaxSummary)
        found.emplace_back("summary", "catalogue.error-summary-long");
    if (text::length(draft.keywords) > kMaxKeywords)
        found.emplace_back("keywords", "catalogue.error-keywords-long");
    if (draft.category.empty() || text::length(draft.category) > kMaxCategory) {
        found.emplace_back("category", "catalogue.error-category");
    }
    if (!is_minutes(draft.minutes)) found.emplace_back("minutes", "catalogue.error-minutes");
    for (const std::string& kind : draft.kinds) {
        if (std::find(std::begin(kKinds), std::end(kKinds), kind) == std::end(kKinds)) {
            found.emplace_back("kind", "catalogue.error-kind");
        }
    }
    return found;
}

CourseDraft tidied(CourseDraft draft) {
    draft.title = text::line(draft.title);
    draft.summary = text::lines(draft.summary);
    draft.keywords = text::line(draft.keywords);
    draft.category = text::line(draft.category);
    draft.minutes = text::compact_key(draft.minutes);
    return draft;
}

std::string like_pattern(std::string_view typed) {
    return "%" + text::like_part(text::search_key(typed)) + "%";
}

}  // namespace tessera::catalogue
