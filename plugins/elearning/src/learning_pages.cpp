#include "learning_pages.hpp"

#include "completion.hpp"

#include <nlohmann/json.hpp>

#include <limits>

namespace tessera::elearning {

namespace {

std::optional<Id<catalogue::Course>> course_of(const SlotContext& context) {
    return context.subject == nullptr
               ? std::nullopt
               : Id<catalogue::Course>::parse(context.subject->at("course").get<std::string>());
}

/// Enrolments of one person that are looked through for one on the course.
constexpr int kHistory = std::numeric_limits<int>::max();  // all of it

std::string or_else(std::string_view text, const char* missing) {
    return text.empty() ? missing : std::string(text);
}

/// What a rule asks of the learner, where the content does not say it.
std::string rule_for_learner(const Request& request, const CompletionRule& rule) {
    if (rule.minutes)
        return request.t("elearning.way-time", {{"count", std::to_string(*rule.minutes)}});
    if (!rule.pass_mark) return {};
    return request.t("elearning.way-pass", {{"percent", std::to_string(*rule.pass_mark)}});
}

}  // namespace

std::string LearningPages::day(const Request& request, Instant at) const {
    return host_.messages().date(request.locale(), host_.clock().date_of(at));
}

void LearningPages::declare(Registrar& registrar) {
    const Access access = Needs("elearning.play");
    registrar.get("/enrolments/{enrolment}/play", access,
                  [this](Request& q) { return play_page(q); });
    registrar.post("/enrolments/{enrolment}/play", access, [this](Request& q) {
        return play(q, or_else(q.form()["attempt"], "resume"), or_else(q.form()["mode"], "normal"));
    });
    registrar.get("/enrolments/{enrolment}/new-attempt", access,
                  [this](Request& q) { return new_attempt(q); });
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
                "\"resume\" goes on with the latest attempt, \"new\" begins another", false},
               {"mode", "string",
                "\"normal\" records, and looks again when the attempt is completed; \"review\" "
                "looks again at the latest completed attempt and "
                "\"browse\" looks around, and neither changes anything",
                false}})
        .returns(200,
                 "The address, which needs no other sign-in, the attempt and the mode it opens in")
        .returns(404, "There is no such enrolment, or it is somebody else's")
        .returns(409, "It can't be played: no place, ended, no attempts left, nothing to review")
        .returns(422, "There is no such mode, or it has no such attempt");
    registrar
        .get("/api/v1/attempts/{attempt}", Needs("elearning.results"),
             [this](Request& q) {
                 return Response::json(service_.details(q.principal(), q.id<Attempt>("attempt")));
             })
        .summary("One attempt: status, score, time, and the same for each activity")
        .returns(200, "The attempt")
        .returns(404, "There is none, or its results are not for you to see");
}

Launched LearningPages::launched(Request& request, const std::string& attempt,
                                 const std::string& mode) {
    if (attempt != "resume" && attempt != "new")
        throw invalid("attempt", "Send \"resume\" or \"new\".");
    const auto enrolment = request.id<enrolment::Enrolment>("enrolment");
    const Principal& principal = request.principal();
    if (mode != "normal" && mode != "browse" && mode != "review")
        throw invalid("mode", "Send \"normal\", \"browse\" or \"review\".");
    if (mode != "normal" && attempt == "new")
        throw invalid("attempt", "A new attempt is played in the mode \"normal\".");
    const bool again =
        mode == "normal" && attempt == "resume" && service_.opens_in_review(principal, enrolment);
    if (mode == "normal" && !again)
        return service_.launch(principal, enrolment, attempt == "new", request.locale());
    const auto wanted = mode == "browse" ? scorm::Mode::Browse : scorm::Mode::Review;
    return rehearsals_.look(principal, enrolment, wanted, request.locale());
}

Response LearningPages::play(Request& request, const std::string& attempt,
                             const std::string& mode) {
    return Response::redirect(launched(request, attempt, mode).url);
}

/// Where links of mails and bookmarks lead. Opening a page starts nothing: that takes a button. Who
/// comes from a page of this site has pressed it there.
Response LearningPages::play_page(Request& request) {
    const auto id = request.id<enrolment::Enrolment>("enrolment");
    Json data{{"enrolment", id.text()},
              {"at_once", request.header("Sec-Fetch-Site") == "same-origin"}};
    std::string title;
    host_.db().read([&](Reader& reader) {
        const auto enrolment = service_.playable_enrolment(reader, request.principal(), id);
        const auto course = courses_.course(reader, enrolment.course);
        title = course ? course->title : "";
        data["course"] = enrolment.course.text();
    });
    data["title"] = title;
    return Response::page(view("elearning/play", std::move(data), title));
}

