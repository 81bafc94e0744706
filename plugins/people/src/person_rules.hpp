// What a person's record and an employment may hold. Pure: problems come back as keys of messages.
#pragma once

#include "tessera_people/people.hpp"

#include <string>
#include <vector>

namespace tessera::people {

/// One value to be put right; `key` names the sentence in i18n.
struct Problem {
    std::string field, key;
};

/// Tidies the values as they will be stored (spaces, e-mail in lower case, National Insurance
/// number without spaces) and returns what is wrong with them.
std::vector<Problem> normalise(NewPerson& person, Date today);

/// A first day: not before 1950, at most two years ahead.
bool acceptable_start(Date start, Date today);

/// "#005eb8": six hexadecimal digits.
bool is_colour(std::string_view text);

/// Path data of an SVG on a grid of 24 by 24, as a logo's mark is drawn: letters of path commands,
/// numbers and spaces, so that nothing else can get into a page.
bool is_mark(std::string_view text);

}  // namespace tessera::people
