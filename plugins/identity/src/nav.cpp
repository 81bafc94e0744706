#include "nav.hpp"

#include <nlohmann/json.hpp>

namespace tessera::identity {

std::optional<View> nav_api_keys(SlotContext& context) {
    Request& request = *context.request;
    return view("theme/nav-item",
                {{"href", "/admin/api-keys"},
                 {"label", request.t("identity.nav-keys")},
                 {"icon", "key"},
                 {"current", request.path().substr(0, 15) == "/admin/api-keys"}},
                {}, "");
}

std::optional<View> menu_account(SlotContext& context) {
    if (context.request->principal().kind != Principal::Kind::Person) return std::nullopt;
    return view("identity/menu", Json::object(), {}, "");
}

}  // namespace tessera::identity
