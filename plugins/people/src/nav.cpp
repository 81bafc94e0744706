#include "nav.hpp"

#include <nlohmann/json.hpp>

namespace tessera::people {

namespace {

View nav_item(Request& request, const char* href, const char* label, const char* icon, const char* group) {
    const std::string_view path = request.path(), base = href;
    const bool current = path == base || (path.size() > base.size() && path.substr(0, base.size()) == base &&
                                          path[base.size()] == '/');
    return view("theme/nav-item",
                {{"href", href}, {"label", request.t(label)}, {"icon", icon}, {"group", group}, {"current", current}},
                {}, "");
}

}  // namespace

std::optional<View> nav_people(SlotContext& context) {
    // For a manager these are the people of the team.
    const bool all = context.request->principal().can_everywhere("people.list");
    return nav_item(*context.request, "/people", "people.nav", "people", all ? "administration" : "team");
}

std::optional<View> nav_organisation(SlotContext& context) {
    const bool all = context.request->principal().can_everywhere("people.organisation");
    return nav_item(*context.request, "/organisation", "people.nav-organisation", "buildings",
                    all ? "administration" : "team");
}

}  // namespace tessera::people
