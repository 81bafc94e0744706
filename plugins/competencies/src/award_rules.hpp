// How long an award lasts and which of several counts: values and pure functions.
#pragma once

#include "tessera_competencies/competencies.hpp"

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace tessera::competencies {

/// Within this many months of its end a competency can be renewed without losing what is left.
inline constexpr int kRenewalWindowMonths = 3;

/// The last day an award counts. `held_until` is the end of what the person holds already, if that
/// has one; `renewal_months` 0 means for ever.
std::optional<Date> expiry(Date achieved, int renewal_months, std::optional<Date> held_until);

/// Keeps of each competency and level the holding that lasts longest, the newest achievement when
/// several do. Ordered by competency, the highest level first.
std::vector<Holding> counting(std::vector<Holding> holdings);

/// Until when each person holds it at this level or above; nothing: for ever.
std::map<Id<Person>, std::optional<Date>> last_days(
    const std::vector<std::pair<Id<Person>, Holding>>& holders, int level);

/// What an administrator typed for a competency, as text.
struct CompetencyDraft {
    std::string code, name, framework, levels, renewal_months;
};
/// In the normal form of tessera/text.hpp.
CompetencyDraft tidied(const CompetencyDraft& draft);
/// Field name and message key of each thing to put right.
std::vector<std::pair<std::string, std::string>> problems(const CompetencyDraft& draft);

}  // namespace tessera::competencies
