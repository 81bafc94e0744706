#include "competency_pages.hpp"

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
    Json rows = Json::array(), options = Json::array();
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
            if (!known)
                options.push_back({{"id", competency.id.text()}, {"name", competency.name}});
        }
    });
    return view(
        "competencies/course-admin",
        {{"course", course->text()}, {"rows", rows}, {"none", rows.empty()}, {"options", options}},
        "", "");
}

Response attach(Request& request, Host& host, catalogue::Courses& courses) {
    const auto course = request.id<catalogue::Course>("course");
    const auto competency = Id<Competency>::parse(request.form()["competency"]);
    if (!competency) throw invalid("competency", request.t("competencies.error-competency"));
    const auto level_text = request.form()["level"];
    const int level = level_text.size() == 1 && level_text[0] > '0' && level_text[0] <= '9'
                          ? level_text[0] - '0'
                          : 0;
    host.db().write([&](Transaction& tx) {
        const auto record = store::competency(tx, *competency);
        if (!record) throw not_found("There is no such competency.");
        if (level > record->levels) throw invalid("level", request.t("competencies.error-level"));
        courses.attach_competency(tx, request.principal(), course, {*competency, level});
    });
    return Response::redirect("/admin/courses/" + course.text() + "?saved=1");
}

Response detach(Request& request, Host& host, catalogue::Courses& courses) {
    const auto course = request.id<catalogue::Course>("course");
    const auto competency = request.id<Competency>("competency");
    host.db().write([&](Transaction& tx) {
        courses.detach_competency(tx, request.principal(), course, competency);
    });
    return Response::redirect("/admin/courses/" + course.text() + "?saved=1");
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
                   [&](Request& q) { return attach(q, host, courses); });
    registrar.post("/admin/courses/{course}/competencies/{competency}/remove",
                   Needs("competencies.define"),
                   [&](Request& q) { return detach(q, host, courses); });
}

}  // namespace tessera::competencies
