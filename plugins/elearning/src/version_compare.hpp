// What another version of a package means for somebody who is in the middle of one.
#pragma once

#include "scorm/course.hpp"

namespace tessera::elearning {

/// True when a state of the one fits the other: the same standard, and the same activities with the
/// same objectives in the same tree, in the same order. States name activities and objectives by
/// where they stand, so nothing less will do. What is in the activities may differ.
bool same_structure(const scorm::Course& from, const scorm::Course& to);

}  // namespace tessera::elearning
