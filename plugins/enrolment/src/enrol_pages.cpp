#include "enrol_pages.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <set>

namespace tessera::enrolment {

namespace {

/// People a search shows; who searches wants somebody, not everybody.
constexpr int kFound = 100;
/// People of a unit that the page lists; all are counted, and enrolled by "everybody who needs it".
constexpr std::size_t kListed = 500;

/// A number in each of the plural forms, for the script that counts ticks: zero, one, two, few,
/// many, other of CLDR in both languages.
constexpr int kPlurals[] = {0, 1, 2, 3, 6, 100};

Json button_words(const Request& request) {
    Json words = Json::array();
    for (const int number : kPlurals)
        words.push_back(request.t("enrolment.enrol-count", {{"count", std::to_string(number)}}));
    return words;
}

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
    const Asked asked{std::string(request.query("course").value_or("")),
                      std::string(request.query("q").value_or("")).substr(0, 200),
                      std::string(request.query("unit").value_or(""))};
    std::vector<FieldError> errors;
    const bool looking = !asked.text.empty() || !asked.unit.empty();
    if (!asked.unit.empty() && !Id<catalogue::Course>::parse(asked.course))
        errors.push_back({"course", request.t("enrolment.error-course")});
    return page(request, asked, looking ? errors : std::vector<FieldError>());
}

Response EnrolPages::enrol(Request& request) {
    const Form& form = request.form();
    const Asked asked{std::string(form["course"]), std::string(form["q"]),
                      std::string(form["unit"])};
    const auto course = Id<catalogue::Course>::parse(asked.course);
    const bool everybody = form.has("everybody");
    std::vector<Id<Person>> people;
    for (const auto text : form.all("person")) {
        if (const auto person = Id<Person>::parse(text)) people.push_back(*person);
    }
    std::vector<FieldError> errors;
    if (!course) errors.push_back({"course", request.t("enrolment.error-course")});
    if (course && everybody) {
        const auto found =
            host_.db().read([&](Reader& reader) { return candidates(reader, request, asked); });
        people.clear();
        for (const Candidate& one : found.people) {
            if (one.needs) people.push_back(one.person);
        }
        int expected = -1;
        const auto typed = form["expected"];
        std::from_chars(typed.data(), typed.data() + typed.size(), expected);
        if (expected != found.needing)
            errors.push_back({"person", request.t("enrolment.error-changed")});
    }
    if (errors.empty() && people.empty())
        errors.push_back({"person", request.t("enrolment.error-people")});
    if (!errors.empty()) return page(request, asked, errors);
    return BatchPages::redirect_to(batches_.enrol(request.principal(), *course, people));
}

EnrolPages::Candidates EnrolPages::candidates(Reader& reader, const Request& request,
                                              const Asked& asked) {
    const Principal& principal = request.principal();
    Candidates found;
    std::map<Id<Person>, std::string> places;
    std::vector<people::PersonRecord> people;
    if (const auto unit = Id<people::Unit>::parse(asked.unit)) {
        std::vector<Id<Person>> employed;
        for (const auto& employment : people_.employed_in(reader, *unit, host_.clock().today())) {
            if (places
                    .emplace(employment.person,
                             employment.job_role_name + ", " + employment.unit_name)
                    .second)
                employed.push_back(employment.person);
        }
        people = people_.visible(reader, principal, "enrolment.manage", employed);
    } else if (!asked.text.empty()) {
        people =
            people_.search_visible(reader, principal, "enrolment.manage", asked.text, kFound + 1);
        found.more = people.size() > kFound;
        if (found.more) people.resize(kFound);
    }
    for (const auto& person : people) {
        const auto place = places.find(person.id);
        found.people.push_back({person.id, person.full_name(),
                                place == places.end() ? person.email : place->second, "", true});
    }
    if (const auto course = Id<catalogue::Course>::parse(asked.course))
        add_standing(reader, request, *course, found);
    std::stable_partition(found.people.begin(), found.people.end(),
                          [](const Candidate& one) { return one.needs; });
    found.needing = static_cast<int>(std::count_if(found.people.begin(), found.people.end(),
                                                   [](const Candidate& one) { return one.needs; }));
    return found;
}

void EnrolPages::add_standing(Reader& reader, const Request& request, Id<catalogue::Course> course,
                              Candidates& found) {
    constexpr int kSoonMonths = 3;  // who must renew within them needs the course again
    const Date today = host_.clock().today(), soon = today.plus_months(kSoonMonths);
    const auto date = [&](Date day) { return host_.messages().date(request.locale(), day); };
    const auto open = store::open_by_person(reader, course);
    const auto completed = store::completed_by_person(reader, course);
    const bool gives = !courses_.competencies(reader, course).empty();
    auto* const awards = gives ? host_.find<CourseStanding>() : nullptr;
    const auto held = awards ? awards->standing(reader, course) : std::map<Id<Person>, Standing>();
    for (Candidate& one : found.people) {
        const auto enrolled = open.find(one.person);
        const auto standing = held.find(one.person);
        const auto passed = completed.find(one.person);
        if (enrolled != open.end()) {
            one.needs = false;
            one.status =
                request.t("enrolment.status-" + std::string(status_text(enrolled->second)));
        } else if (standing != held.end()) {
            const auto until = standing->second.until;
            one.needs = until && *until <= soon;
            one.status = !until ? request.t("enrolment.holds-for-ever")
                                : request.t(*until < today ? "enrolment.held-until"
                                                           : "enrolment.holds-until",
                                            {{"date", date(*until)}});
        } else if (passed != completed.end()) {
            one.needs = awards != nullptr;  // passed, and what it gave was taken away since
            one.status = request.t("enrolment.passed-on",
                                   {{"date", date(host_.clock().date_of(passed->second))}});
        }
    }
}

Response EnrolPages::page(Request& request, const Asked& asked,
                          const std::vector<FieldError>& errors) {
    Json courses = Json::array(), units = Json::array(), rows = Json::array();
    Candidates found;
    host_.db().read([&](Reader& reader) {
        for (const auto& record :
             courses_.search(reader, request.principal(), "", std::numeric_limits<int>::max())) {
            courses.push_back({{"id", record.id.text()},
                               {"title", record.title},
                               {"selected", record.id.text() == asked.course}});
        }
        for (const auto& record : people_.units(reader)) {
            const auto depth = std::count(record.path.begin(), record.path.end(), '/');
            std::string indent;
            for (auto level = depth; level > 2; --level) indent += "\u2003";
            units.push_back({{"id", record.id.text()},
                             {"name", indent + record.name},
                             {"selected", record.id.text() == asked.unit}});
        }
        found = candidates(reader, request, asked);
    });
    const bool posted = request.method() == Method::Post;
    const bool by_unit = !asked.unit.empty();
    const bool has_course = Id<catalogue::Course>::parse(asked.course).has_value();
    std::set<std::string_view> sent;
    if (posted) {
        for (const auto person : request.form().all("person")) sent.insert(person);
    }
    int ticked = 0;
    for (const Candidate& one : found.people) {
        if (rows.size() == kListed) break;
        const bool tick =
            posted ? sent.count(one.person.text()) != 0 : by_unit && has_course && one.needs;
        ticked += tick ? 1 : 0;
        rows.push_back({{"id", one.person.text()},
                        {"name", one.name},
                        {"detail", one.detail},
                        {"status", one.status},
                        {"ticked", tick}});
    }
    const auto number = [](auto value) { return std::to_string(value); };
    const std::size_t total = found.people.size();
    Json data = {
        {"courses", courses},
        {"units", units},
        {"found", rows},
        {"course", asked.course},
        {"unit", asked.unit},
        {"q", asked.text},
        {"any", !rows.empty()},
        {"none", (by_unit || !asked.text.empty()) && rows.empty()},
        {"summary", by_unit && has_course
                        ? request.t("enrolment.unit-summary",
                                    {{"count", number(total)}, {"needing", number(found.needing)}})
                        : ""},
        {"listed", total > rows.size()
                       ? request.t("enrolment.listed",
                                   {{"listed", number(rows.size())}, {"count", number(total)}})
                       : ""},
        {"more", found.more ? request.t("enrolment.more-found", {{"count", number(kFound)}}) : ""},
        {"everybody", total > rows.size() && has_course && found.needing > 0},
        {"everybody_text",
         request.t("enrolment.enrol-everybody", {{"count", number(found.needing)}})},
        {"expected", found.needing},
        {"button", request.t("enrolment.enrol-count", {{"count", number(ticked)}})},
        {"button_words", button_words(request).dump()},
        {"has_errors", !errors.empty()},
        {"course_error", false},
        {"errors", Json::array()}};
    for (const auto& error : errors) {
        data["errors"].push_back(
            {{"field", error.field == "person" ? "q" : error.field}, {"message", error.message}});
        if (error.field == "course") data["course_error"] = true;
    }
    return Response::page(
        view("enrolment/enrol", std::move(data), request.t("enrolment.enrol-title")),
        posted ? 422 : 200);
}

}  // namespace tessera::enrolment
