// The data model of SCORM 2004 (RTE 4.2) with adl.nav (SN 5.6) and adl.data (RTE 4.3). Its lengths
// and counts are the least that must be possible (smallest permitted maximum, RTE 4.1.1.3), so
// content that needs more gets room beyond them. The 4th edition brought adl.data and jump, and lets
// objectives report more than success and scaled score to sequencing.
#pragma once

#include "model/elements.hpp"

namespace scorm {

// Shorthands for the table below.
namespace rows {

inline constexpr Access kR = Access::ReadOnly;
inline constexpr Access kW = Access::WriteOnly;
inline constexpr Access kRW = Access::ReadWrite;
// Ten digits before the point: real(10,7).
inline constexpr Real kMin = Real::from_int(-9'999'999'999);
inline constexpr Real kMax = Real::from_int(9'999'999'999);
inline constexpr Real kZero = Real::from_int(0);
inline constexpr Real kOne = Real::from_int(1);
inline constexpr Real kMinusOne = Real::from_int(-1);

constexpr Element group(std::string_view path, std::string_view children = {}) {
    return {.path = path, .type = Type::Group, .words = children};
}
constexpr Element array(std::string_view path, std::string_view children, std::uint32_t limit) {
    return {.path = path, .type = Type::Array, .limit = limit, .words = children};
}
constexpr Element words(std::string_view path, Access access, std::string_view list,
                        std::string_view initial = {}) {
    return {.path = path,
            .type = Type::Vocabulary,
            .access = access,
            .words = list,
            .initial = initial};
}
constexpr Element text(std::string_view path, Access access, std::uint32_t limit,
                       std::string_view initial = {}) {
    return {.path = path, .type = Type::Text, .access = access, .limit = limit, .initial = initial};
}
constexpr Element number(std::string_view path, Access access, Real low, Real high,
                         std::string_view initial = {}) {
    return {.path = path,
            .type = Type::Real,
            .access = access,
            .initial = initial,
            .low = low,
            .high = high};
}
constexpr Element of(Type type, std::string_view path, Access access, std::uint32_t limit = 0,
                     std::string_view initial = {}) {
    return {.path = path, .type = type, .access = access, .limit = limit, .initial = initial};
}
constexpr Element result(std::string_view path, Access access, std::string_view list) {
    return {.path = path, .type = Type::Result, .access = access, .words = list};
}
/// `targeted` are the requests that name an activity.
constexpr Element navigation(std::string_view targeted) {
    return {.path = "adl.nav.request",
            .type = Type::Navigation,
            .access = kRW,
            .limit = 16'000,
            .words = targeted,
            .initial = "_none_"};
}
constexpr Element with(Element element, Effect effect) {
    element.effect = effect;
    return element;
}
constexpr Element after(Needs needs, Element element) {
    element.needs = needs;
    if (element.effect == Effect::None) element.effect = Effect::Record;
    return element;
}
constexpr Element fixed(Element element) {
    element.fixed = true;
    return element;
}
constexpr Element unique(Element element) {
    element.unique = true;
    element.effect = Effect::Record;
    return element;
}
constexpr Element before_4th(Element element) {
    element.last = Edition::Scorm2004_3;
    return element;
}
constexpr Element since_4th(Element element) {
    element.first = Edition::Scorm2004_4;
    return element;
}

}  // namespace rows

inline constexpr std::string_view kCompletionWords = "completed|incomplete|not attempted|unknown";
inline constexpr std::string_view kSuccessWords = "passed|failed|unknown";
inline constexpr std::string_view kInteractionTypes =
    "true-false|choice|fill-in|long-fill-in|matching|performance|sequencing|likert|numeric|other";

/// Characters that are taken where the specification asks for `smallest_permitted_maximum`.
constexpr std::uint32_t spm(std::uint32_t smallest_permitted_maximum) {
    return 4 * smallest_permitted_maximum;
}

/// Longest response that the counts and lengths of RTE 4.2.9 allow (performance: 125 steps).
inline constexpr std::uint32_t kResponseLimit = spm(64'000);

inline constexpr auto kElements2004 = [] {
    using namespace rows;
    return std::to_array<Element>({
        // clang-format off
        group("cmi"),

        array("cmi.comments_from_learner", "comment,location,timestamp", 1000),
        with(of(Type::LocalizedText, "cmi.comments_from_learner.n.comment", kRW, spm(4000)), Effect::Record),
        with(text("cmi.comments_from_learner.n.location", kRW, spm(250)), Effect::Record),
        with(of(Type::Timestamp, "cmi.comments_from_learner.n.timestamp", kRW), Effect::Record),

        array("cmi.comments_from_lms", "comment,location,timestamp", 1000),
        of(Type::LocalizedText, "cmi.comments_from_lms.n.comment", kR, spm(4000)),
        text("cmi.comments_from_lms.n.location", kR, spm(250)),
        of(Type::Timestamp, "cmi.comments_from_lms.n.timestamp", kR),

        with(words("cmi.completion_status", kRW, kCompletionWords, "unknown"), Effect::Completion),
        number("cmi.completion_threshold", kR, kZero, kOne),
        words("cmi.credit", kR, "credit|no-credit", "credit"),
        words("cmi.entry", kR, "ab-initio|resume|", ""),
        words("cmi.exit", kW, "time-out|suspend|logout|normal|", ""),

        array("cmi.interactions", "id,type,objectives,timestamp,correct_responses,weighting,"
              "learner_response,result,latency,description", 1000),
        with(of(Type::LongIdentifier, "cmi.interactions.n.id", kRW, spm(4000)), Effect::Record),
        after(Needs::Id, words("cmi.interactions.n.type", kRW, kInteractionTypes)),
        array("cmi.interactions.n.objectives", "", 100),
        unique(after(Needs::Id, of(Type::LongIdentifier, "cmi.interactions.n.objectives.n.id", kRW, spm(4000)))),
        after(Needs::Id, of(Type::Timestamp, "cmi.interactions.n.timestamp", kRW)),
        array("cmi.interactions.n.correct_responses", "", 100),
        after(Needs::IdAndType, of(Type::Pattern, "cmi.interactions.n.correct_responses.n.pattern", kRW, kResponseLimit)),
        after(Needs::Id, number("cmi.interactions.n.weighting", kRW, kMin, kMax)),
        after(Needs::IdAndType, of(Type::Response, "cmi.interactions.n.learner_response", kRW, kResponseLimit)),
        after(Needs::Id, result("cmi.interactions.n.result", kRW, "correct|incorrect|unanticipated|neutral")),
        after(Needs::Id, of(Type::TimeInterval, "cmi.interactions.n.latency", kRW)),
        after(Needs::Id, of(Type::LocalizedText, "cmi.interactions.n.description", kRW, spm(250))),

        text("cmi.launch_data", kR, spm(4000)),
        text("cmi.learner_id", kR, spm(4000)),
        of(Type::LocalizedText, "cmi.learner_name", kR, spm(250)),
        group("cmi.learner_preference", "audio_level,language,delivery_speed,audio_captioning"),
        number("cmi.learner_preference.audio_level", kRW, kZero, kMax, "1"),
        of(Type::Language, "cmi.learner_preference.language", kRW, spm(250), ""),
        number("cmi.learner_preference.delivery_speed", kRW, kZero, kMax, "1"),
        words("cmi.learner_preference.audio_captioning", kRW, "-1|0|1", "0"),
        text("cmi.location", kRW, spm(1000)),
        of(Type::TimeInterval, "cmi.max_time_allowed", kR),
        words("cmi.mode", kR, "browse|normal|review", "normal"),

        array("cmi.objectives", "id,score,success_status,completion_status,progress_measure,description", 500),
        fixed(unique(of(Type::LongIdentifier, "cmi.objectives.n.id", kRW, spm(4000)))),
        group("cmi.objectives.n.score", "scaled,raw,min,max"),
        with(after(Needs::Id, number("cmi.objectives.n.score.scaled", kRW, kMinusOne, kOne)), Effect::Scaled),
        before_4th(after(Needs::Id, number("cmi.objectives.n.score.raw", kRW, kMin, kMax))),
        since_4th(with(after(Needs::Id, number("cmi.objectives.n.score.raw", kRW, kMin, kMax)), Effect::Raw)),
        before_4th(after(Needs::Id, number("cmi.objectives.n.score.min", kRW, kMin, kMax))),
        since_4th(with(after(Needs::Id, number("cmi.objectives.n.score.min", kRW, kMin, kMax)), Effect::Min)),
        before_4th(after(Needs::Id, number("cmi.objectives.n.score.max", kRW, kMin, kMax))),
        since_4th(with(after(Needs::Id, number("cmi.objectives.n.score.max", kRW, kMin, kMax)), Effect::Max)),
        with(after(Needs::Id, words("cmi.objectives.n.success_status", kRW, kSuccessWords, "unknown")), Effect::Success),
        before_4th(after(Needs::Id, words("cmi.objectives.n.completion_status", kRW, kCompletionWords, "unknown"))),
        since_4th(with(after(Needs::Id, words("cmi.objectives.n.completion_status", kRW, kCompletionWords, "unknown")), Effect::Completion)),
        before_4th(after(Needs::Id, number("cmi.objectives.n.progress_measure", kRW, kZero, kOne))),
        since_4th(with(after(Needs::Id, number("cmi.objectives.n.progress_measure", kRW, kZero, kOne)), Effect::Progress)),
        after(Needs::Id, of(Type::LocalizedText, "cmi.objectives.n.description", kRW, spm(250))),

        with(number("cmi.progress_measure", kRW, kZero, kOne), Effect::Progress),
        number("cmi.scaled_passing_score", kR, kMinusOne, kOne),
        group("cmi.score", "scaled,raw,min,max"),
        with(number("cmi.score.scaled", kRW, kMinusOne, kOne), Effect::Scaled),
        with(number("cmi.score.raw", kRW, kMin, kMax), Effect::Raw),
        with(number("cmi.score.min", kRW, kMin, kMax), Effect::Min),
        with(number("cmi.score.max", kRW, kMin, kMax), Effect::Max),
        of(Type::TimeInterval, "cmi.session_time", kW),
        with(words("cmi.success_status", kRW, kSuccessWords, "unknown"), Effect::Success),
        text("cmi.suspend_data", kRW, spm(64'000)),
        words("cmi.time_limit_action", kR, "continue,message|continue,no message|exit,message|exit,no message",
              "continue,no message"),
        of(Type::TimeInterval, "cmi.total_time", kR, 0, "PT0H0M0S"),

        group("adl"),
        since_4th(array("adl.data", "id,store", 1000)),
        since_4th(of(Type::LongIdentifier, "adl.data.n.id", kR, spm(4000))),
        since_4th(with(text("adl.data.n.store", kRW, spm(64'000)), Effect::Shared)),
        group("adl.nav"),
        before_4th(navigation("choice")),
        since_4th(navigation("choice|jump")),
        group("adl.nav.request_valid"),
        words("adl.nav.request_valid.continue", kR, "true|false|unknown", "unknown"),
        words("adl.nav.request_valid.previous", kR, "true|false|unknown", "unknown"),
        // clang-format on
    });
}();

}  // namespace scorm
