// Small readers of the text found in manifests.
#pragma once

#include "scorm/values.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace content {

/// Equal without regard to the case of ASCII letters.
bool same(std::string_view a, std::string_view b);

/// Without XML white space at both ends.
std::string_view trim(std::string_view text);
/// Trimmed, and every run of white space inside made one space.
std::string collapse(std::string_view text);

/// The URI of an objective or of shared data as ids are compared: "%20" decoded, white space
/// collapsed. Case is kept.
std::string uri_id(std::string_view text);

/// xs:boolean, in any case; nothing when the text is none.
std::optional<bool> parse_bool(std::string_view text);
/// A non-negative decimal integer; nothing when it is none or does not fit.
std::optional<std::int32_t> parse_count(std::string_view text);

/// xs:duration in milliseconds, a year of 365 days and a month of 30; nothing when it is none.
std::optional<scorm::Millis> parse_duration(std::string_view text);
/// CMITimespan of SCORM 1.2, HHHH:MM:SS.SS, in milliseconds; nothing when it is none.
std::optional<scorm::Millis> parse_timespan(std::string_view text);

}  // namespace content
