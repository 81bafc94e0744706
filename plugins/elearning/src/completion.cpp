#include "completion.hpp"

#include <array>

namespace tessera::elearning {

namespace {

using scorm::Completion;
using scorm::Success;

constexpr std::array<std::string_view, 4> kCompletions{"unknown", "not attempted", "incomplete",
                                                       "completed"};
constexpr std::array<std::string_view, 3> kSuccesses{"unknown", "failed", "passed"};
constexpr std::int64_t kMinute = 60'000;

/// By the pass mark. A low score is a fail only at the end: until then it may grow.
Success by_score(const CompletionRule& rule, const AttemptFacts& facts) {
    const bool final = facts.ended || facts.completion == Completion::Completed ||
                       facts.success != Success::Unknown;
    if (facts.score->units >= *rule.pass_mark * (scorm::Real::kOne / 100)) return Success::Passed;
    return final ? Success::Failed : Success::Unknown;
}

Success success_by(const CompletionRule& rule, const AttemptFacts& facts) {
    if (!rule.pass_mark || !facts.score) return facts.success;
    const bool content_decides =
        rule.when != CompleteWhen::Score && facts.success != Success::Unknown;
    return content_decides ? facts.success : by_score(rule, facts);
}

bool met(const CompletionRule& rule, const AttemptFacts& facts, Success success) {
    switch (rule.when) {
        case CompleteWhen::Reported:
            if (success == Success::Passed && rule.passed_completes) return true;
            if (success == Success::Failed && rule.failed_completes) return true;
            return facts.completion == Completion::Completed;
        case CompleteWhen::Opened:
            return true;
        case CompleteWhen::PartsOpened:
            return facts.parts_opened >= facts.parts;
        case CompleteWhen::PartsDone:
            return facts.parts_done >= facts.parts;
        case CompleteWhen::Score:
            return facts.score && success == Success::Passed;
        case CompleteWhen::Time:
            return rule.minutes && facts.time >= *rule.minutes * kMinute;
    }
    return false;
}

}  // namespace

Judgement judge(const CompletionRule& rule, const AttemptFacts& facts) {
    Judgement result;
    result.success = success_by(rule, facts);
    const bool in_the_way = result.success == Success::Failed && !rule.failed_completes;
    result.complete = !in_the_way && met(rule, facts, result.success);
    // The content's word stays what it is where it counts: a pass may be incomplete.
    const bool ours = result.complete && rule.when != CompleteWhen::Reported;
    result.completion = ours ? Completion::Completed : facts.completion;
    return result;
}

Outcome outcome(const Judgement& judgement, AttemptCount attempts, bool ended) {
    if (judgement.complete) return Outcome::Completed;
    const bool failed = judgement.success == Success::Failed && attempts.last() && ended;
    return failed ? Outcome::Failed : Outcome::InProgress;
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

bool after_fail(Success before, Completion completion, Success success) {
    return before == Success::Failed && success == Success::Unknown &&
           completion != Completion::Completed;
}

std::string_view success_text(scorm::Success success) {
    return kSuccesses[static_cast<std::size_t>(success)];
}

scorm::Completion completion_of(std::string_view text) {
    for (std::size_t i = 0; i < kCompletions.size(); ++i) {
        if (kCompletions[i] == text) return static_cast<Completion>(i);
    }
    return Completion::Unknown;
}

scorm::Success success_of(std::string_view text) {
    for (std::size_t i = 0; i < kSuccesses.size(); ++i) {
        if (kSuccesses[i] == text) return static_cast<Success>(i);
    }
    return Success::Unknown;
}

}  // namespace tessera::elearning
