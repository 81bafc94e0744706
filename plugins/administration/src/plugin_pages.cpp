#include "plugin_pages.hpp"

#include "plugin_list.hpp"
#include "tessera/administration.hpp"

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

/// Questions as their owners name them: "catalogue.may-see-course/1" has the text
/// "catalogue.may-see-course". One that has none is shown as it is.
std::vector<std::string> in_words(const Request& request,
                                  const std::vector<std::string>& questions) {
    std::vector<std::string> words;
    for (const std::string& question : questions) {
        words.push_back(question);
        try {
            const std::string text = request.t(question.substr(0, question.find('/')));
            if (text.front() != '[') words.back() = text;
        } catch (const Error&) {
            // In tests a missing text is an error.
        }
    }
    return words;
}

}  // namespace

Response PluginPages::list(Request& request) { return page(request, ""); }

Json PluginPages::row(const Request& request, const PluginInfo& plugin,
                      const std::vector<PluginInfo>& all,
                      const std::vector<PermissionInfo>& permissions) const {
    const std::string group = group_of(plugin);
    const bool missing = plugin.state == "missing";
    const auto holding = needed_by(all, plugin.id);
    const std::string guards = joined(in_words(request, plugin.guards));
    const std::string reason = missing ? request.t("administration.missing") : plugin.reason;
    const bool closed = group == "attention" && !plugin.guards.empty();
    const bool waits = group != "running" && plugin.waiting > 0;
    Json row = {
        {"id", plugin.id},
        {"title", plugin.title},
        {"icon", icon_of(plugin.id)},
        {"version", plugin.version},
        {"description", plugin.description},
        {"running", group == "running"},
        {"missing", missing},
        {"held", group == "attention" && !missing},
        {"disabled", group == "disabled"},
        {"reason", group == "running" ? "" : reason},
        {"guards", guards},
        {"closed", closed ? request.t("administration.closed", {{"guards", guards}}) : ""},
        {"waiting",
         waits ? request.t("administration.waiting", {{"count", std::to_string(plugin.waiting)}})
               : ""},
        {"needs", joined(plugin.requires_)},
        {"slots", joined(plugin.slots)},
        {"permissions", Json::array()},
        // One that decides something is also stopped so that it is not asked.
        {"may_stop", closed || (group == "running" && plugin.may_disable && plugin.id != kSelf)},
        {"may_start", group != "running" && !missing},
        {"start_word",
         request.t(group == "disabled" ? "administration.start" : "administration.try-again")},
        {"needed", group == "running" && !holding.empty()
                       ? request.t("administration.needed-by", {{"names", joined(holding)}})
                       : ""}};
    for (const PermissionInfo& permission : permissions) {
        if (permission.plugin != plugin.id) continue;
        row["permissions"].push_back({{"label", permission.label}, {"permission", permission.id}});
    }
    row["has_permissions"] = !row["permissions"].empty();
    return row;
}

