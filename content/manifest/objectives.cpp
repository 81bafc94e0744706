#include "manifest/sequencing.hpp"

#include "manifest/text.hpp"

#include <algorithm>
#include <utility>

namespace content {
namespace {

using scorm::Objective;
using scorm::ObjectiveMap;

// SCORM asks an LMS for 100 objectives; look-ups below are linear.
constexpr std::size_t kMost = 1'000;

/// A map to `target` that does nothing yet, added when there is none.
ObjectiveMap& map_to(Objective& objective, const std::string& target) {
    const auto found = std::find_if(objective.maps.begin(), objective.maps.end(),
                                    [&](const ObjectiveMap& map) { return map.target == target; });
    if (found != objective.maps.end()) return *found;
    ObjectiveMap& map = objective.maps.emplace_back();
    map.target = target;
    for (const auto flag :
         {&ObjectiveMap::read_satisfied, &ObjectiveMap::read_measure, &ObjectiveMap::read_raw,
          &ObjectiveMap::read_min, &ObjectiveMap::read_max, &ObjectiveMap::read_completion,
          &ObjectiveMap::read_progress})
        map.*flag = false;
    return map;
}

/// Reading is on unless it is switched off, of what the kind of mapInfo speaks about (SN 3.10.3).
void read_imsss_map(xml::Node info, ObjectiveMap& map, Values& values) {
    map.read_satisfied = map.read_measure = true;
    values.flag(info, "readSatisfiedStatus", map.read_satisfied);
    values.flag(info, "readNormalizedMeasure", map.read_measure);
    values.flag(info, "writeSatisfiedStatus", map.write_satisfied);
    values.flag(info, "writeNormalizedMeasure", map.write_measure);
}

void read_adlseq_map(xml::Node info, ObjectiveMap& map, Values& values) {
    map.read_raw = map.read_min = map.read_max = true;
    map.read_completion = map.read_progress = true;
    values.flag(info, "readRawScore", map.read_raw);
    values.flag(info, "readMinScore", map.read_min);
    values.flag(info, "readMaxScore", map.read_max);
    values.flag(info, "readCompletionStatus", map.read_completion);
    values.flag(info, "readProgressMeasure", map.read_progress);
    values.flag(info, "writeRawScore", map.write_raw);
    values.flag(info, "writeMinScore", map.write_min);
    values.flag(info, "writeMaxScore", map.write_max);
    values.flag(info, "writeCompletionStatus", map.write_completion);
    values.flag(info, "writeProgressMeasure", map.write_progress);
}

void read_maps(xml::Node node, Objective& into, Values& values,
               void (*read_map)(xml::Node, ObjectiveMap&, Values&)) {
    for (const xml::Node info : node.children("mapInfo")) {
        const std::string target = uri_id(info.trimmed("targetObjectiveID"));
        if (target.empty()) {
            values.bad_value(info, "targetObjectiveID", target);
            continue;
        }
        if (into.maps.size() >= kMost || !values.spend(info, target.size())) return;
        read_map(info, map_to(into, target), values);
    }
}

Objective read_objective(xml::Node node, bool primary, Values& values) {
    Objective objective;
    objective.primary = primary;
    objective.id = uri_id(node.trimmed("objectiveID"));
    values.flag(node, "satisfiedByMeasure", objective.satisfied_by_measure);
    values.real_text(node.child("minNormalizedMeasure"), -1, 1,
                     objective.minimum_satisfied_normalized_measure);
    read_maps(node, objective, values, read_imsss_map);
    return objective;
}

Objective* find(std::vector<Objective>& objectives, const std::string& id) {
    const auto found = std::find_if(objectives.begin(), objectives.end(),
                                    [&id](const Objective& one) { return one.id == id; });
    return found == objectives.end() ? nullptr : &*found;
}

void add_secondary(xml::Node node, std::vector<Objective>& objectives, Values& values) {
    if (objectives.size() >= kMost) {
        values.findings().error(
            "manifest.too-many-objectives",
            "An item has more than 1,000 objectives. Split it into several items.", node.where());
        return;
    }
    Objective objective = read_objective(node, false, values);
    if (objective.id.empty()) {
        values.findings().warning(
            "manifest.objective-no-id",
            "An objective has no objectiveID. Nothing can refer to it, so it is "
            "left out.",
            node.where());
    } else if (find(objectives, objective.id)) {
        values.findings().warning(
            "manifest.objective-repeated",
            "The objective “" + objective.id + "” is given twice in one item. The first is used.",
            node.where());
    } else if (values.spend(node, objective.id.size())) {
        objectives.push_back(std::move(objective));
    }
}

}  // namespace

std::vector<scorm::Objective> read_objectives(xml::Node imsss, xml::Node adlseq, Values& values) {
    std::vector<Objective> objectives;
    objectives.push_back(read_objective(imsss.child("primaryObjective"), true, values));
    for (const xml::Node node : imsss.children("objective")) {
        add_secondary(node, objectives, values);
    }
    // adlseq:objectives adds maps to objectives that imsss:objectives has declared (CAM 5.1.13).
    for (const xml::Node node : adlseq.children("objective")) {
        const std::string id = uri_id(node.trimmed("objectiveID"));
        Objective* objective = id.empty() ? nullptr : find(objectives, id);
        if (objective) {
            read_maps(node, *objective, values, read_adlseq_map);
        } else {
            values.findings().warning("manifest.objective-unknown",
                                      "An adlseq:objective refers to the objective “" + id +
                                          "”, which the item doesn't have. It is left out.",
                                      node.where());
        }
    }
    return objectives;
}

}  // namespace content
