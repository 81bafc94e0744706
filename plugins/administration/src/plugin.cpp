#include "audit_pages.hpp"
#include "plugin_pages.hpp"
#include "settings_pages.hpp"

#include <nlohmann/json.hpp>

#include <memory>

namespace tessera::administration {

namespace {

SlotItem nav_item(const char* href, const char* label, const char* icon, int order,
                  const char* permission) {
    return {"nav.administration", href, order, permission,
            [=](SlotContext& context) -> std::optional<View> {
                Request& request = *context.request;
                const std::string_view path = request.path(), base = href;
                return view("theme/nav-item",
                            {{"href", href},
                             {"label", request.t(label)},
                             {"icon", icon},
                             {"current", path.substr(0, base.size()) == base}},
                            {}, "");
            }};
}

}  // namespace

class Administration : public Plugin {
    void setup(Registrar& r) override {
        Host& host = r.host();
        plugins_ = std::make_unique<PluginPages>(host);
        settings_ = std::make_unique<SettingsPages>(host);
        audit_ = std::make_unique<AuditPages>(host);

        const auto plugins = Needs("administration.plugins");
        r.get("/admin/plugins", plugins, [this](Request& q) { return plugins_->list(q); });
        r.post("/admin/plugins/{plugin}/disable", plugins,
               [this](Request& q) { return plugins_->disable(q); });
        r.post("/admin/plugins/{plugin}/enable", plugins,
               [this](Request& q) { return plugins_->enable(q); });
        r.get("/admin/plugins/{plugin}/remove", plugins,
              [this](Request& q) { return plugins_->ask_to_remove(q); });
        r.post("/admin/plugins/{plugin}/remove", plugins,
               [this](Request& q) { return plugins_->remove(q); });
        const auto settings = Needs("administration.settings");
        r.get("/admin/settings", settings, [this](Request& q) { return settings_->form(q); });
        r.post("/admin/settings", settings, [this](Request& q) { return settings_->save(q); });
        r.get("/admin/audit", Needs("administration.audit"),
              [this](Request& q) { return audit_->list(q); });

        r.slot(nav_item("/admin/plugins", "administration.plugins", "puzzle", 45,
                        "administration.plugins"));
        r.slot(nav_item("/admin/audit", "administration.audit", "clock-history", 47,
                        "administration.audit"));
        r.slot(nav_item("/admin/settings", "administration.settings", "gear", 48,
                        "administration.settings"));
    }

    std::unique_ptr<PluginPages> plugins_;
    std::unique_ptr<SettingsPages> settings_;
    std::unique_ptr<AuditPages> audit_;
};

TESSERA_PLUGIN(Administration)

}  // namespace tessera::administration
