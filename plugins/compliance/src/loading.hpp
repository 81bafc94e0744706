// Filling the index from the tables.
#pragma once

#include "index.hpp"

#include <atomic>

namespace tessera::compliance {

/// Everybody's entries on a day: the whole truth, read in bulk. Four queries. Throws when
/// `stopping` becomes true meanwhile.
std::vector<Entry> read_all(Reader& reader, people::Directory& people,
                            competencies::Competencies& competencies, Date on,
                            const std::atomic<bool>& stopping);

/// One person's entries on a day. Three queries, none over everybody: it runs inside the writer.
std::vector<Entry> read_person(Reader& reader, people::Directory& people,
                               competencies::Competencies& competencies, Id<Person> person,
                               Date on);

}  // namespace tessera::compliance
