#include "brand.hpp"

#include <nlohmann/json.hpp>

namespace tessera::people {

namespace {

constexpr std::int64_t kKeepMs = 5'000;

std::string stylesheet_path(const store::Brand& brand) {
    return "/organisation/brand/" + brand.colour.substr(1) + ".css";
}

}  // namespace

std::shared_ptr<const store::Brand> BrandView::current() {
    const Instant now = host_.clock().now();
    {
        const std::lock_guard lock(mutex_);
        if (cached_ && now - read_at_ < kKeepMs) return cached_;
    }
    auto brand = host_.db().read([](Reader& reader) { return store::brand(reader); });
    if (!brand) brand = store::Brand{{}, "Tessera", "Tessera", kPlainColour, ""};
    auto fresh = std::make_shared<const store::Brand>(std::move(*brand));
    const std::lock_guard lock(mutex_);
    cached_ = fresh;
    read_at_ = now;
    return fresh;
}

std::optional<View> BrandView::render(SlotContext&) {
    const auto brand = current();
    return view("people/brand",
                {{"name", brand->name},
                 {"short_name", brand->short_name},
                 {"mark", brand->mark},
                 {"stylesheet", stylesheet_path(*brand)}},
                {}, "");
}

std::optional<View> BrandView::render_mark(SlotContext&) {
    const auto brand = current();
    // For pages of packages' origins, which have everything of the site from one host.
    return view("people/mark",
                {{"mark", brand->mark},
                 {"stylesheet", host_.addresses().content_url + stylesheet_path(*brand)}},
                {}, "");
}

Response BrandView::stylesheet(Request& request) {
    std::string_view name = request.param("file");
    if (name.size() != 10 || name.substr(6) != ".css" ||
        !is_colour("#" + std::string(name.substr(0, 6)))) {
        throw not_found(request.t("people.no-unit"));
    }
    // The colour is in the address, so the answer never changes.
    return Response::text("[data-brand] { --ts-brand: #" + std::string(name.substr(0, 6)) + "; }\n",
                          200, "text/css; charset=utf-8")
        .header("Cache-Control", "public, max-age=31536000, immutable")
        // Players load it from packages' origins.
        .header("Access-Control-Allow-Origin", "*");
}

}  // namespace tessera::people
