#include "completion.hpp"

#include <array>

namespace tessera::elearning {

namespace {

constexpr std::array<std::string_view, 4> kCompletions{"unknown", "not attempted", "incomplete",
                                                       "completed"};
constexpr std::array<std::string_view, 3> kSuccesses{"unknown", "failed", "passed"};

}  // namespace

Outcome outcome(scorm::Completion completion, scorm::Success success, AttemptCount attempts,
                bool ended) {
    if (success == scorm::Success::Passed) return Outcome::Completed;
    if (success == scorm::Success::Failed) {
        const bool last = attempts.limit > 0 && attempts.number >= attempts.limit;
        return last && ended ? Outcome::Failed : Outcome::InProgress;
    }
    return completion == scorm::Completion::Completed ? Outcome::Completed : Outcome::InProgress;
}

std::optional<int> percent(std::optional<scorm::Real> scaled) {
    if (!scaled) return std::nullopt;
    const std::int64_t hundredth = scorm::Real::kOne / 100;
    const std::int64_t half = scaled->units < 0 ? -hundredth / 2 : hundredth / 2;
    return static_cast<int>((scaled->units + half) / hundredth);
}

std::string_view completion_text(scorm::Completion completion) {
    return kCompletions[static_cast<std::size_t>(completion)];
}

std::string_view success_text(scorm::Success success) {
    return kSuccesses[static_cast<std::size_t>(success)];
}

scorm::Success success_of(std::string_view text) {
    for (std::size_t i = 0; i < kSuccesses.size(); ++i) {
        if (kSuccesses[i] == text) return static_cast<scorm::Success>(i);
    }
    return scorm::Success::Unknown;
}

}  // namespace tessera::elearning
