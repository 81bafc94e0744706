#include "loading.hpp"

#include <unordered_map>

namespace tessera::compliance {

namespace {

Entry entry_of(const people::EmploymentRecord& employment, std::vector<Cell> cells) {
    return {employment.id.value, employment.person.value, employment.manager.value,
            employment.unit_path, std::move(cells)};
}

}  // namespace

std::vector<Entry> read_all(Reader& reader, people::Directory& people,
                            competencies::Competencies& competencies, Date on,
                            const std::atomic<bool>& stopping) {
    const auto go_on = [&] {
        if (stopping)
            throw Error(ErrorKind::Unavailable, "compliance.stopping", "The plugin is stopping.");
    };
    const auto rules = competencies.rules(reader);
    std::unordered_map<std::int64_t, std::vector<competencies::Holding>> holdings;
    competencies.each_holding(reader, [&](Id<Person> person, const competencies::Holding& holding) {
        go_on();
        holdings[person.value].push_back(holding);
    });
    std::vector<Entry> entries;
    for (const auto& unit : people.units(reader)) {
        if (unit.parent) continue;  // an organisation brings everybody below it
        for (const auto& employment : people.employed_in(reader, unit.id, on)) {
            go_on();
            entries.push_back(entry_of(
                employment, cells_of(employment, rules, holdings[employment.person.value])));
        }
    }
    return entries;
}

std::vector<Entry> read_person(Reader& reader, people::Directory& people,
                               competencies::Competencies& competencies, Id<Person> person,
                               Date on) {
    const auto employments = people.employments(reader, person, on);
    std::vector<Entry> entries;
    if (employments.empty()) return entries;
    const auto required = competencies.required(reader, employments);
    const auto holdings = competencies.holdings(reader, person);
    for (const auto& employment : employments)
        entries.push_back(entry_of(employment, cells_of(employment.id, required, holdings)));
    return entries;
}

}  // namespace tessera::compliance
