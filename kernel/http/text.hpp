// Small text functions of HTTP: tokens, percent-encoding, UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tessera::kernel {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// ASCII only, as header names and tokens are.
bool same_token(std::string_view a, std::string_view b);
std::string_view trim_blanks(std::string_view text);
/// Whether a comma-separated list contains the token; parameters (";q=…") are ignored.
bool list_has(std::string_view list, std::string_view token);
/// RFC 9110 "tchar".
bool is_token_char(char c);

/// Nothing when an escape is broken.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);
/// Encodes everything but unreserved characters and "/".
std::string percent_encode(std::string_view text);

bool is_utf8(std::string_view text);

/// Appends the pairs of "a=1&b=2". False when an escape is broken, the text is not UTF-8, has a
/// NUL, or there are more than `most` pairs.
bool parse_pairs(std::string_view encoded, Pairs& pairs, std::size_t most = 5000);

/// Names and values of a Cookie header, in order; views into it. What has no "=" is left out.
std::vector<std::pair<std::string_view, std::string_view>> parse_cookies(std::string_view header);

/// The value of a parameter of a header ("boundary" of Content-Type), unquoted; empty when absent.
std::string header_parameter(std::string_view value, std::string_view name);

}  // namespace tessera::kernel
