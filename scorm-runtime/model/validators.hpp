// Checkers of every value type of both data models. Pure functions over text, written by hand: no
// tables of patterns, no allocation.
#pragma once

#include "model/elements.hpp"

namespace scorm {

enum class Verdict : std::uint8_t { Fits, Mismatch, OutOfRange };

/// Checks a value against an element's type, with `limit` characters in place of its own limit.
/// `interaction_type` is the type of the interaction that a Response or Pattern belongs to.
Verdict check(const Element& element, std::string_view value, std::uint32_t limit,
              std::string_view interaction_type);

/// True when `value` is one of the words of a list like "passed|failed|unknown".
bool is_word(std::string_view list, std::string_view value);

/// Number of characters (code points) of valid UTF-8.
std::size_t characters(std::string_view text);
/// Whether there are at most so many; seldom has to count.
bool within(std::string_view text, std::size_t limit);

// --- SCORM 2004, RTE 4.1.1.7 ---------------------------------------------------------------------

/// A URI (RFC 3986, any non-ASCII character allowed); a URN needs all its parts.
bool is_identifier(std::string_view text);
/// A language of ISO 639-1 or -2 with optional subcodes, such as "en", "eng", "en-GB", or a
/// registered or private one such as "i-navajo", "x-own", "qaa".
bool is_language(std::string_view text);
/// Takes {name=value} from the front as long as it is one of `names` (separated by '|'; of lang,
/// case_matters, order_matters) for the first time; what else is there belongs to the text
/// (RTE 4.1.1.6). False when a value is none of its delimiter's.
bool take_delimiters(std::string_view& text, std::string_view names);
/// Text with an optional {lang=…} in front.
bool is_localized(std::string_view text);
/// YYYY[-MM[-DD[Thh[:mm[:ss[.s[s][zone]]]]]]] between 1970 and 2038.
bool is_timestamp(std::string_view text);
/// P[yY][mM][dD][T[hH][mM][s[.s[s]]S]] in milliseconds; a year counts 365.25 days, a month a
/// twelfth.
std::optional<std::int64_t> parse_interval(std::string_view text);
/// The same in its shortest form, "PT0H0M0S" for nothing. Years and months are not used.
std::string interval_text(std::int64_t milliseconds);
/// learner_response and correct_responses.n.pattern of any length, RTE 4.2.9.1.
bool is_response(std::string_view type, std::string_view text);
bool is_pattern(std::string_view type, std::string_view text);
/// Whether two patterns say the same: the choices of a set have no order.
bool same_pattern(std::string_view type, std::string_view one, std::string_view other);

// --- SCORM 1.2, RTE 3.4.5 ------------------------------------------------------------------------

/// CMITime HH:MM:SS[.SS]
bool is_clock_time(std::string_view text);
/// CMITimespan HHHH:MM:SS[.SS] in milliseconds.
std::optional<std::int64_t> parse_timespan(std::string_view text);
std::string timespan_text(std::int64_t milliseconds);

}  // namespace scorm
