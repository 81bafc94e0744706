#include "award_rules.hpp"

#include "tessera/text.hpp"

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

std::map<Id<Person>, std::optional<Date>> last_days(
    const std::vector<std::pair<Id<Person>, Holding>>& holders, int level) {
    std::map<Id<Person>, std::optional<Date>> result;
    for (const auto& [person, holding] : holders) {
        if (holding.level < level) continue;
        const auto [known, first] = result.emplace(person, holding.expires);
        if (first || !known->second) continue;
        if (!holding.expires || *holding.expires > *known->second) known->second = holding.expires;
    }
    return result;
}

CompetencyDraft tidied(const CompetencyDraft& draft) {
    return {text::line(draft.code), text::line(draft.name), text::line(draft.framework),
            text::compact_key(draft.levels), text::compact_key(draft.renewal_months)};
}

std::vector<std::pair<std::string, std::string>> problems(const CompetencyDraft& draft) {
    std::vector<std::pair<std::string, std::string>> found;
    if (draft.name.empty() || text::length(draft.name) > 200)
        found.emplace_back("name", "competencies.error-name");
    const bool code_ok = !draft.code.empty() && draft.code.size() <= 20 &&
                         std::all_of(draft.code.begin(), draft.code.end(), [](char c) {
                             return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
                         });
    if (!code_ok) found.emplace_back("code", "competencies.error-code");
    if (draft.framework.empty() || text::length(draft.framework) > 100) {
        found.emplace_back("framework", "competencies.error-framework");
    }
    if (!whole_number(draft.levels, 9)) found.emplace_back("levels", "competencies.error-levels");
    if (!whole_number(draft.renewal_months, 600)) {
        found.emplace_back("renewal_months", "competencies.error-renewal");
    }
    return found;
}

}  // namespace tessera::competencies
