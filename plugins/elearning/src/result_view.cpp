#include "result_view.hpp"

#include "completion.hpp"

#include <nlohmann/json.hpp>

namespace tessera::elearning {

Json number_json(std::optional<std::int64_t> units) {
    if (!units) return nullptr;
    return Json::parse(scorm::Real{*units}.text());
}

Json result_json(const Result& result) {
    return {{"success", success_text(result.success)},
            {"score", number_json(result.score)},
            {"score_raw", number_json(result.raw)},
            {"score_max", number_json(result.max)},
            {"unscaled", result.unscaled()}};
}

std::string score_text(const Request& request, const Result& result) {
    if (result.score) return std::to_string(*percent(scorm::Real{*result.score})) + "%";
    if (!result.raw) return {};
    const std::string raw = scorm::Real{*result.raw}.text();
    if (!result.max) return request.t("elearning.score-points-unscaled", {{"points", raw}});
    return request.t("elearning.score-of-unscaled",
                     {{"points", raw}, {"most", scorm::Real{*result.max}.text()}});
}

std::string best_text(const Request& request, const AttemptRecord& attempt) {
    if (!better(attempt.best, attempt.last())) return {};
    const std::string score = score_text(request, attempt.best);
    if (attempt.best.success == scorm::Success::Unknown) return score;
    const std::string word =
        request.t("elearning.timeline-word-" + std::string(success_text(attempt.best.success)));
    return score.empty() ? word : word + ", " + score;
}

}  // namespace tessera::elearning
