// Everything about an attempt that changes, with undo: tracking, global objectives, available
// children, the current and the suspended activity.
//
// The processes of the engine read freely and write only through the edit_ functions. Between
// mark() and undo() every change is noted and can be taken back, so a request can be tried out and
// leaves nothing behind. Marks may be nested.
#pragma once

#include "scorm/session.hpp"
#include "sequencing/tracking.hpp"
#include "sequencing/tree.hpp"

#include <string_view>
#include <vector>

namespace scorm::sequencing {

/// Values of an ObjectiveProgress by name, to say which of them content has set.
enum Field : std::uint8_t {
    kSatisfied = 1,
    kMeasure = 2,
    kRaw = 4,
    kMin = 8,
    kMax = 16,
    kCompleted = 32,
    kProgress = 64
};

/// What the content of the delivered activity reported about one objective in this session.
struct Report {
    ObjectiveProgress values;
    std::uint8_t set = 0;  ///< Fields
};

/// A read or write map of an objective, its target resolved to a global objective.
struct MapRef {
    std::int32_t global = kNone;
    const ObjectiveMap* map = nullptr;
};

struct Scalars {
    std::int32_t current = kNone;    ///< Current Activity
    std::int32_t suspended = kNone;  ///< Suspended Activity
    std::uint64_t random = 0;        ///< state of the generator for selection and randomization
    bool suspend_on_exit = false;    ///< cmi.exit of the delivered activity
};

class Store {
public:
    explicit Store(const Course& course);

    const Tree& tree() const { return tree_; }
    Scalars& scalars() { return scalars_; }
    const Scalars& scalars() const { return scalars_; }

    const ActivityTracking& tracking(std::int32_t a) const { return tracking_[at(a)]; }
    ActivityTracking& edit_tracking(std::int32_t a);

    // Local objectives
    std::size_t objective_count(std::int32_t a) const {
        return tree_.sequencing(a).objectives.size();
    }
    const Objective& objective(std::int32_t a, std::size_t o) const {
        return tree_.sequencing(a).objectives[o];
    }
    const ObjectiveProgress& local(std::int32_t a, std::size_t o) const {
        return local_[first_objective_[at(a)] + o];
    }
    ObjectiveProgress& edit_local(std::int32_t a, std::size_t o);
    const std::vector<MapRef>& maps(std::int32_t a, std::size_t o) const {
        return maps_[first_objective_[at(a)] + o];
    }

    // Global objectives
    std::size_t global_count() const { return global_.size(); }
    const std::string& global_id(std::int32_t g) const { return global_ids_[at(g)]; }
    /// kNone when no activity maps to it.
    std::int32_t find_global(std::string_view id) const;
    const ObjectiveProgress& global(std::int32_t g) const { return global_[at(g)]; }
    ObjectiveProgress& edit_global(std::int32_t g);
    /// Activities whose primary objective reads it.
    const std::vector<std::int32_t>& readers(std::int32_t g) const { return readers_[at(g)]; }

    // Reports of the delivered activity's content
    const std::vector<Report>& reports() const { return reports_; }
    std::vector<Report>& edit_reports() { return reports_; }

    void set_available_children(std::int32_t a, const std::vector<std::int32_t>& children);

    struct Mark {
        std::size_t tracking, local, global, children;
        Scalars scalars;
        std::vector<Report> reports;
    };
    Mark mark();
    void undo(const Mark& mark);

    /// Global objectives written since the last call, outside of marks.
    std::vector<std::int32_t> take_changed_globals();

private:
    template <typename T>
    struct Old {
        std::size_t where;
        T value;
    };
    struct OldChildren {
        std::int32_t cluster;
        std::vector<std::int32_t> children;
    };

    static std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }
    void resolve_maps();

    Tree tree_;
    Scalars scalars_;
    std::vector<ActivityTracking> tracking_;
    std::vector<std::size_t> first_objective_;
    std::vector<ObjectiveProgress> local_;
    std::vector<std::vector<MapRef>> maps_;
    std::vector<std::string> global_ids_;  ///< sorted
    std::vector<ObjectiveProgress> global_;
    std::vector<bool> global_changed_;
    std::vector<std::vector<std::int32_t>> readers_;
    std::vector<Report> reports_;

    int marks_ = 0;
    std::vector<Old<ActivityTracking>> old_tracking_;
    std::vector<Old<ObjectiveProgress>> old_local_;
    std::vector<Old<ObjectiveProgress>> old_global_;
    std::vector<OldChildren> old_children_;
};

}  // namespace scorm::sequencing
