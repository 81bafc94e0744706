#include "course_api.hpp"
#include "course_pages.hpp"
#include "course_service.hpp"
#include "demo.hpp"

#include <nlohmann/json.hpp>

#include <memory>

namespace tessera::catalogue {

namespace {

SlotItem link(std::string slot, std::string href, const std::string& label, std::string icon,
              int order, std::string permission) {
    const std::string name = slot == "nav.tabs" ? "theme/tab-item" : "theme/nav-item";
    return {std::move(slot), label, order, std::move(permission),
            [href = std::move(href), label, icon = std::move(icon),
             name](SlotContext& context) -> std::optional<View> {
                const auto path = context.request->path();
                const bool current = path == href ||
                                     path.substr(0, href.size() + 1) == href + "/" ||
                                     (href == "/learn" && path.substr(0, 9) == "/courses/");
                return view(name, {{"href", href},
                                   {"label", context.request->t(label)},
                                   {"icon", icon},
                                   {"current", current}});
            }};
}

}  // namespace

class CataloguePlugin final : public Plugin {
public:
    void setup(Registrar& registrar) override {
        Host& host = registrar.host();
        service_ = std::make_unique<CourseService>(host);
        pages_ = std::make_unique<CoursePages>(host, *service_);
        registrar.provide<Courses>(*service_);
        pages_->declare(registrar);
        declare_course_api(registrar, host, *service_);
        registrar.slot(
            link("nav.learning", "/learn", "catalogue.nav-find", "search", 12, "catalogue.browse"));
        registrar.slot(
            link("nav.tabs", "/learn", "catalogue.tab-find", "search", 12, "catalogue.browse"));
        registrar.slot(link("nav.administration", "/admin/courses", "catalogue.nav-courses",
                            "collection", 32, "catalogue.edit"));
        registrar.job("catalogue.normal-form", [this](JobContext&) { service_->normalise(); });
        registrar.demo([&host, this] { fill_demo(host, *service_); });
    }

    void start() override { service_->begin_normal_form(); }

private:
    std::unique_ptr<CourseService> service_;
    std::unique_ptr<CoursePages> pages_;
};

}  // namespace tessera::catalogue

TESSERA_PLUGIN(tessera::catalogue::CataloguePlugin)
