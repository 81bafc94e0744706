// The data model of SCORM 1.2 (RTE 3.4). Blank values are legal there, so nearly every element has
// one from the start.
#pragma once

#include "model/elements_2004.hpp"

namespace scorm {

inline constexpr std::string_view kStatusWords = "passed|completed|failed|incomplete|browsed";

inline constexpr auto kElements12 = [] {
    using namespace rows;
    constexpr Real hundred = Real::from_int(100);
    constexpr Real minus_hundred = Real::from_int(-100);
    constexpr auto score = [=](std::string_view path, Effect effect) {
        Element element = with(of(Type::BlankableDecimal, path, kRW, 0, ""), effect);
        element.low = kZero;
        element.high = hundred;
        return element;
    };
    constexpr auto integer = [](std::string_view path, Real low, Real high) {
        Element element = of(Type::Integer, path, kRW, 0, "0");
        element.low = low;
        element.high = high;
        return element;
    };
    return std::to_array<Element>({
        // clang-format off
        group("cmi"),
        with(text("cmi.comments", kRW, 4096, ""), Effect::Append),
        text("cmi.comments_from_lms", kR, 4096, ""),

        group("cmi.core", "student_id,student_name,lesson_location,credit,lesson_status,entry,score,"
              "total_time,lesson_mode,exit,session_time"),
        of(Type::Identifier, "cmi.core.student_id", kR, 255, ""),
        text("cmi.core.student_name", kR, 255, ""),
        text("cmi.core.lesson_location", kRW, 255, ""),
        words("cmi.core.credit", kR, "credit|no-credit", "credit"),
        with(words("cmi.core.lesson_status", kRW, kStatusWords, "not attempted"), Effect::Status12),
        words("cmi.core.entry", kR, "ab-initio|resume|", ""),
        group("cmi.core.score", "raw,min,max"),
        score("cmi.core.score.raw", Effect::Raw),
        score("cmi.core.score.min", Effect::Min),
        score("cmi.core.score.max", Effect::Max),
        of(Type::Timespan, "cmi.core.total_time", kR, 0, "0000:00:00"),
        words("cmi.core.lesson_mode", kR, "browse|normal|review", "normal"),
        words("cmi.core.exit", kW, "time-out|suspend|logout|", ""),
        of(Type::Timespan, "cmi.core.session_time", kW),

        array("cmi.interactions", "id,objectives,time,type,correct_responses,weighting,student_response,"
              "result,latency", 1000),
        with(of(Type::Identifier, "cmi.interactions.n.id", kW, 255), Effect::Record),
        array("cmi.interactions.n.objectives", "", 100),
        with(of(Type::Identifier, "cmi.interactions.n.objectives.n.id", kW, 255), Effect::Record),
        with(of(Type::ClockTime, "cmi.interactions.n.time", kW), Effect::Record),
        with(words("cmi.interactions.n.type", kW,
              "true-false|choice|fill-in|matching|performance|sequencing|likert|numeric"), Effect::Record),
        array("cmi.interactions.n.correct_responses", "", 100),
        with(of(Type::Feedback, "cmi.interactions.n.correct_responses.n.pattern", kW, 4096), Effect::Record),
        with(of(Type::BlankableDecimal, "cmi.interactions.n.weighting", kW), Effect::Record),
        with(of(Type::Feedback, "cmi.interactions.n.student_response", kW, 4096), Effect::Record),
        with(result("cmi.interactions.n.result", kW, "correct|wrong|unanticipated|neutral"), Effect::Record),
        with(of(Type::Timespan, "cmi.interactions.n.latency", kW), Effect::Record),

        text("cmi.launch_data", kR, 4096, ""),

        array("cmi.objectives", "id,score,status", 500),
        with(of(Type::Identifier, "cmi.objectives.n.id", kRW, 255, ""), Effect::Record),
        group("cmi.objectives.n.score", "raw,min,max"),
        score("cmi.objectives.n.score.raw", Effect::Record),
        score("cmi.objectives.n.score.min", Effect::Record),
        score("cmi.objectives.n.score.max", Effect::Record),
        with(words("cmi.objectives.n.status", kRW, "passed|completed|failed|incomplete|browsed|not attempted",
              "not attempted"), Effect::Record),

        group("cmi.student_data", "mastery_score,max_time_allowed,time_limit_action"),
        of(Type::BlankableDecimal, "cmi.student_data.mastery_score", kR, 0, ""),
        of(Type::Timespan, "cmi.student_data.max_time_allowed", kR, 0, ""),
        words("cmi.student_data.time_limit_action", kR,
              "exit,message|exit,no message|continue,message|continue,no message|", ""),

        group("cmi.student_preference", "audio,language,speed,text"),
        integer("cmi.student_preference.audio", kMinusOne, hundred),
        text("cmi.student_preference.language", kRW, 255, ""),
        integer("cmi.student_preference.speed", minus_hundred, hundred),
        integer("cmi.student_preference.text", kMinusOne, kOne),

        text("cmi.suspend_data", kRW, 4096, ""),
        // clang-format on
    });
}();

}  // namespace scorm
