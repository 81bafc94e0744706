#include "loading.hpp"

#include <unordered_map>

namespace tessera::compliance {

namespace {

Entry entry_of(const people::EmploymentRecord& employment,
               const std::vector<competencies::Rule>& rules,
               const std::vector<competencies::Holding>& holdings) {
    return {employment.id.value, employment.person.value, employment.manager.value,
            employment.unit_path, cells_of(employment, rules, holdings)};
}

}  // namespace

std::vector<Entry> read_all(Reader& reader, people::Directory& people,
                            competencies::Competencies& competencies, Date on) {
    const auto rules = competencies.rules(reader);
    std::unordered_map<std::int64_t, std::vector<competencies::Holding>> holdings;
    competencies.each_holding(reader, [&](Id<Person> person, const competencies::Holding& holding) {
        holdings[person.value].push_back(holding);
    });
    std::vector<Entry> entries;
    for (const auto& unit : people.units(reader)) {
        if (unit.parent) continue;  // an organisation brings everybody below it
        for (const auto& employment : people.employed_in(reader, unit.id, on)) {
            entries.push_back(entry_of(employment, rules, holdings[employment.person.value]));
        }
    }
    return entries;
}

std::vector<Entry> read_person(Reader& reader, people::Directory& people,
                               competencies::Competencies& competencies, Id<Person> person,
                               Date on) {
    const auto rules = competencies.rules(reader);
    const auto holdings = competencies.holdings(reader, person);
    std::vector<Entry> entries;
    for (const auto& employment : people.employments(reader, person, on)) {
        entries.push_back(entry_of(employment, rules, holdings));
    }
    return entries;
}

}  // namespace tessera::compliance
