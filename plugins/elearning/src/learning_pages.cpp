#include "learning_pages.hpp"

#include "completion.hpp"

#include <nlohmann/json.hpp>

namespace tessera::elearning {

namespace {

std::optional<Id<catalogue::Course>> course_of(const SlotContext& context) {
    return context.subject == nullptr
               ? std::nullopt
               : Id<catalogue::Course>::parse(context.subject->at("course").get<std::string>());
}

}  // namespace

void LearningPages::declare(Registrar& registrar) {
    const Access access = Needs("elearning.play");
    registrar.get("/enrolments/{enrolment}/play", access,
                  [this](Request& q) { return play(q, false); });
    registrar.post("/enrolments/{enrolment}/play", access,
                   [this](Request& q) { return play(q, q.form()["attempt"] == "new"); });
    declare_api(registrar);
    registrar.slot({"course.ways", "elearning.way", 10, "elearning.play",
                    [this](SlotContext& context) { return way(context); }});
    registrar.slot({"course.admin", "elearning.package", 10, "elearning.packages",
                    [this](SlotContext& context) { return package_of_course(context); }});
}

void LearningPages::declare_api(Registrar& registrar) {
    registrar
        .post("/api/v1/enrolments/{enrolment}/launch", Needs("elearning.play"),
              [this](Request& q) { return launch(q); })
        .summary("Get an address that opens the player")
        .body({{"attempt", "string",
                "\"resume\" goes on with the latest attempt, \"new\" begins another", false}})
        .returns(200, "The address, which needs no other sign-in, and the attempt")
        .returns(404, "There is no such enrolment, or it is somebody else's")
        .returns(409, "It can't be played: no place, ended, no attempts left");
    registrar
        .get("/api/v1/attempts/{attempt}", Needs("elearning.results"),
             [this](Request& q) {
                 return Response::json(service_.details(q.principal(), q.id<Attempt>("attempt")));
             })
        .summary("One attempt: status, score, time, and the same for each activity")
        .returns(200, "The attempt")
        .returns(404, "There is none, or its results are not for you to see");
}

Response LearningPages::play(Request& request, bool anew) {
    const Launched launched = service_.launch(
        request.principal(), request.id<enrolment::Enrolment>("enrolment"), anew, request.locale());
    return Response::redirect(launched.url);
}

Response LearningPages::launch(Request& request) {
    std::string attempt = "resume";
    if (request.header("Content-Length").value_or("0") != "0" ||
        request.header("Transfer-Encoding")) {
        const Json& body = request.json();
        if (!body.is_object() || (body.contains("attempt") && !body["attempt"].is_string()))
            throw invalid("attempt", "Send {\"attempt\": \"resume\"} or {\"attempt\": \"new\"}.");
        attempt = body.value("attempt", attempt);
    }
    if (attempt != "resume" && attempt != "new")
        throw invalid("attempt", "Send \"resume\" or \"new\".");
    const Launched launched =
        service_.launch(request.principal(), request.id<enrolment::Enrolment>("enrolment"),
                        attempt == "new", request.locale());
    return Response::json({{"url", launched.url}, {"attempt", launched.attempt.text()}});
}

std::optional<View> LearningPages::way(SlotContext& context) {
    const auto course = course_of(context);
    Request& request = *context.request;
    const auto person = request.principal().person;
    if (!course || !person) return std::nullopt;
    std::optional<PackageRecord> package;
    std::optional<AttemptRecord> attempt;
    Id<enrolment::Enrolment> enrolment;
    int minutes = 0;
    host_.db().read([&](Reader& reader) {
        package = store::package_of_course(reader, *course);
        if (!package) return;
        const auto record = courses_.course(reader, *course);
        minutes = record ? record->minutes : 0;
        for (const auto& current : enrolments_.current(reader, person)) {
            if (current.course == *course) enrolment = current.id;
        }
        if (enrolment) attempt = store::latest_attempt(reader, enrolment);
    });
    if (!package) return std::nullopt;
    const bool begun = attempt && attempt->commit_number > 0;
    const bool failed = begun && success_of(attempt->success) == scorm::Success::Failed;
    const bool again =
        failed && (package->attempt_limit == 0 || attempt->number < package->attempt_limit);
    const std::string count = std::to_string(begun ? attempt->parts : 0);
    return view(
        "elearning/way",
        {{"title", context.subject->at("title")},
         {"text", minutes == 0
                      ? request.t("elearning.way-text")
                      : request.t("elearning.way-minutes", {{"count", std::to_string(minutes)}})},
         {"rail", begun && !failed && attempt->parts > 1},
         {"percent", begun && attempt->parts > 0 ? attempt->parts_done * 100 / attempt->parts : 0},
         {"parts",
          request.t("elearning.way-progress",
                    {{"done", std::to_string(begun ? attempt->parts_done : 0)}, {"count", count}})},
         {"failed", failed},
         {"action", enrolment ? "/enrolments/" + enrolment.text() + "/play"
                              : "/courses/" + course->text() + "/enrol"},
         {"attempt", again ? "new" : "resume"},
         {"button", request.t(again   ? "elearning.try-again"
                              : begun ? "elearning.continue"
                                      : "elearning.start")}},
        "", "");
}

std::optional<View> LearningPages::package_of_course(SlotContext& context) {
    const auto course = course_of(context);
    Request& request = *context.request;
    // The package's own page has all this already.
    constexpr std::string_view kOwnPages = "/admin/packages";
    if (!course || request.path().substr(0, kOwnPages.size()) == kOwnPages) return std::nullopt;
    std::optional<PackageRecord> package;
    VersionRecord version;
    host_.db().read([&](Reader& reader) {
        package = store::package_of_course(reader, *course);
        if (package) version = *store::version(reader, package->version);
    });
    return view(
        "elearning/course-admin",
        {{"course", course->text()},
         {"has_package", bool(package)},
         {"package", package ? package->id.text() : ""},
         {"title", version.title},
         {"edition", version.edition},
         {"parts", request.t("elearning.parts", {{"count", std::to_string(version.parts)}})}},
        "", "");
}

}  // namespace tessera::elearning
