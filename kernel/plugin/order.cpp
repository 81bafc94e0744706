#include "plugin/order.hpp"

#include <algorithm>
#include <set>

namespace tessera::kernel {

namespace {

using ById = std::map<std::string, const Manifest*>;

/// Requirements that are not installed, and then whatever needs a plugin held for that.
void hold_gaps(ById& open, std::map<std::string, std::string>& held) {
    for (bool changed = true; changed;) {
        changed = false;
        for (auto it = open.begin(); it != open.end();) {
            const auto& needs = it->second->requires_;
            const auto gap = std::find_if(needs.begin(), needs.end(),
                                          [&](const std::string& id) { return !open.count(id); });
            if (gap == needs.end()) {
                ++it;
                continue;
            }
            held[it->first] = held.count(*gap)
                                  ? "It needs the plugin \"" + *gap + "\", which cannot run."
                                  : "It needs the plugin \"" + *gap + "\", which is not installed.";
            it = open.erase(it);
            changed = true;
        }
    }
}

/// Follows the first unplaced requirement until a plugin comes again: that is the cycle.
std::vector<std::string> find_cycle(const ById& open, const std::set<std::string>& placed) {
    std::vector<std::string> path;
    std::string at;
    for (const auto& entry : open) {
        if (!placed.count(entry.first)) {
            at = entry.first;
            break;
        }
    }
    while (std::find(path.begin(), path.end(), at) == path.end()) {
        path.push_back(at);
        for (const std::string& need : open.at(at)->requires_) {
            if (!placed.count(need)) {
                at = need;
                break;
            }
        }
    }
    path.erase(path.begin(), std::find(path.begin(), path.end(), at));
    return path;
}

void hold_cycle(ById& open, const std::vector<std::string>& cycle,
                std::map<std::string, std::string>& held) {
    std::string names;
    for (const std::string& id : cycle) names += id + " → ";
    names += cycle.front();
    for (const std::string& id : cycle) {
        held[id] = "It is part of a circle of requirements: " + names + ".";
        open.erase(id);
    }
}

bool all_placed(const std::vector<std::string>& ids, const ById& open,
                const std::set<std::string>& placed) {
    return std::all_of(ids.begin(), ids.end(),
                       [&](const std::string& id) { return !open.count(id) || placed.count(id); });
}

/// The next plugin whose requirements are placed; one whose optional ones are too, if there is any.
const Manifest* next_plugin(const ById& open, const std::set<std::string>& placed) {
    const Manifest* second_best = nullptr;
    for (const auto& [id, manifest] : open) {
        if (placed.count(id) || !all_placed(manifest->requires_, open, placed)) continue;
        if (all_placed(manifest->optional, open, placed)) return manifest;
        if (!second_best) second_best = manifest;
    }
    return second_best;
}

}  // namespace

Order dependency_order(const std::vector<Manifest>& manifests) {
    ById open;
    for (const Manifest& manifest : manifests) open[manifest.id] = &manifest;
    Order order;
    std::set<std::string> placed;
    hold_gaps(open, order.held);
    while (placed.size() < open.size()) {
        if (const Manifest* next = next_plugin(open, placed)) {
            placed.insert(next->id);
            order.ids.push_back(next->id);
        } else {
            hold_cycle(open, find_cycle(open, placed), order.held);
            hold_gaps(open, order.held);
        }
    }
    return order;
}

}  // namespace tessera::kernel
