#include "competency_pages.hpp"

#include "tessera/sealed.hpp"

#include <nlohmann/json.hpp>

namespace tessera::competencies {

namespace {

std::optional<Id<catalogue::Course>> course_of(const SlotContext& context) {
    return Id<catalogue::Course>::parse(context.subject->at("course").get<std::string>());
}

/// "What you get": what the course awards, until when the person holds it, and what passing now
/// gives.
std::optional<View> what_you_get(SlotContext& context, Host& host, CompetencyService& service,
                                 catalogue::Courses& courses) {
    const auto course = course_of(context);
    if (!course) return std::nullopt;
    Request& request = *context.request;
    const Date today = host.clock().today();
    Json rows = Json::array();
    host.db().read([&](Reader& reader) {
        const auto awarded = courses.competencies(reader, *course);
        if (awarded.empty()) return;
        const auto holdings = service.holdings(reader, request.principal().person);
        for (const auto& entry : awarded) {
            const auto competency = store::competency(reader, entry.competency);
            if (!competency) continue;
            const Holding* held = answering(holdings, entry.competency, entry.level);
            const auto next = expiry(today, competency->renewal_months,
                                     held == nullptr ? std::nullopt : held->expires);
            const auto date = [&](Date day) { return host.messages().date(request.locale(), day); };
            rows.push_back({{"name", competency->name},
                            {"framework", competency->framework},
                            {"renewal", renewal_text(request, competency->renewal_months)},
                            {"held", held != nullptr},
                            {"held_until", held == nullptr ? ""
                                           : held->expires ? date(*held->expires)
                                                           : request.t("competencies.for-ever")},
                            {"expired", held != nullptr && held->expires && *held->expires < today},
                            {"next", next ? date(*next) : request.t("competencies.for-ever")}});
        }
    });
    if (rows.empty()) return std::nullopt;
    return view("competencies/course-aside", {{"rows", rows}}, "", "");
}

std::optional<View> course_admin(SlotContext& context, Host& host, CompetencyService& service,
                                 catalogue::Courses& courses) {
    const auto course = course_of(context);
    if (!course) return std::nullopt;
    Json rows = Json::array(), options;
    std::vector<CompetencyRecord> others;
    int levels = 0;
    host.db().read([&](Reader& reader) {
        const auto attached = courses.competencies(reader, *course);
        for (const auto& competency : service.all(reader)) {
            bool known = false;
            for (const auto& entry : attached) {
                if (entry.competency != competency.id) continue;
                known = true;
                rows.push_back({{"id", competency.id.text()},
                                {"name", competency.name},
                                {"has_level", entry.level > 0},
                                {"level", entry.level}});
            }
            if (!known) others.push_back(competency);
        }
        options = competency_options(others, "", levels);
    });
    Json data = {{"course", course->text()},
                 {"rows", rows},
                 {"none", rows.empty()},
                 {"competencies", options},
                 {"error_competency", false}};
    add_levels(data, 0, "");
    return view("competencies/course-admin", std::move(data), "", "");
}

constexpr const char* kUndo = "competencies.course-undo";

/// Back to the course, with what was done and, unless `undo` is null, the way back.
Response said(Request& request, Host& host, catalogue::Courses& courses, const char* key,
              Id<catalogue::Course> course, const catalogue::CourseCompetency& entry,
              const Json& undo) {
    std::string title, name;
    host.db().read([&](Reader& reader) {
        if (const auto record = courses.course(reader, course)) title = record->title;
        if (const auto record = store::competency(reader, entry.competency))
            name = name_with_level(request, record->name, entry.level);
    });
    Note note{key, {{"course", title}, {"competency", name}}, "", ""};
    if (!undo.is_null()) {
        note.undo = "/admin/courses/competencies/undo";
        note.sealed = seal(host, request.principal(), kUndo, undo);
    }
    return redirect_with("/admin/courses/" + course.text(), note);
}

Response attach(Request& request, Host& host, CompetencyService& service,
                catalogue::Courses& courses) {
    const auto course = request.id<catalogue::Course>("course");
    const auto competency = Id<Competency>::parse(request.form()["competency"]);
    if (!competency) throw invalid("competency", request.t("competencies.error-competency"));
    const auto level = read_level(request.form()["level"]);
    if (!level) throw invalid("level", request.t("competencies.error-level"));
    host.db().write([&](Transaction& tx) {
        service.attach_to_course(tx, request.principal(), course, {*competency, *level},
                                 request.locale());
    });
    const Json undo = {{"course", course.text()}, {"detach", competency->text()}};
    return said(request, host, courses, "competencies.note-attached", course, {*competency, *level},
                undo);
}

Response detach(Request& request, Host& host, CompetencyService& service,
                catalogue::Courses& courses) {
    const auto course = request.id<catalogue::Course>("course");
    const auto competency = request.id<Competency>("competency");
    int level = 0;
    host.db().write([&](Transaction& tx) {
        for (const auto& entry : courses.competencies(tx, course)) {
            if (entry.competency == competency) level = entry.level;
        }
        service.detach_from_course(tx, request.principal(), course, competency);
    });
    const Json undo = {{"course", course.text()}, {"attach", competency.text()}, {"level", level}};
    return said(request, host, courses, "competencies.note-detached", course, {competency, level},
                undo);
}

Response undo(Request& request, Host& host, CompetencyService& service,
              catalogue::Courses& courses) {
    const auto what = unseal(host, request.principal(), kUndo, request.form()["sealed"]);
    if (!what) throw no_undo(request);
    const auto course = *Id<catalogue::Course>::parse((*what)["course"].get<std::string>());
    const bool attach = what->contains("attach");
    const auto competency =
        *Id<Competency>::parse((*what)[attach ? "attach" : "detach"].get<std::string>());
    const int level = attach ? (*what)["level"].get<int>() : 0;
    host.db().write([&](Transaction& tx) {
        if (attach)
            service.attach_to_course(tx, request.principal(), course, {competency, level},
                                     request.locale());
        else
            service.detach_from_course(tx, request.principal(), course, competency);
    });
    return said(request, host, courses,
                attach ? "competencies.note-attached" : "competencies.note-detached", course,
                {competency, level}, Json());
}

}  // namespace

void declare_course_slots(Registrar& registrar, Host& host, CompetencyService& service,
                          catalogue::Courses& courses) {
    registrar.slot(
        {"course.aside", "competencies.get", 10, "competencies.own",
         [&](SlotContext& context) { return what_you_get(context, host, service, courses); }});
    registrar.slot(
        {"course.admin", "competencies.attach", 20, "competencies.define",
         [&](SlotContext& context) { return course_admin(context, host, service, courses); }});
    registrar.post("/admin/courses/{course}/competencies", Needs("competencies.define"),
                   [&](Request& q) { return attach(q, host, service, courses); });
    registrar.post("/admin/courses/competencies/undo", Needs("competencies.define"),
                   [&](Request& q) { return undo(q, host, service, courses); });
    registrar.post("/admin/courses/{course}/competencies/{competency}/remove",
                   Needs("competencies.define"),
                   [&](Request& q) { return detach(q, host, service, courses); });
}

}  // namespace tessera::competencies
