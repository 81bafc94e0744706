// A timeline as JSON and as a table, for tools.
#pragma once

#include "timeline.hpp"

namespace tessera::elearning {

/// Entries `from` to `to` (exclusive) as a JSON object with what is known of the whole.
std::string timeline_json(const TimelineSource& source, const Timeline& timeline, std::size_t from,
                          std::size_t to);

/// A line per entry, with the sentence of the page at its end.
std::string timeline_csv(const Request& request, const Timeline& timeline);

}  // namespace tessera::elearning
