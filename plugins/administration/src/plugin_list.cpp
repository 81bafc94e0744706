#include "plugin_list.hpp"

#include <algorithm>
#include <map>

namespace tessera::administration {

namespace {

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

int rank(const PluginInfo& plugin) {
    const std::string group = group_of(plugin);
    return group == "attention" ? 0 : group == "running" ? 1 : 2;
}

}  // namespace

std::string group_of(const PluginInfo& plugin) {
    if (plugin.state == "running") return "running";
    return plugin.state == "disabled" ? "disabled" : "attention";
}

std::string icon_of(std::string_view id) {
    static const std::map<std::string_view, const char*> kIcons = {
        {"administration", "gear"},  {"catalogue", "collection"}, {"competencies", "award-fill"},
        {"compliance", "ui-checks"}, {"elearning", "laptop"},     {"enrolment", "person-plus"},
        {"identity", "shield-lock"}, {"people", "people"}};
    const auto known = kIcons.find(id);
    return known == kIcons.end() ? "puzzle" : known->second;
}

PluginCounts count(const std::vector<PluginInfo>& plugins) {
    PluginCounts counts;
    for (const PluginInfo& plugin : plugins) {
        const std::string group = group_of(plugin);
        ++counts.all;
        ++(group == "running"    ? counts.running
           : group == "disabled" ? counts.disabled
                                 : counts.attention);
    }
    return counts;
}

std::vector<PluginInfo> chosen(std::vector<PluginInfo> plugins, std::string_view group,
                               std::string_view text) {
    const std::string wanted = lower(text);
    const auto unfit = [&](const PluginInfo& plugin) {
        if (!group.empty() && group_of(plugin) != group) return true;
        return lower(plugin.title + "\n" + plugin.id + "\n" + plugin.description).find(wanted) ==
               std::string::npos;
    };
    plugins.erase(std::remove_if(plugins.begin(), plugins.end(), unfit), plugins.end());
    std::stable_sort(plugins.begin(), plugins.end(), [](const PluginInfo& a, const PluginInfo& b) {
        return rank(a) != rank(b) ? rank(a) < rank(b) : lower(a.title) < lower(b.title);
    });
    return plugins;
}

std::vector<std::string> needed_by(const std::vector<PluginInfo>& plugins, std::string_view id) {
    std::vector<std::string> titles;
    for (const PluginInfo& plugin : plugins) {
        const auto& needs = plugin.requires_;
        if (plugin.state == "running" && std::find(needs.begin(), needs.end(), id) != needs.end()) {
            titles.push_back(plugin.title);
        }
    }
    return titles;
}

}  // namespace tessera::administration
