// Why people in the middle of a course don't come to its end.
//
// Pure: what is known of an attempt, of the parts over everybody, and the rule give one reason, the
// one to mend first. Nobody is called stuck for being in the middle of the work.
#pragma once

#include "completion.hpp"

#include <array>
#include <vector>

namespace tessera::elearning {

enum class Reason : std::uint8_t {
    None,             ///< on the way
    NoAttemptsLeft,   ///< failed, and there are no attempts left
    Failed,           ///< failed, and may try again
    NoMeasure,        ///< a part is completed by its progress measure alone and reports none
    Unreachable,      ///< what is left can't be opened: hidden, and nothing leads to it
    NeverReports,     ///< was in a part that never says it is completed
    WholeIncomplete,  ///< every part is done, and the course's own rules don't call it completed
    NoScore,          ///< the rule waits for a score and the content gives none
    EndedEarly,       ///< finished the course with something left to do
    Stopped           ///< has not been back for long
};
inline constexpr std::array<std::string_view, 10> kReasonTexts{
    "none",          "no-attempts-left", "failed",   "no-measure",  "unreachable",
    "never-reports", "whole-incomplete", "no-score", "ended-early", "stopped"};

inline std::string_view reason_text(Reason reason) {
    return kReasonTexts[static_cast<std::size_t>(reason)];
}

/// One part that launches something, over everybody on the version.
struct PartFacts {
    std::int32_t activity = 0;
    std::int64_t opened = 0, done = 0;  ///< people
    bool by_measure = false;            ///< adlcp:completionThreshold completedByMeasure
    bool unreachable = false;
};

/// The parts of a course, with nobody in them yet.
std::vector<PartFacts> part_facts(const scorm::Course& course);

struct OpenPart {
    std::int32_t activity = 0;
    scorm::Completion completion = scorm::Completion::Unknown;
};

/// An attempt in progress.
struct Stay {
    AttemptFacts facts;
    std::int32_t part = -1;  ///< the part the learner was in last
    std::int64_t idle_days = 0;
    bool last_attempt = false;
    std::vector<OpenPart> undone;  ///< parts that were opened and are neither completed nor passed
};

struct Stuck {
    Reason reason = Reason::None;
    std::int32_t part = -1;  ///< the part it is about, if it is about one
    friend bool operator==(const Stuck&, const Stuck&) = default;
    friend auto operator<=>(const Stuck&, const Stuck&) = default;
};

/// Days without a sign after which somebody is called stopped.
inline constexpr std::int64_t kStoppedDays = 30;
/// People who must have opened a part before "nobody ever completed it" says something of it.
inline constexpr std::int64_t kEnoughPeople = 3;

/// `parts` by activity.
Stuck why_stuck(const CompletionRule& rule, const std::vector<PartFacts>& parts, const Stay& stay);

}  // namespace tessera::elearning
