// What player pages noticed of content that does not work.
#pragma once

#include "attempt_store.hpp"

#include <array>

namespace tessera::elearning {

/// The words a page may send; each has its sentence "elearning.trouble-WORD".
inline constexpr std::array<std::string_view, 5> kTroubles{"missing", "broken", "refused", "blank",
                                                           "silent"};

struct Trouble {
    Id<Attempt> attempt;
    std::string part;  ///< identifier of the activity
    std::string trouble;
    Instant last;
    std::int64_t times = 0;
};

namespace store {

/// Counts it. An attempt holds a limited number of them: further kinds are dropped.
void note_trouble(Transaction& tx, Id<Attempt> attempt, std::string_view part,
                  std::string_view trouble, Instant now);
/// Of one attempt, the latest first.
std::vector<Trouble> troubles(Reader& reader, Id<Attempt> attempt);
/// Of all attempts of the course, the latest first, at most 1,000.
std::vector<Trouble> troubles(Reader& reader, Id<catalogue::Course> course);

}  // namespace store

}  // namespace tessera::elearning
