#include "plugin_pages.hpp"

#include "plugin_list.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tessera::administration {

namespace {

constexpr const char* kSelf = "administration";

std::string joined(const std::vector<std::string>& texts) {
    std::string result;
    for (const std::string& text : texts) result += (result.empty() ? "" : ", ") + text;
    return result;
}

}  // namespace

Response PluginPages::list(Request& request) { return page(request, ""); }

Response PluginPages::page(Request& request, const std::string& problem) {
    const auto all = host_.plugins().list();
    const auto permissions = host_.plugins().permissions();
    const PluginCounts counts = count(all);
    const std::string show(request.query("show").value_or(""));
    const std::string text(request.query("q").value_or("").substr(0, 100));
    const std::string done(request.query("done").value_or(""));

    Json data = {
        {"problem", problem}, {"q", text}, {"show", show}, {"rows", Json::array()}, {"done", ""}};
    for (const PluginInfo& plugin : chosen(all, show, text)) {
        const std::string group = group_of(plugin);
        const auto holding = needed_by(all, plugin.id);
        Json row = {
            {"id", plugin.id},
            {"title", plugin.title},
            {"icon", icon_of(plugin.id)},
            {"version", plugin.version},
            {"description", plugin.description},
            {"running", group == "running"},
            {"held", group == "attention"},
            {"disabled", group == "disabled"},
            {"reason", group == "running" ? "" : plugin.reason},
            {"needs", joined(plugin.requires_)},
            {"slots", joined(plugin.slots)},
            {"permissions", Json::array()},
            {"may_stop", group == "running" && plugin.may_disable && plugin.id != kSelf},
            {"needed", group == "running" && !holding.empty()
                           ? request.t("administration.needed-by", {{"names", joined(holding)}})
                           : ""}};
        for (const PermissionInfo& permission : permissions) {
            if (permission.plugin != plugin.id) continue;
            row["permissions"].push_back(
                {{"label", permission.label}, {"permission", permission.id}});
        }
        row["has_permissions"] = !row["permissions"].empty();
        data["rows"].push_back(std::move(row));
    }
    const auto named =
        std::find_if(all.begin(), all.end(), [&](const auto& p) { return p.id == done; });
    if (named != all.end() && problem.empty()) {
        data["done"] = request.t(
            named->state == "running" ? "administration.started" : "administration.stopped",
            {{"plugin", named->title}});
    }
    std::vector<std::string> held;
    for (const PluginInfo& plugin : chosen(all, "attention", "")) held.push_back(plugin.title);
    data["attention"] = counts.attention ? request.t("administration.attention",
                                                     {{"count", std::to_string(counts.attention)}})
                                         : "";
    data["attention_names"] = joined(held);
    data["running_text"] =
        request.t("administration.others", {{"count", std::to_string(counts.running)}});
    data["chips"] = Json::array();
    const std::pair<const char*, int> chips[] = {{"", counts.all},
                                                 {"attention", counts.attention},
                                                 {"running", counts.running},
                                                 {"disabled", counts.disabled}};
    for (const auto& [group, number] : chips) {
        const std::string name = *group ? group : "all";
        data["chips"].push_back({{"href", "/admin/plugins" + (*group ? "?show=" + name : "")},
                                 {"label", request.t("administration.show-" + name)},
                                 {"number", std::to_string(number)},
                                 {"current", show == group}});
    }
    data["has_rows"] = !data["rows"].empty();
    const std::string title = request.t("administration.plugins");
    return Response::page(view("administration/plugins", std::move(data), title),
                          problem.empty() ? 200 : 409);
}

Response PluginPages::disable(Request& request) {
    const std::string id(request.param("plugin"));
    // Stopping waits until the plugin has answered what it was asked, and that is this very
    // request.
    if (id == kSelf) return page(request, request.t("administration.self"));
    try {
        host_.plugins().disable(request.principal(), id);
    } catch (const Error& problem) {
        if (problem.kind() != ErrorKind::Conflict) throw;
        return page(request, problem.what());
    }
    return Response::redirect("/admin/plugins?done=" + id);
}

Response PluginPages::enable(Request& request) {
    const std::string id(request.param("plugin"));
    try {
        host_.plugins().enable(request.principal(), id);
    } catch (const Error& problem) {
        if (problem.kind() != ErrorKind::Conflict) throw;
        return page(request, problem.what());
    }
    return Response::redirect("/admin/plugins?done=" + id);
}

}  // namespace tessera::administration
