#include "learning_pages.hpp"

#include "tessera_elearning/attempts.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <map>

namespace tessera::enrolment {

namespace {

constexpr int kHistory = 100;

std::string status_name(const Request& request, Status status) {
    return request.t("enrolment.status-" + std::string(status_text(status)));
}

/// "green", "red", "amber" or nothing, the colour of the status badge.
std::string status_colour(Status status) {
    switch (status) {
        case Status::Completed:
        case Status::Attended:
            return "green";
        case Status::Failed:
        case Status::DidNotAttend:
        case Status::Rejected:
            return "red";
        case Status::Waitlisted:
        case Status::Requested:
            return "amber";
        default:
            return "";
    }
}

std::string status_icon(Status status) {
    const std::string colour = status_colour(status);
    if (colour == "green") return "check-circle-fill";
    if (colour == "red") return "x-octagon-fill";
    if (colour == "amber") return "clock-fill";
    if (status == Status::InProgress) return "circle-half";
    return status == Status::Placed ? "circle" : "dash-circle";
}

Json status_data(const Request& request, const EnrolmentRecord& enrolment) {
    const std::string colour = status_colour(enrolment.status);
    return {{"status", status_name(request, enrolment.status)},
            {"colour", colour.empty() ? "" : "ts-st--" + colour},
            {"icon", status_icon(enrolment.status)}};
}

std::optional<Id<catalogue::Course>> course_of(const SlotContext& context) {
    return context.subject == nullptr
               ? std::nullopt
               : Id<catalogue::Course>::parse(context.subject->at("course").get<std::string>());
}

}  // namespace

void LearningPages::declare(Registrar& registrar) {
    registrar.get("/learning", Needs("enrolment.own"), [this](Request& q) { return mine(q); });
    registrar.post("/courses/{course}/enrol", Needs("enrolment.own"),
                   [this](Request& q) { return enrol(q); });
    registrar.post("/enrolments/{enrolment}/withdraw", Needs("enrolment.own"),
                   [this](Request& q) { return withdraw(q); });
    registrar.slot({"course.aside", "enrolment.history", 20, "enrolment.own",
                    [this](SlotContext& context) { return history_on_course(context); }});
    registrar.slot({"course.badges", "enrolment.badge", 20, "enrolment.own",
                    [this](SlotContext& context) { return badge_on_course(context); }});
}

Response LearningPages::mine(Request& request) {
    const auto person = request.principal().person;
    std::vector<EnrolmentRecord> current, ended;
    bool more = false;
    std::map<Id<catalogue::Course>, catalogue::CourseRecord> courses;
    std::map<Id<Enrolment>, elearning::Progress> progress;
    std::vector<Id<catalogue::Course>> playable;
    auto* attempts = host_.find<elearning::Attempts>();
    host_.db().read([&](Reader& reader) {
        current = service_.current(reader, person);
        ended = service_.history(reader, person, kHistory + 1);
        more = ended.size() > kHistory;
        if (more) ended.pop_back();
        std::vector<Id<catalogue::Course>> ids;
        for (const auto& list : {current, ended}) {
            for (const auto& enrolment : list) ids.push_back(enrolment.course);
        }
        for (auto& course : courses_.courses(reader, ids))
            courses.emplace(course.id, std::move(course));
        if (attempts == nullptr) return;
        for (auto& entry : attempts->progress(reader, person))
            progress.emplace(entry.enrolment, entry);
        playable = attempts->playable(reader, ids);
    });

    const auto row_of = [&](const EnrolmentRecord& enrolment) {
        Json row = status_data(request, enrolment);
        const bool plays =
            std::find(playable.begin(), playable.end(), enrolment.course) != playable.end();
        row["id"] = enrolment.id.text();
        row["course"] = enrolment.course.text();
        row["title"] = courses[enrolment.course].title;
        row["plays"] = plays;
        // Reasons the program gives are keys; a person's own words are not.
        row["reason"] = enrolment.reason.starts_with("enrolment.reason-")
                            ? request.t(enrolment.reason)
                            : enrolment.reason;
        row["has_reason"] = !enrolment.reason.empty();
        row["changed"] =
            host_.messages().date(request.locale(), host_.clock().date_of(enrolment.changed));
        row["rail"] = false;
        const auto found = progress.find(enrolment.id);
        if (found != progress.end() && found->second.parts > 0) {
            const auto& [done, parts] = std::pair(found->second.parts_done, found->second.parts);
            row["rail"] = true;
            row["percent"] = done * 100 / parts;
            row["parts"] = request.t("enrolment.parts", {{"done", std::to_string(done)},
                                                         {"count", std::to_string(parts)}});
        }
        return row;
    };
    Json now = Json::array(), before = Json::array();
    bool primary = true;  // one button of the page leads, the first that plays
    for (const auto& enrolment : current) {
        Json row = row_of(enrolment);
        row["primary"] = primary && row["plays"].get<bool>();
        primary = primary && !row["plays"].get<bool>();
        now.push_back(std::move(row));
    }
    for (const auto& enrolment : ended) before.push_back(row_of(enrolment));
    return Response::page(view(
        "enrolment/mine",
        {{"current", now},
         {"ended", before},
         {"nothing", current.empty()},
         {"more",
          more ? request.t("enrolment.history-more", {{"count", std::to_string(kHistory)}}) : ""},
         {"no_history", ended.empty()}},
        request.t("enrolment.mine-title")));
}

Response LearningPages::enrol(Request& request) {
    const auto enrolment =
        service_.enrol_self(request.principal(), request.id<catalogue::Course>("course"));
    if (request.form()["then"] == "play")
        return Response::redirect("/enrolments/" + enrolment.text() + "/play");
    return redirect_with("/learning", note("enrolment.note-enrolled", enrolment));
}

Note LearningPages::note(const char* key, Id<Enrolment> enrolment) {
    std::string title;
    host_.db().read([&](Reader& reader) {
        const auto record = service_.find(reader, enrolment);
        const auto course = record ? courses_.course(reader, record->course) : std::nullopt;
        if (course) title = course->title;
    });
    return {key, {{"course", title}}, "", ""};
}

Response LearningPages::withdraw(Request& request) {
    const auto id = request.id<Enrolment>("enrolment");
    service_.withdraw(request.principal(), id, "enrolment.reason-withdrawn");
    return redirect_with("/learning", note("enrolment.note-withdrawn", id));
}

std::optional<View> LearningPages::history_on_course(SlotContext& context) {
    const auto course = course_of(context);
    if (!course) return std::nullopt;
    Request& request = *context.request;
    Json rows = Json::array();
    const auto ended = host_.db().read([&](Reader& reader) {
        return store::ended(reader, request.principal().person, *course,
                            std::numeric_limits<int>::max());
    });
    if (ended.empty()) return std::nullopt;
    for (const auto& enrolment : ended) {
        Json row = status_data(request, enrolment);
        row["changed"] =
            host_.messages().date(request.locale(), host_.clock().date_of(enrolment.changed));
        rows.push_back(row);
    }
    return view("enrolment/course-history", {{"rows", rows}}, "", "");
}

std::optional<View> LearningPages::badge_on_course(SlotContext& context) {
    const auto course = course_of(context);
    if (!course) return std::nullopt;
    Request& request = *context.request;
    const auto enrolment = host_.db().read([&](Reader& reader) {
        return store::current(reader, request.principal().person, *course);
    });
    if (!enrolment) return std::nullopt;
    return view("enrolment/badge", status_data(request, *enrolment), "", "");
}

}  // namespace tessera::enrolment
