// Plural categories of the languages Tessera speaks (Unicode CLDR, cardinal rules).
#pragma once

#include <cstdint>
#include <string_view>

namespace tessera::kernel {

/// The category of a whole number: "zero", "one", "two", "few", "many" or "other".
std::string_view plural_category(std::string_view locale, std::int64_t count);

}  // namespace tessera::kernel
