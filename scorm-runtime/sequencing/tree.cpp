#include "sequencing/tree.hpp"

#include <algorithm>

namespace scorm::sequencing {

Tree::Tree(const Course& course) : course_(course), nodes_(course.activities.size()) {
    available_.resize(nodes_.size());
    std::vector<bool> content(nodes_.size());
    for (std::size_t i = nodes_.size(); i-- > 0;) {
        content[i] = content[i] || course.activities[i].leaf();
        nodes_[i].parent = course.activities[i].parent;
        nodes_[i].end = std::max(nodes_[i].end, static_cast<std::int32_t>(i) + 1);
        if (i == 0) break;
        const std::size_t above = index(nodes_[i].parent);
        nodes_[above].end = std::max(nodes_[above].end, nodes_[i].end);
        if (content[i]) content[above] = true;
    }
    for (std::size_t i = 1; i < nodes_.size(); ++i) {
        Node& above = nodes_[index(nodes_[i].parent)];
        nodes_[i].depth = above.depth + 1;
        if (!content[i]) continue;
        nodes_[i].position = above.child_count++;
        above.children.push_back(static_cast<std::int32_t>(i));
    }
    std::int32_t slot = 0;
    for (std::int32_t a = 0; a < size(); ++a) {
        Node& self = nodes_[index(a)];
        self.first_slot = slot;
        self.available_count = self.child_count;
        std::copy(self.children.begin(), self.children.end(), available_.begin() + slot);
        slot += self.child_count;
        self.control = control_of(a);
        self.has_pre_rules = !sequencing(a).pre_rules.empty();
        self.has_attempt_limit = sequencing(a).limits.attempt_limit.has_value();
        self.prevents_activation = sequencing(a).constrained_choice.prevent_activation;
        self.launchable = leaf(a) && activity(a).leaf();
    }
}

// SCORM 1.2 knows no control modes: everything may be chosen, and Continue goes to the next. And a
// course with a single activity and no flow starts by itself and offers nothing to choose.
ControlModes Tree::control_of(std::int32_t a) const {
    ControlModes control = sequencing(a).control;
    if (course_.edition == Edition::Scorm12) {
        control.choice = true;
        control.flow = true;
    }
    if (a == 0 && size() == 2 && !control.flow) control.choice = false;
    return control;
}

std::int32_t Tree::common_ancestor(std::int32_t a, std::int32_t b) const {
    while (!within(b, a)) a = parent(a);
    return a;
}

std::vector<std::int32_t> Tree::available_children(std::int32_t a) const {
    const auto begin = available_.begin() + node(a).first_slot;
    return {begin, begin + node(a).available_count};
}

void Tree::set_available_children(std::int32_t a, const std::vector<std::int32_t>& children) {
    Node& self = nodes_[index(a)];
    for (std::int32_t child : self.children) nodes_[index(child)].position = kNone;
    self.available_count = 0;
    for (std::int32_t child : children) {
        nodes_[index(child)].position = self.available_count;
        available_[index(self.first_slot + self.available_count++)] = child;
    }
}

std::int32_t Tree::sibling(std::int32_t a, std::int32_t step) const {
    if (parent(a) == kNone || position(a) == kNone) return kNone;
    const std::int32_t wanted = position(a) + step;
    if (wanted < 0 || wanted >= available_count(parent(a))) return kNone;
    return available_child(parent(a), wanted);
}

bool Tree::reachable(std::int32_t a) const {
    for (; parent(a) != kNone; a = parent(a)) {
        if (position(a) == kNone) return false;
    }
    return true;
}

bool Tree::after(std::int32_t a, std::int32_t b) const {
    const std::int32_t common = common_ancestor(a, b);
    while (parent(a) != common) a = parent(a);
    while (parent(b) != common) b = parent(b);
    return position(a) > position(b);
}

std::vector<std::int32_t> Tree::reading_order() const {
    std::vector<std::int32_t> order;
    order.reserve(nodes_.size());
    std::vector<std::int32_t> waiting{0};
    while (!waiting.empty()) {
        const std::int32_t a = waiting.back();
        waiting.pop_back();
        order.push_back(a);
        for (std::int32_t n = available_count(a); n-- > 0;) {
            waiting.push_back(available_child(a, n));
        }
    }
    return order;
}

}  // namespace scorm::sequencing
