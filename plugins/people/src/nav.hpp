// Items of the navigation.
#pragma once

#include "tessera/tessera.hpp"

namespace tessera::people {

std::optional<View> nav_people(SlotContext& context);
std::optional<View> nav_organisation(SlotContext& context);

}  // namespace tessera::people
