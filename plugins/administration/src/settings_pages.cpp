#include "settings_pages.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tessera::administration {

namespace {

std::string plugin_of(const std::string& setting) { return setting.substr(0, setting.find('.')); }

Json options_of(Request& request, const SettingInfo& setting, const std::string& value) {
    Json options = Json::array();
    const auto add = [&](const std::string& option, const std::string& label) {
        options.push_back({{"value", option}, {"label", label}, {"selected", option == value}});
    };
    if (setting.type == "boolean") {
        add("true", request.t("administration.yes"));
        add("false", request.t("administration.no"));
    }
    for (const std::string& choice : setting.choices) add(choice, choice);
    return options;
}

}  // namespace

Response SettingsPages::form(Request& request) { return page(request, {}, {}); }

Response SettingsPages::page(Request& request, const std::map<std::string, std::string>& typed,
                             const std::vector<FieldError>& errors) {
    Json data = {{"groups", Json::array()}, {"errors", Json::array()}};
    const auto plugins = host_.plugins().list();
    for (const SettingInfo& setting : host_.find<SettingsCatalogue>()->list()) {
        const std::string owner = plugin_of(setting.id);
        auto& groups = data["groups"];
        if (groups.empty() || groups.back()["id"] != owner) {
            const auto named = std::find_if(plugins.begin(), plugins.end(),
                                            [&](const auto& p) { return p.id == owner; });
            groups.push_back(
                {{"id", owner},
                 {"title",
                  named != plugins.end() ? named->title : request.t("administration.kernel")},
                 {"settings", Json::array()}});
        }
        const auto kept = typed.find(setting.id);
        const std::string value = kept == typed.end() ? setting.value : kept->second;
        const auto error = std::find_if(errors.begin(), errors.end(),
                                        [&](const FieldError& e) { return e.field == setting.id; });
        Json options = options_of(request, setting, value);
        const bool is_select = !options.empty();
        groups.back()["settings"].push_back(
            {{"setting", setting.id},
             {"label", setting.label},
             {"value", value},
             {"usual", request.t("administration.usual", {{"value", setting.default_value}})},
             {"error", error == errors.end() ? "" : error->message},
             {"number", setting.type == "integer"},
             {"is_select", is_select},
             {"options", std::move(options)}});
    }
    for (const FieldError& error : errors) {
        data["errors"].push_back({{"field", error.field}, {"message", error.message}});
    }
    data["has_errors"] = !errors.empty();
    data["has_groups"] = !data["groups"].empty();
    data["saved"] = request.query("saved").has_value() && errors.empty();
    std::string title = request.t("administration.settings");
    if (!errors.empty()) title = request.t("administration.error-title", {{"title", title}});
    return Response::page(view("administration/settings", std::move(data), title),
                          errors.empty() ? 200 : 422);
}

Response SettingsPages::save(Request& request) {
    const Form& form = request.form();
    const auto settings = host_.find<SettingsCatalogue>()->list();
    std::map<std::string, std::string> typed;
    std::vector<FieldError> errors;
    try {
        host_.db().write([&](Transaction& tx) {
            errors.clear();
            for (const SettingInfo& setting : settings) {
                if (!form.has(setting.id)) continue;
                const std::string value(form[setting.id]);
                typed[setting.id] = value;
                if (value == setting.value) continue;
                try {
                    host_.settings().set(tx, request.principal(), setting.id, value);
                } catch (const Error& problem) {
                    if (problem.kind() != ErrorKind::Invalid) throw;
                    errors.push_back({setting.id, problem.what()});
                }
            }
            // All or nothing: this takes back those that did fit.
            if (!errors.empty()) throw invalid(errors.front().field, errors.front().message);
        });
    } catch (const Error& problem) {
        if (problem.kind() != ErrorKind::Invalid) throw;
        return page(request, typed, errors);
    }
    return Response::redirect("/admin/settings?saved");
}

}  // namespace tessera::administration
