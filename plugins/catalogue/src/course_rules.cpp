#include "course_rules.hpp"

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

/// Base letters of U+00C0..U+017F, the Latin letters of British and European names; a dot where the
/// letter has none.
constexpr std::string_view kBase =
    "aaaaaaaceeeeiiiidnooooo.ouuuuy.saaaaaaaceeeeiiiidnooooo.ouuuuy.y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

}  // namespace

std::vector<std::pair<std::string, std::string>> problems(const CourseDraft& draft) {
    std::vector<std::pair<std::string, std::string>> found;
    if (draft.title.empty()) found.emplace_back("title", "catalogue.error-title");
    if (draft.title.size() > kMaxTitle) found.emplace_back("title", "catalogue.error-title-long");
    if (draft.summary.size() > kMaxSummary)
        found.emplace_back("summary", "catalogue.error-summary-long");
    if (draft.keywords.size() > kMaxKeywords)
        found.emplace_back("keywords", "catalogue.error-keywords-long");
    if (draft.category.empty() || draft.category.size() > kMaxCategory) {
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

std::string folded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte == ' ' || (byte >= '\t' && byte <= '\r')) {
            if (!out.empty() && out.back() != ' ') out += ' ';
        } else if (byte < 0x80) {
            out += static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte);
        } else if (byte >= 0xC3 && byte <= 0xC5 && i + 1 < text.size()) {
            const std::size_t code =
                (byte & 0x1Fu) << 6 | (static_cast<unsigned char>(text[i + 1]) & 0x3Fu);
            const std::size_t at = code - 0xC0;
            if (at < kBase.size() && kBase[at] != '.') {
                out += kBase[at];
            } else {
                out.append(text.substr(i, 2));
            }
            ++i;
        } else {
            out += text[i];
        }
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::string like_pattern(std::string_view text) {
    std::string pattern = "%";
    for (char c : folded(text)) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
    }
    return pattern += '%';
}

}  // namespace tessera::catalogue
