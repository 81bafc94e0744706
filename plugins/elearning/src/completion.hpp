// What the result of an attempt means: when it is complete, and what comes of it for the enrolment.
//
// By default the content's word counts. A package whose content reports badly gets a rule of its
// own, which is judged anew at each commit; what is complete stays complete.
#pragma once

#include "scorm/session.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tessera::elearning {

/// What makes an attempt complete.
enum class CompleteWhen : std::uint8_t {
    Reported,     ///< the content says so
    Opened,       ///< it was opened
    PartsOpened,  ///< every part was opened
    PartsDone,    ///< every part is completed or passed, whatever the course as a whole says
    Score,        ///< the score reaches the pass mark; it alone decides
    Time          ///< the learner was in it for long enough
};

struct CompletionRule {
    CompleteWhen when = CompleteWhen::Reported;
    /// Percent, 1 to 100. With Score it must be there. Otherwise it decides between passed and
    /// failed where the content gives a score and says neither.
    std::optional<int> pass_mark;
    std::optional<int> minutes;     ///< must be there with Time, and only then
    bool passed_completes = true;   ///< where the content's word counts: a pass is enough
    bool failed_completes = false;  ///< a fail is as good; otherwise it stands in the way
    friend bool operator==(const CompletionRule&, const CompletionRule&) = default;
};

/// What a rule is judged by: the content's own word, and what we saw.
struct AttemptFacts {
    scorm::Completion completion = scorm::Completion::NotAttempted;
    scorm::Success success = scorm::Success::Unknown;
    std::optional<scorm::Real> score;  ///< -1 to 1
    std::int64_t time = 0;             ///< milliseconds in it
    std::int64_t parts = 0, parts_opened = 0, parts_done = 0;
    bool ended = false;  ///< the learner finished the course, or came to its end
};

struct Judgement {
    scorm::Completion completion = scorm::Completion::NotAttempted;
    scorm::Success success = scorm::Success::Unknown;
    bool complete = false;
};

/// Of an attempt that was opened.
Judgement judge(const CompletionRule& rule, const AttemptFacts& facts);

enum class Outcome : std::uint8_t {
    InProgress,
    Completed,
    Failed  ///< and no attempt is left
};

/// How many attempts there may be, and which this one is.
struct AttemptCount {
    std::int64_t number = 1;
    std::int64_t limit = 0;  ///< 0: any number

    bool last() const { return limit > 0 && number >= limit; }
};

/// After a fail the learner may go on and try again, unless it is the end (`ended`) of the last
/// attempt allowed.
Outcome outcome(const Judgement& judgement, AttemptCount attempts, bool ended);

/// -1 to 1 as a whole percentage, halves away from zero.
std::optional<int> percent(std::optional<scorm::Real> scaled);

/// Whether a fail stands: content that has failed and says neither passed nor completed since has
/// not taken it back.
bool after_fail(scorm::Success before, scorm::Completion completion, scorm::Success success);

/// The names of SCORM 2004, as stored and as the API gives them.
std::string_view completion_text(scorm::Completion completion);
std::string_view success_text(scorm::Success success);
/// Unknown for any other text.
scorm::Completion completion_of(std::string_view text);
scorm::Success success_of(std::string_view text);

}  // namespace tessera::elearning
