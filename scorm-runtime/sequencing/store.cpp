#include "sequencing/store.hpp"

#include "model/sort.hpp"

#include <algorithm>

namespace scorm::sequencing {

Store::Store(const Course& course) : tree_(course), tracking_(course.activities.size()) {
    std::size_t slots = 0;
    for (const Activity& activity : course.activities) {
        first_objective_.push_back(slots);
        slots += activity.sequencing.objectives.size();
    }
    local_.resize(slots);
    maps_.resize(slots);
    resolve_maps();
}

void Store::resolve_maps() {
    for (const Activity& activity : tree_.course().activities) {
        for (const Objective& objective : activity.sequencing.objectives) {
            for (const ObjectiveMap& map : objective.maps) global_ids_.push_back(map.target);
        }
    }
    sort(global_ids_);
    global_ids_.erase(std::unique(global_ids_.begin(), global_ids_.end()), global_ids_.end());
    global_.resize(global_ids_.size());
    global_changed_.resize(global_ids_.size());
    readers_.resize(global_ids_.size());

    std::size_t slot = 0;
    for (std::int32_t a = 0; a < tree_.size(); ++a) {
        for (const Objective& objective : tree_.sequencing(a).objectives) {
            for (const ObjectiveMap& map : objective.maps) {
                const std::int32_t g = find_global(map.target);
                maps_[slot].push_back({g, &map});
                const bool reads = map.read_satisfied || map.read_measure || map.read_completion ||
                                   map.read_progress;
                std::vector<std::int32_t>& readers = readers_[at(g)];
                if (objective.primary && reads && (readers.empty() || readers.back() != a)) {
                    readers.push_back(a);
                }
            }
            ++slot;
        }
    }
}

std::int32_t Store::find_global(std::string_view id) const {
    const auto found = std::lower_bound(global_ids_.begin(), global_ids_.end(), id);
    if (found == global_ids_.end() || *found != id) return kNone;
    return static_cast<std::int32_t>(found - global_ids_.begin());
}

ActivityTracking& Store::edit_tracking(std::int32_t a) {
    if (marks_ > 0) old_tracking_.push_back({at(a), tracking_[at(a)]});
    return tracking_[at(a)];
}

ObjectiveProgress& Store::edit_local(std::int32_t a, std::size_t o) {
    const std::size_t slot = first_objective_[at(a)] + o;
    if (marks_ > 0) old_local_.push_back({slot, local_[slot]});
    return local_[slot];
}

ObjectiveProgress& Store::edit_global(std::int32_t g) {
    if (marks_ > 0) {
        old_global_.push_back({at(g), global_[at(g)]});
    } else {
        global_changed_[at(g)] = true;
    }
    return global_[at(g)];
}

void Store::set_available_children(std::int32_t a, const std::vector<std::int32_t>& children) {
    if (marks_ > 0) old_children_.push_back({a, tree_.available_children(a)});
    tree_.set_available_children(a, children);
}

Store::Mark Store::mark() {
    ++marks_;
    return {old_tracking_.size(), old_local_.size(), old_global_.size(),
            old_children_.size(), scalars_,          reports_};
}

namespace {

template <typename Old, typename Values>
void take_back(std::vector<Old>& old, std::size_t down_to, Values& values) {
    while (old.size() > down_to) {
        values[old.back().where] = old.back().value;
        old.pop_back();
    }
}

}  // namespace

void Store::undo(const Mark& mark) {
    take_back(old_tracking_, mark.tracking, tracking_);
    take_back(old_local_, mark.local, local_);
    take_back(old_global_, mark.global, global_);
    while (old_children_.size() > mark.children) {
        tree_.set_available_children(old_children_.back().cluster, old_children_.back().children);
        old_children_.pop_back();
    }
    scalars_ = mark.scalars;
    reports_ = mark.reports;
    --marks_;
}

std::vector<std::int32_t> Store::take_changed_globals() {
    std::vector<std::int32_t> changed;
    for (std::size_t g = 0; g < global_changed_.size(); ++g) {
        if (global_changed_[g]) changed.push_back(static_cast<std::int32_t>(g));
    }
    global_changed_.assign(global_changed_.size(), false);
    return changed;
}

}  // namespace scorm::sequencing
