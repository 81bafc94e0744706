// Words for enumerators in operations, state and view. All of them are part of stored or sent
// documents: never rename one.
#pragma once

#include "scorm/session.hpp"

#include <optional>
#include <string_view>

namespace scorm {

std::string_view name_of(Navigation navigation);
std::optional<Navigation> navigation_of(std::string_view name);

std::string_view name_of(PlayerState state);
std::optional<PlayerState> player_state_of(std::string_view name);

std::string_view name_of(ControlState state);
std::string_view name_of(Completion completion);
std::string_view name_of(Success success);

std::string_view name_of(Mode mode);
std::optional<Mode> mode_of(std::string_view name);

}  // namespace scorm