Response LearningPages::launch(Request& request) {
    std::string attempt = "resume", mode = "normal";
    if (request.header("Content-Length").value_or("0") != "0" ||
        request.header("Transfer-Encoding")) {
        const Json& body = request.json();
        if (!body.is_object() || (body.contains("attempt") && !body["attempt"].is_string()))
            throw invalid("attempt", "Send {\"attempt\": \"resume\"} or {\"attempt\": \"new\"}.");
        if (body.contains("mode") && !body["mode"].is_string())
            throw invalid("mode", "Send {\"mode\": \"normal\"}, \"browse\" or \"review\".");
        attempt = body.value("attempt", attempt);
        mode = body.value("mode", mode);
    }
    const Launched result = launched(request, attempt, mode);
    return Response::json({{"url", result.url},
                           {"attempt", result.attempt ? Json(result.attempt.text()) : Json()},
                           {"mode", result.mode}});
}

/// What a new attempt means, before it begins. An enrolment that has ended is not taken up again:
/// its result would count for nothing, so the course is taken in a new one.
Response LearningPages::new_attempt(Request& request) {
    const auto id = request.id<enrolment::Enrolment>("enrolment");
    enrolment::EnrolmentRecord enrolment;
    std::optional<PackageRecord> package;
    std::optional<AttemptRecord> latest, completed;
    std::string title;
    host_.db().read([&](Reader& reader) {
        enrolment = service_.playable_enrolment(reader, request.principal(), id);
        package = store::published_of_course(reader, enrolment.course);
        if (!package) throw no_package();
        latest = store::latest_attempt(reader, id);
        completed = store::completed_attempt(reader, id);
        const auto course = courses_.course(reader, enrolment.course);
        title = course ? course->title : "";
    });
    const bool ended = enrolment::ended(enrolment.status);
    const std::int64_t used = latest ? latest->used() : 0;
    const std::int64_t left = package->attempt_limit - used;
    const bool limited = !ended && package->attempt_limit > 0;
    return Response::page(
        view("elearning/new-attempt",
             {{"title", title},
              {"course", enrolment.course.text()},
              {"enrolment", id.text()},
              {"ended", ended},
              {"may", !limited || left > 0},
              {"limited", limited},
              {"left", request.t("elearning.new-attempt-left", {{"count", std::to_string(left)}})},
              {"completed", bool(completed)},
              {"kept", completed ? request.t("elearning.new-attempt-completed",
                                             {{"date", day(request, *completed->completed)}})
                                 : request.t("elearning.new-attempt-kept")},
              {"action", ended ? "/courses/" + enrolment.course.text() + "/enrol"
                               : "/enrolments/" + id.text() + "/play"}},
             request.t("elearning.new-attempt")));
}

std::optional<View> LearningPages::way(SlotContext& context) {
    const auto course = course_of(context);
    Request& request = *context.request;
    const auto person = request.principal().person;
    if (!course || !person) return std::nullopt;
    std::optional<PackageRecord> package;
    std::optional<AttemptRecord> attempt, completed;
    Id<enrolment::Enrolment> enrolment, ended;
    int minutes = 0;
    CompletionRule rule;
    host_.db().read([&](Reader& reader) {
        package = store::published_of_course(reader, *course);
        if (!package) return;
        rule = rules_.rule(reader, package->id);
        const auto record = courses_.course(reader, *course);
        minutes = record ? record->minutes : 0;
        for (const auto& current : enrolments_.current(reader, person)) {
            if (current.course == *course) enrolment = current.id;
        }
        if (enrolment) {
            attempt = store::latest_attempt(reader, enrolment);
            completed = store::completed_attempt(reader, enrolment);
            return;
        }
        for (const auto& past : enrolments_.history(reader, person, kHistory)) {
            if (past.course != *course || past.status != enrolment::Status::Completed) continue;
            completed = store::completed_attempt(reader, past.id);
            ended = past.id;
            break;
        }
    });
    if (!package) return std::nullopt;
    const bool begun = attempt && attempt->commit_number > 0;
    const bool failed =
        begun && !attempt->completed && success_of(attempt->success) == scorm::Success::Failed;
    const bool again =
        failed && (package->attempt_limit == 0 || attempt->used() < package->attempt_limit);
    const std::string count = std::to_string(begun ? attempt->parts : 0);
    return view(
        "elearning/way",
        {{"title", context.subject->at("title")},
         {"text", minutes == 0
                      ? request.t("elearning.way-text")
                      : request.t("elearning.way-minutes", {{"count", std::to_string(minutes)}})},
         {"rule", rule_for_learner(request, rule)},
         {"rail", begun && !failed && attempt->parts > 1},
         {"percent", begun && attempt->parts > 0 ? attempt->parts_done * 100 / attempt->parts : 0},
         {"parts",
          request.t("elearning.way-progress",
                    {{"done", std::to_string(begun ? attempt->parts_done : 0)}, {"count", count}})},
         {"failed", failed},
         {"completed", completed ? Json(request.t("elearning.way-completed",
                                                  {{"date", day(request, *completed->completed)}}))
                                 : Json(false)},
         {"look",
          completed ? Json("/enrolments/" + completed->enrolment.text() + "/play") : Json(false)},
         {"anew", completed && !enrolment ? Json("/enrolments/" + ended.text() + "/new-attempt")
                                          : Json(false)},
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
