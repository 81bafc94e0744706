// Items of menus.
#pragma once

#include "tessera/tessera.hpp"

namespace tessera::identity {

std::optional<View> nav_api_keys(SlotContext& context);
std::optional<View> menu_account(SlotContext& context);

}  // namespace tessera::identity
