// The course that the tests of the session play.
#pragma once

#include "scorm/session.hpp"

namespace scorm {

inline Activity activity(std::string id, std::int32_t parent) {
    Activity out;
    out.identifier = std::move(id);
    out.parent = parent;
    out.sequencing.objectives.push_back({"", true, false, Real::from_int(1), {}});
    if (parent >= 0) {
        out.sco = true;
        out.href = out.identifier + ".html";
    } else {
        out.sequencing.control.flow = true;
    }
    return out;
}

inline Course two_scos(Edition edition = Edition::Scorm2004_4) {
    Course course;
    course.edition = edition;
    course.activities = {activity("org", -1), activity("one", 0), activity("two", 0)};
    return course;
}

}  // namespace scorm
