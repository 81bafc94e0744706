// Numbers and addresses that identify a person: how they are checked, stored and shown.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tessera::people {

/// "TP 4821 9037 15" from nine digits; the tenth is their Luhn check digit, which catches a wrong
/// digit and nearly every swap of neighbours. `serial` is taken modulo 10^9.
std::string passport_number(std::uint64_t serial);
/// The number as it is stored, from what a person typed (any case, with or without spaces); nothing
/// when it is no passport number or the check digit is wrong.
std::optional<std::string> parse_passport_number(std::string_view text);

/// "QQ123456C" from what a person typed; nothing when it is not in the right format: two prefix
/// letters that are issued, six digits, a suffix A to D.
std::optional<std::string> parse_national_insurance(std::string_view text);
/// "QQ 12 34 56 C" from the stored form.
std::string show_national_insurance(std::string_view stored);

/// The address in lower case; nothing when it can't be one (one @, something before it, a dotted
/// domain after it, at most 254 characters).
std::optional<std::string> parse_email(std::string_view text);

}  // namespace tessera::people
