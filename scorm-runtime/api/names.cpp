#include "api/names.hpp"

#include <algorithm>
#include <iterator>

namespace scorm {

namespace {

constexpr std::string_view kNavigations[] = {"none",     "start",   "resumeAll",  "continue",
                                             "previous", "choice",  "jump",       "exit",
                                             "exitAll",  "abandon", "abandonAll", "suspendAll"};
constexpr std::string_view kPlayerStates[] = {"running", "ended",   "suspended",
                                              "choose",  "blocked", "error"};
constexpr std::string_view kControlStates[] = {"enabled", "disabled", "hidden"};
constexpr std::string_view kCompletions[] = {"unknown", "not attempted", "incomplete", "completed"};
constexpr std::string_view kSuccesses[] = {"unknown", "failed", "passed"};
constexpr std::string_view kModes[] = {"normal", "browse", "review"};

template <class Enum, std::size_t N>
std::optional<Enum> find(const std::string_view (&names)[N], std::string_view name) {
    const auto* found = std::find(std::begin(names), std::end(names), name);
    if (found == std::end(names)) return std::nullopt;
    return static_cast<Enum>(found - std::begin(names));
}

}  // namespace

std::string_view name_of(Navigation navigation) {
    return kNavigations[static_cast<std::size_t>(navigation)];
}
std::optional<Navigation> navigation_of(std::string_view name) {
    return find<Navigation>(kNavigations, name);
}

std::string_view name_of(PlayerState state) {
    return kPlayerStates[static_cast<std::size_t>(state)];
}
std::optional<PlayerState> player_state_of(std::string_view name) {
    return find<PlayerState>(kPlayerStates, name);
}

std::string_view name_of(ControlState state) {
    return kControlStates[static_cast<std::size_t>(state)];
}
std::string_view name_of(Completion completion) {
    return kCompletions[static_cast<std::size_t>(completion)];
}
std::string_view name_of(Success success) { return kSuccesses[static_cast<std::size_t>(success)]; }

std::string_view name_of(Mode mode) { return kModes[static_cast<std::size_t>(mode)]; }
std::optional<Mode> mode_of(std::string_view name) { return find<Mode>(kModes, name); }

}  // namespace scorm
