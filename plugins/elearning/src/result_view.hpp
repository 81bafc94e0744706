// Results in words and as JSON.
#pragma once

#include "attempt_store.hpp"
#include "tessera/http.hpp"

namespace tessera::elearning {

/// A fixed-point number as a JSON number with the same digits.
Json number_json(std::optional<std::int64_t> units);
/// {"success", "score", "score_raw", "score_max", "unscaled"}
Json result_json(const Result& result);

/// "85%", "8 of 10, not scaled by the course", or nothing.
std::string score_text(const Request& request, const Result& result);
/// "Passed, 90%"; nothing while the last result is the best one.
std::string best_text(const Request& request, const AttemptRecord& attempt);

}  // namespace tessera::elearning
