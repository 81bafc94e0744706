// Any calls of the API in any order, with elements that are nearly right: no crash, one error code for
// each answer, and the server's replay agrees.
#include "playing.hpp"

#include <fuzzer/FuzzedDataProvider.h>
#include <array>
#include <string_view>

namespace {

using namespace scorm;

constexpr std::array<std::string_view, 34> kElements = {
    "cmi.completion_status",
    "cmi.success_status",
    "cmi.score.scaled",
    "cmi.score.raw",
    "cmi.score._children",
    "cmi.progress_measure",
    "cmi.location",
    "cmi.suspend_data",
    "cmi.exit",
    "cmi.session_time",
    "cmi.total_time",
    "cmi.objectives._count",
    "cmi.objectives.0.id",
    "cmi.objectives.1.score.scaled",
    "cmi.objectives.0.success_status",
    "cmi.interactions.0.id",
    "cmi.interactions.0.type",
    "cmi.interactions.1.timestamp",
    "cmi.interactions.0.learner_response",
    "cmi.interactions.0.correct_responses.0.pattern",
    "cmi.interactions.0.objectives.0.id",
    "cmi.interactions.0.result",
    "cmi.comments_from_learner.0.comment",
    "cmi.learner_preference.language",
    "adl.nav.request",
    "adl.nav.request_valid.continue",
    "adl.nav.request_valid.choice.{target=two}",
    "adl.data.0.store",
    "cmi.core.lesson_status",
    "cmi.core.score.raw",
    "cmi.core.session_time",
    "cmi.core.exit",
    "cmi.student_preference.audio",
    "cmi.interactions.0.student_response"};

constexpr std::array<std::string_view, 40> kValues = {"",
                                                      "completed",
                                                      "incomplete",
                                                      "not attempted",
                                                      "unknown",
                                                      "passed",
                                                      "failed",
                                                      "browsed",
                                                      "0",
                                                      "1",
                                                      "-1",
                                                      "0.5",
                                                      "1.0000001",
                                                      "100",
                                                      "999999999",
                                                      "suspend",
                                                      "logout",
                                                      "time-out",
                                                      "normal",
                                                      "PT1H5M3.5S",
                                                      "PT99999999999999H",
                                                      "P1Y2M3DT4H5M6S",
                                                      "00:01:02",
                                                      "9999:99:99.99",
                                                      "2026-11-22T10:00:00Z",
                                                      "2026-02-30T10:00:00.12+01:00",
                                                      "true",
                                                      "choice",
                                                      "matching",
                                                      "numeric",
                                                      "a[,]b[,]c",
                                                      "a[.]b[,]c[.]d",
                                                      "1[:]5",
                                                      "{case_matters=true}{lang=en}word",
                                                      "{target=two}choice",
                                                      "continue",
                                                      "exitAll",
                                                      "correct",
                                                      "urn:x:y",
                                                      "https://example.org/verb"};

Course course(bool scorm_12) {
    Course course;
    course.edition = scorm_12 ? Edition::Scorm12 : Edition::Scorm2004_4;
    for (const char* const name : {"root", "one", "two"}) {
        Activity activity;
        activity.identifier = activity.title = name;
        if (!course.activities.empty()) {
            activity.parent = 0;
            activity.sco = true;
            activity.href = std::string(name) + ".html";
            activity.shared_data = {{"bucket", true, true}};
            activity.mastery_score = scorm_12 ? "80" : "";
        }
        activity.sequencing.control.flow = true;
        Objective primary;
        primary.primary = true;
        Objective second;
        second.id = "second";
        second.maps = {ObjectiveMap{"global"}};
        second.maps[0].write_satisfied = second.maps[0].write_measure = true;
        activity.sequencing.objectives = {primary, second};
        course.activities.push_back(activity);
    }
    return course;
}

std::string text(FuzzedDataProvider& in, const std::string_view* list, std::size_t size) {
    std::string text(list[in.ConsumeIntegralInRange<std::size_t>(0, size - 1)]);
    const int change = in.ConsumeIntegralInRange(0, 7);
    if (change == 1) text += in.ConsumeRandomLengthString(8);
    if (change == 2) text = in.ConsumeRandomLengthString(300);
    if (change == 3 && !text.empty())
        text[in.ConsumeIntegralInRange<std::size_t>(0, text.size() - 1)] =
            in.ConsumeIntegral<char>();
    return text;
}

void move(fuzz::Attempt& attempt) {
    std::int32_t target = -1;
    const Navigation request = attempt.session->pending_navigation(target);
    attempt.session->unload(attempt.tick());
    if (request == Navigation::None)
        attempt.session->navigate(Navigation::Choice, 1, attempt.tick());
    else
        attempt.session->navigate(request, target, attempt.tick());
}

void call(fuzz::Attempt& attempt, FuzzedDataProvider& in) {
    const auto function = static_cast<Function>(in.ConsumeIntegralInRange(0, 7));
    std::string first, second;
    if (function == Function::GetValue || function == Function::SetValue)
        first = text(in, kElements.data(), kElements.size());
    if (function == Function::SetValue) second = text(in, kValues.data(), kValues.size());
    if (function == Function::GetErrorString) first = in.ConsumeRandomLengthString(4);
    const std::string answer(attempt.session->call(function, first, second, attempt.tick()));
    const int error = attempt.session->last_error();
    if (function == Function::SetValue && (answer == "true") != (error == 0))
        attempt.fail("answer and error disagree", first + "=" + second, answer);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider in(data, size);
    const Course played = course(in.ConsumeBool());
    Opening opening;
    opening.learner = {"p1", "Okafor, Amara", "en"};
    opening.tolerances = in.ConsumeBool() ? "trailing-blanks comma-decimals word-case" : "";
    opening.mode = static_cast<Mode>(in.ConsumeIntegralInRange(0, 2));
    fuzz::Attempt attempt(played, opening);
    attempt.session->launch(attempt.tick());
    attempt.session->call(Function::Initialize, "", "", attempt.tick());
    for (int n = 0; n < 200 && in.remaining_bytes() > 0; ++n) {
        const int kind = in.ConsumeIntegralInRange(0, 31);
        if (kind == 0)
            move(attempt);
        else if (kind == 1)
            attempt.commit();
        else if (kind == 2)
            attempt.reopen();
        else
            call(attempt, in);
    }
    attempt.reopen();
    return 0;
}
