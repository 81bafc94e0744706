// Names of people: ordering and initials. Tidying and searching are the SDK's text.hpp.
#pragma once

#include <string>
#include <string_view>

namespace tessera::people {

/// People are listed by family name, then given name.
std::string sort_name(std::string_view given, std::string_view family);

/// Two letters for the round picture: "AO".
std::string initials(std::string_view given, std::string_view family);

}  // namespace tessera::people
