#include "award_rules.hpp"

#include <algorithm>
#include <tuple>

namespace tessera::competencies {

namespace {

bool whole_number(const std::string& text, int most) {
    return !text.empty() && text.size() <= 4 &&
           text.find_first_not_of("0123456789") == std::string::npos && std::stoi(text) <= most;
}

/// "For ever" lasts longer than any date.
auto rank(const Holding& holding) {
    return std::tuple(!holding.expires, holding.expires.value_or(Date{}), holding.achieved);
}

}  // namespace

std::optional<Date> expiry(Date achieved, int renewal_months, std::optional<Date> held_until) {
    if (renewal_months == 0) return std::nullopt;
    const bool early = held_until && *held_until >= achieved &&
                       *held_until <= achieved.plus_months(kRenewalWindowMonths);
    return (early ? *held_until : achieved).plus_months(renewal_months);
}

std::vector<Holding> counting(std::vector<Holding> holdings) {
    const auto key = [](const Holding& holding) {
        return std::pair(holding.competency, -holding.level);
    };
    std::sort(holdings.begin(), holdings.end(), [&](const Holding& a, const Holding& b) {
        return key(a) != key(b) ? key(a) < key(b) : rank(b) < rank(a);
    });
    const auto same = [&](const Holding& a, const Holding& b) { return key(a) == key(b); };
    holdings.erase(std::unique(holdings.begin(), holdings.end(), same), holdings.end());
    return holdings;
}

std::vector<std::pair<std::string, std::string>> problems(const CompetencyDraft& draft) {
    std::vector<std::pair<std::string, std::string>> found;
    if (draft.name.empty() || draft.name.size() > 200)
        found.emplace_back("name", "competencies.error-name");
    const bool code_ok = !draft.code.empty() && draft.code.size() <= 20 &&
                         std::all_of(draft.code.begin(), draft.code.end(), [](char c) {
                             return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
                         });
    if (!code_ok) found.emplace_back("code", "competencies.error-code");
    if (draft.framework.empty() || draft.framework.size() > 100) {
        found.emplace_back("framework", "competencies.error-framework");
    }
    if (!whole_number(draft.levels, 9)) found.emplace_back("levels", "competencies.error-levels");
    if (!whole_number(draft.renewal_months, 600)) {
        found.emplace_back("renewal_months", "competencies.error-renewal");
    }
    return found;
}

}  // namespace tessera::competencies
