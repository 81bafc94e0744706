#include "greeting_pages.hpp"

#include "greeting_store.hpp"

#include <nlohmann/json.hpp>

namespace hello {

using namespace tessera;

namespace {
constexpr std::size_t kLongestName = 100;
}

Response GreetingPages::page(Request& request, std::string_view name, const std::string& error) {
    const auto count = host_.db().read([](Reader& reader) { return count_greetings(reader); });
    const Json data = {{"name", name},
                       {"error", error},
                       {"count", count},
                       {"exclaim", host_.settings().flag("hello.exclaim")},
                       {"may_reset", request.principal().can("hello.reset")}};
    return Response::page(view("hello/greeting", data, request.t("hello.title"), "plain"),
                          error.empty() ? 200 : 422);
}

Response GreetingPages::show(Request& request) { return page(request, "", ""); }

Response GreetingPages::greet(Request& request) {
    const std::string_view name = request.form()["name"];
    if (name.empty()) return page(request, name, request.t("hello.no-name"));
    if (name.size() > kLongestName) return page(request, name, request.t("hello.too-long"));
    const auto id = host_.ids().make<Greeting>();
    const Instant now = host_.clock().now();
    host_.db().write([&](Transaction& tx) { add_greeting(tx, id, name, now); });
    return page(request, name, "");
}

Response GreetingPages::reset(Request& request) {
    host_.db().write([&](Transaction& tx) {
        remove_greetings(tx);
        tx.audit(request.principal(), {"hello.reset", "hello", "", ""});
    });
    return Response::redirect("/hello");
}

std::optional<View> GreetingPages::nav_item(SlotContext& context) const {
    const Request& request = *context.request;
    return view("hello/nav-item",
                {{"label", request.t("hello.title")}, {"current", request.path() == "/hello"}}, "",
                "");
}

}  // namespace hello
