#include "cells.hpp"

#include <algorithm>

namespace tessera::compliance {

namespace {

/// Last days from what is held, and the order of cells.
void fill(std::vector<Cell>& cells, const std::vector<competencies::Holding>& holdings) {
    for (Cell& cell : cells) {
        cell.last_day =
            last_day_of(competencies::answering(holdings, {cell.competency}, cell.level));
    }
    std::sort(cells.begin(), cells.end(),
              [](const Cell& a, const Cell& b) { return a.competency < b.competency; });
}

}  // namespace

std::string_view status_text(Status status) {
    switch (status) {
        case Status::Never:
            return "never";
        case Status::Expired:
            return "expired";
        case Status::ExpiresSoon:
            return "expires-soon";
        case Status::InDate:
            return "in-date";
        case Status::NotRequired:
            return "not-required";
    }
    return "";
}

std::int32_t last_day_of(const competencies::Holding* holding) {
    if (holding == nullptr) return kNeverAchieved;
    return holding->expires ? holding->expires->days : kNeverEnds;
}

std::vector<Cell> cells_of(const people::EmploymentRecord& employment,
                           const std::vector<competencies::Rule>& rules,
                           const std::vector<competencies::Holding>& holdings) {
    std::vector<Cell> cells;
    for (const auto& rule : rules) {
        const bool reached =
            rule.job_role
                ? rule.job_role == employment.job_role
                : employment.unit_path.find("/" + rule.unit.text() + "/") != std::string::npos;
        if (!reached) continue;
        const auto known = std::find_if(cells.begin(), cells.end(), [&](const Cell& cell) {
            return cell.competency == rule.competency.value;
        });
        if (known == cells.end()) {
            cells.push_back({rule.competency.value, rule.level, kNeverAchieved});
        } else {
            known->level = std::max(known->level, rule.level);
        }
    }
    fill(cells, holdings);
    return cells;
}

std::vector<Cell> cells_of(Id<people::Employment> employment,
                           const std::vector<competencies::Required>& required,
                           const std::vector<competencies::Holding>& holdings) {
    std::vector<Cell> cells;
    for (const auto& one : required) {
        if (one.employment == employment)
            cells.push_back({one.competency.value, one.level, kNeverAchieved});
    }
    fill(cells, holdings);
    return cells;
}

void Counts::add(Status status) {
    ++required;
    if (status == Status::Never)
        ++never;
    else if (status == Status::Expired)
        ++expired;
    else if (status == Status::ExpiresSoon)
        ++soon;
    else
        ++in_date;
}

}  // namespace tessera::compliance
