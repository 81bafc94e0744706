#include "version_compare.hpp"

#include <algorithm>

namespace tessera::elearning {

namespace {

bool same_objective(const scorm::Objective& a, const scorm::Objective& b) { return a.id == b.id; }

bool same_activity(const scorm::Activity& a, const scorm::Activity& b) {
    const auto& one = a.sequencing.objectives;
    const auto& other = b.sequencing.objectives;
    return a.identifier == b.identifier && a.parent == b.parent && a.leaf() == b.leaf() &&
           a.sco == b.sco &&
           std::equal(one.begin(), one.end(), other.begin(), other.end(), same_objective);
}

}  // namespace

bool same_structure(const scorm::Course& from, const scorm::Course& to) {
    return from.edition == to.edition &&
           std::equal(from.activities.begin(), from.activities.end(), to.activities.begin(),
                      to.activities.end(), same_activity);
}

}  // namespace tessera::elearning
