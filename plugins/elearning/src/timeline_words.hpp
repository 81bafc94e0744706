// Entries of a timeline in the reader's language.
#pragma once

#include "scorm/course.hpp"
#include "scorm/trace.hpp"
#include "tessera/tessera.hpp"

namespace tessera::elearning {

struct TimelineWords {
    std::string text;  ///< one sentence: "Set the status to completed"
    std::string note;  ///< why, or what came of it; may be empty
    std::string code;  ///< names of the standard: "cmi.score.raw", "UP.2 skip: satisfied"
};

TimelineWords words_of(const Request& request, const scorm::Course& course,
                       const scorm::TraceEntry& entry);

/// The title of a part; its identifier when it has none.
std::string part_title(const scorm::Course& course, std::int32_t activity);

}  // namespace tessera::elearning