Response PluginPages::page(Request& request, const std::string& problem) {
    const auto all = host_.plugins().list();
    const auto permissions = host_.plugins().permissions();
    const PluginCounts counts = count(all);
    const std::string show(request.query("show").value_or(""));
    const std::string text(request.query("q").value_or("").substr(0, 100));
    const std::string done(request.query("done").value_or(""));

    Json data = {{"problem", problem},    {"q", text},  {"show", show},
                 {"rows", Json::array()}, {"done", ""}, {"undo", ""}};
    for (const PluginInfo& plugin : chosen(all, show, text))
        data["rows"].push_back(row(request, plugin, all, permissions));
    const auto named =
        std::find_if(all.begin(), all.end(), [&](const auto& p) { return p.id == done; });
    if (named != all.end() && problem.empty()) {
        data["done"] = request.t(
            named->state == "running" ? "administration.started" : "administration.stopped",
            {{"plugin", named->title}});
        const bool back =
            named->state == "running" ? named->may_disable : named->state == "disabled";
        const char* const reverse = named->state == "running" ? "disable" : "enable";
        if (back && named->id != kSelf)
            data["undo"] = "/admin/plugins/" + named->id + "/" + reverse;
    }
    const std::string removed(request.query("removed").value_or("").substr(0, 64));
    if (!removed.empty() && problem.empty() && named == all.end())
        data["done"] = request.t("administration.removed", {{"plugin", removed}});
    std::vector<std::string> held;
    for (const PluginInfo& plugin : chosen(all, "attention", "")) held.push_back(plugin.title);
    data["attention"] = counts.attention ? request.t("administration.attention",
                                                     {{"count", std::to_string(counts.attention)}})
                                         : "";
    data["attention_names"] = joined(held);
    const auto* health = host_.find<SiteHealth>();
    const DiskRoom room = health->disk();
    data["shared_origin"] = health->shared_origin();
    data["disk_low"] = room.low;
    data["disk_left"] = request.t("administration.disk-left",
                                  {{"megabytes", std::to_string(room.free / (1024 * 1024))}});
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

PluginInfo PluginPages::plugin(std::string_view id) const {
    for (PluginInfo& plugin : host_.plugins().list()) {
        if (plugin.id == id) return std::move(plugin);
    }
    throw not_found("There is no such plugin.");
}

/// A guard that is stopped on purpose is not asked: what will then be open is said first.
Response PluginPages::ask_to_stop(Request& request, const PluginInfo& plugin) {
    const std::string title = request.t("administration.stop-title", {{"plugin", plugin.title}});
    return Response::page(view("administration/plugin-question",
                               {{"title", title},
                                {"text", request.t("administration.stop-text")},
                                {"guards", in_words(request, plugin.guards)},
                                {"has_guards", true},
                                {"waiting", ""},
                                {"action", "/admin/plugins/" + plugin.id + "/disable"},
                                {"button", request.t("administration.stop-button")}},
                               title));
}

Response PluginPages::disable(Request& request) {
    const std::string id(request.param("plugin"));
    // Stopping waits until the plugin has answered what it was asked, and that is this very
    // request.
    if (id == kSelf) return page(request, request.t("administration.self"));
    const PluginInfo info = plugin(id);
    if (!info.guards.empty() && info.state != "disabled" && request.form()["sure"] != "yes")
        return ask_to_stop(request, info);
    try {
        host_.plugins().disable(request.principal(), id);
    } catch (const Error& problem) {
        if (problem.kind() != ErrorKind::Conflict) throw;
        return page(request, problem.what());
    }
    return Response::redirect("/admin/plugins?done=" + id);
}

Response PluginPages::ask_to_remove(Request& request) {
    const PluginInfo info = plugin(request.param("plugin"));
    const std::string title = request.t("administration.remove-title", {{"plugin", info.title}});
    std::string text = request.t("administration.remove-text");
    if (!info.guards.empty()) {
        text += " " + request.t("administration.remove-open",
                                {{"guards", joined(in_words(request, info.guards))}});
    }
    const std::string waiting =
        info.waiting == 0
            ? ""
            : request.t("administration.remove-waiting", {{"count", std::to_string(info.waiting)}});
    return Response::page(view("administration/plugin-question",
                               {{"title", title},
                                {"text", text},
                                {"guards", Json::array()},
                                {"has_guards", false},
                                {"waiting", waiting},
                                {"action", "/admin/plugins/" + info.id + "/remove"},
                                {"button", request.t("administration.remove")}},
                               title));
}

Response PluginPages::remove(Request& request) {
    const PluginInfo info = plugin(request.param("plugin"));
    if (request.form()["sure"] != "yes") return ask_to_remove(request);
    try {
        host_.plugins().forget(request.principal(), info.id);
    } catch (const Error& problem) {
        if (problem.kind() != ErrorKind::Conflict) throw;
        return page(request, problem.what());
    }
    return Response::redirect("/admin/plugins?removed=" + info.id);
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
