#include "nav.hpp"

#include <nlohmann/json.hpp>

namespace tessera::people {

namespace {

bool is_below(std::string_view path, std::string_view base) {
    return path == base || (path.size() > base.size() && path.substr(0, base.size()) == base &&
                            path[base.size()] == '/');
}

void declare(Registrar& registrar, const char* slot, bool whole_site, const char* href,
             const char* label, const char* icon, int order, const char* permission) {
    registrar.slot(
        {slot, href, order, permission, [=](SlotContext& context) -> std::optional<View> {
             Request& request = *context.request;
             if (request.principal().can_everywhere(permission) != whole_site) return std::nullopt;
             return view("theme/nav-item",
                         {{"href", href},
                          {"label", request.t(label)},
                          {"icon", icon},
                          {"current", is_below(request.path(), href)}},
                         {}, "");
         }});
}

}  // namespace

void declare_navigation(Registrar& registrar) {
    for (const bool all : {true, false}) {
        const char* slot = all ? "nav.administration" : "nav.team";
        declare(registrar, slot, all, "/people", "people.nav", "people", 30, "people.list");
        declare(registrar, slot, all, "/organisation", "people.nav-organisation", "buildings", 31,
                "people.organisation");
    }
}

}  // namespace tessera::people
