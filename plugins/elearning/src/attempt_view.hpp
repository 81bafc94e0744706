// An attempt as the REST API shows it.
#pragma once

#include "course_cache.hpp"
#include "play_store.hpp"

namespace tessera::elearning {

Json attempt_json(const StoredAttempt& attempt, const LoadedCourse& course,
                  const std::vector<InteractionRecord>& interactions);

}  // namespace tessera::elearning
