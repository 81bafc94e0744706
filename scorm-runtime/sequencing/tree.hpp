// The shape of an activity tree: what the course says, arranged for fast walking. Only the lists of
// available children change, by selection and randomization.
#pragma once

#include "scorm/course.hpp"

#include <vector>

namespace scorm::sequencing {

inline constexpr std::int32_t kNone = -1;

class Tree {
public:
    explicit Tree(const Course& course);

    std::int32_t size() const { return static_cast<std::int32_t>(nodes_.size()); }
    std::int32_t parent(std::int32_t a) const { return node(a).parent; }
    std::int32_t depth(std::int32_t a) const { return node(a).depth; }
    bool leaf(std::int32_t a) const { return node(a).child_count == 0; }
    const Activity& activity(std::int32_t a) const { return course_.activities[index(a)]; }
    const Sequencing& sequencing(std::int32_t a) const { return activity(a).sequencing; }
    /// Control modes as the engine must see them, see control_of().
    const ControlModes& control(std::int32_t a) const { return node(a).control; }
    const Course& course() const { return course_; }

    // Copies of what is asked of every activity of a large tree, to stay in the cache.
    bool has_pre_rules(std::int32_t a) const { return node(a).has_pre_rules; }
    bool has_attempt_limit(std::int32_t a) const { return node(a).has_attempt_limit; }
    bool prevents_activation(std::int32_t a) const { return node(a).prevents_activation; }
    /// A leaf with a resource to launch.
    bool launchable(std::int32_t a) const { return node(a).launchable; }

    /// True when `a` is `ancestor` or below it.
    bool within(std::int32_t a, std::int32_t ancestor) const {
        return a >= ancestor && a < node(ancestor).end;
    }
    std::int32_t common_ancestor(std::int32_t a, std::int32_t b) const;

    /// Children in the order of the course, selected or not. Items that lead to no content at all
    /// (no resource, no children) are left out: nothing could ever be delivered there, and they
    /// would stop flow and rollup for ever.
    const std::vector<std::int32_t>& all_children(std::int32_t a) const { return node(a).children; }

    // Available children (AM.1.1)
    std::int32_t available_count(std::int32_t a) const { return node(a).available_count; }
    std::int32_t available_child(std::int32_t a, std::int32_t n) const {
        return available_[index(node(a).first_slot + n)];
    }
    /// Its place among its parent's available children; kNone when it is not one of them.
    std::int32_t position(std::int32_t a) const { return node(a).position; }
    std::vector<std::int32_t> available_children(std::int32_t a) const;
    void set_available_children(std::int32_t a, const std::vector<std::int32_t>& children);
    std::int32_t next_sibling(std::int32_t a) const { return sibling(a, 1); }
    std::int32_t previous_sibling(std::int32_t a) const { return sibling(a, -1); }
    /// True when it and everything above it are available children of their parents.
    bool reachable(std::int32_t a) const;
    /// True when `a` stands after `b` in a walk over the available children. Neither may be above
    /// the other.
    bool after(std::int32_t a, std::int32_t b) const;
    /// All activities that can be reached, in reading order.
    std::vector<std::int32_t> reading_order() const;

private:
    struct Node {
        std::int32_t parent = kNone;
        std::int32_t end = 0;  ///< index behind the last descendant
        std::int32_t depth = 0;
        std::int32_t child_count = 0;
        std::int32_t first_slot = 0;  ///< where its block in available_ starts
        std::int32_t available_count = 0;
        std::int32_t position = kNone;
        std::vector<std::int32_t> children;
        ControlModes control;
        bool has_pre_rules = false;
        bool has_attempt_limit = false;
        bool prevents_activation = false;
        bool launchable = false;
    };

    static std::size_t index(std::int32_t a) { return static_cast<std::size_t>(a); }
    const Node& node(std::int32_t a) const { return nodes_[index(a)]; }
    std::int32_t sibling(std::int32_t a, std::int32_t step) const;
    ControlModes control_of(std::int32_t a) const;

    const Course& course_;
    std::vector<Node> nodes_;
    std::vector<std::int32_t> available_;
};

}  // namespace scorm::sequencing
