// SQL of awards that wait for a second person, and of who had a hand in a competency.
#pragma once

#include "tessera_competencies/competencies.hpp"

#include <string>
#include <vector>

namespace tessera::competencies {

struct WaitingAward;  ///< tag of ids

namespace store {

struct WaitingRecord {
    Id<WaitingAward> id;
    NewAward award;
    Id<catalogue::Course> course;
    std::string editors;  ///< JSON: [{"name", "kind"}]
    Instant created;
    std::string decision;  ///< empty while it waits
};

void put_editor(Transaction& tx, Id<Competency> competency, Id<Person> person,
                std::string_view name, Instant now);
/// Names of those who had a hand in the competency, with their ids.
std::vector<std::pair<Id<Person>, std::string>> editors(Reader& reader, Id<Competency> competency);

/// False when the same completion waits, or was decided, already.
bool insert(Transaction& tx, const WaitingRecord& waiting);
std::optional<WaitingRecord> waiting(Reader& reader, Id<WaitingAward> id);
/// Those not decided yet, the longest waiting first, 200 at most; of one person when given.
std::vector<WaitingRecord> waiting(Reader& reader, std::optional<Id<Person>> person);
void decide(Transaction& tx, Id<WaitingAward> id, std::string_view decision, std::string_view by,
            Instant now);

}  // namespace store
}  // namespace tessera::competencies
