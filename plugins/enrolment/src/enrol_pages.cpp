#include "enrol_pages.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace tessera::enrolment {

namespace {

constexpr int kFound = 100;
constexpr int kCourses = 500;
constexpr std::size_t kAtOnce = 500;

}  // namespace

void EnrolPages::declare(Registrar& registrar) {
    registrar.get("/admin/enrol", Needs("enrolment.manage"),
                  [this](Request& q) { return choose(q); });
    registrar.post("/admin/enrol", Needs("enrolment.manage"),
                   [this](Request& q) { return enrol(q); });
    registrar.slot({"course.admin", "enrolment.enrol", 40, "enrolment.manage",
                    [](SlotContext& context) -> std::optional<View> {
                        return view("enrolment/course-admin",
                                    {{"course", context.subject->at("course")}}, "", "");
                    }});
}

Response EnrolPages::choose(Request& request) {
    return page(request, std::string(request.query("course").value_or("")),
                std::string(request.query("q").value_or("")).substr(0, 200),
                std::string(request.query("unit").value_or("")), {}, Json::array());
}

Response EnrolPages::enrol(Request& request) {
    const Form& form = request.form();
    const auto course = Id<catalogue::Course>::parse(form["course"]);
    std::vector<Id<Person>> people;
    for (const auto text : form.all("person")) {
        if (const auto person = Id<Person>::parse(text)) people.push_back(*person);
    }
    std::vector<FieldError> errors;
    if (!course) errors.push_back({"course", request.t("enrolment.error-course")});
    if (people.empty()) errors.push_back({"person", request.t("enrolment.error-people")});
    if (people.size() > kAtOnce)
        errors.push_back({"person", request.t("enrolment.error-too-many")});
    const std::string text(form["q"]), unit(form["unit"]);
    if (!errors.empty())
        return page(request, std::string(form["course"]), text, unit, errors, Json::array());

    Json done = Json::array();
    for (const auto& result : service_.enrol_many(request.principal(), people, *course)) {
        done.push_back({{"name", result.name},
                        {"refusal", result.refusal},
                        {"enrolled", result.refusal.empty()}});
    }
    return page(request, course->text(), text, unit, {}, done);
}

Response EnrolPages::page(Request& request, const std::string& course, const std::string& text,
                          const std::string& unit, const std::vector<FieldError>& errors,
                          const Json& done) {
    const Principal& principal = request.principal();
    Json courses = Json::array(), units = Json::array(), found = Json::array();
    host_.db().read([&](Reader& reader) {
        for (const auto& record : courses_.search(reader, principal, "", kCourses)) {
            courses.push_back({{"id", record.id.text()},
                               {"title", record.title},
                               {"selected", record.id.text() == course}});
        }
        for (const auto& record : people_.units(reader)) {
            const auto depth = std::count(record.path.begin(), record.path.end(), '/');
            std::string indent;
            for (auto level = depth; level > 2; --level) indent += "\u2003";
            units.push_back({{"id", record.id.text()},
                             {"name", indent + record.name},
                             {"selected", record.id.text() == unit}});
        }
        // Whoever takes a unit takes everybody in it, and leaves out some.
        const bool whole_unit = request.method() == Method::Get && !unit.empty();
        std::set<std::string_view> ticked;
        if (!errors.empty()) {
            for (const auto person : request.form().all("person")) ticked.insert(person);
        }
        const auto add = [&](Id<Person> person, const std::string& name,
                             const std::string& detail) {
            if (found.size() < kAtOnce && service_.may_manage(reader, principal, person)) {
                found.push_back({{"id", person.text()},
                                 {"name", name},
                                 {"detail", detail},
                                 {"ticked", whole_unit || ticked.count(person.text()) != 0}});
            }
        };
        if (const auto id = Id<people::Unit>::parse(unit)) {
            for (const auto& employment : people_.employed_in(reader, *id, host_.clock().today())) {
                const auto person = people_.person(reader, employment.person);
                if (person)
                    add(person->id, person->full_name(),
                        employment.job_role_name + ", " + employment.unit_name);
            }
        } else if (!text.empty()) {
            for (const auto& person : people_.search(reader, text, kFound)) {
                add(person.id, person.full_name(), person.email);
            }
        }
    });
    Json error_list = Json::array();
    bool course_error = false, people_error = false;
    for (const auto& error : errors) {
        error_list.push_back(
            {{"field", error.field == "person" ? "q" : error.field}, {"message", error.message}});
        course_error = course_error || error.field == "course";
        people_error = people_error || error.field == "person";
    }
    int enrolled = 0;
    for (const auto& entry : done) enrolled += entry["enrolled"].get<bool>() ? 1 : 0;
    const bool asked = !text.empty() || !unit.empty();
    return Response::page(
        view(
            "enrolment/enrol",
            {{"courses", courses},
             {"units", units},
             {"found", found},
             {"course", course},
             {"unit", unit},
             {"q", text},
             {"any", !found.empty()},
             {"none", asked && found.empty()},
             {"has_errors", !errors.empty()},
             {"errors", error_list},
             {"course_error", course_error},
             {"people_error", people_error},
             {"done", done},
             {"has_done", !done.empty()},
             {"done_text", request.t("enrolment.enrolled", {{"count", std::to_string(enrolled)}})}},
            request.t("enrolment.enrol-title")),
        errors.empty() ? 200 : 422);
}

}  // namespace tessera::enrolment
