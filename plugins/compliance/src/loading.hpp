// Filling the index from the tables.
#pragma once

#include "index.hpp"

namespace tessera::compliance {

/// Everybody's entries on a day: the whole truth, read in bulk. Four queries.
std::vector<Entry> read_all(Reader& reader, people::Directory& people,
                            competencies::Competencies& competencies, Date on);

/// One person's entries on a day.
std::vector<Entry> read_person(Reader& reader, people::Directory& people,
                               competencies::Competencies& competencies, Id<Person> person,
                               Date on);

}  // namespace tessera::compliance
