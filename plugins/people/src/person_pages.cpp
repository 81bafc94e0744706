#include "person_pages.hpp"

#include "names.hpp"
#include "numbers.hpp"
#include "tessera/note.hpp"
#include "tessera/text.hpp"

#include <charconv>
#include <limits>

namespace tessera::people {

namespace {

constexpr int kPageSize = 25;
/// Only so that the number of rows before the page is one.
constexpr int kMaxPages = std::numeric_limits<int>::max() / kPageSize;

int page_number(Request& request) {
    const auto text = request.query("page").value_or("1");
    int page = 1;
    std::from_chars(text.data(), text.data() + text.size(), page);
    return page < 1 ? 1 : page > kMaxPages ? kMaxPages : page;
}

std::string encoded(std::string_view text) {
    constexpr const char* kHex = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
            (byte >= 'A' && byte <= 'Z') || byte == '-' || byte == '.' || byte == '_') {
            result += c;
        } else {
            result += '%';
            result += kHex[byte >> 4U];
            result += kHex[byte & 15U];
        }
    }
    return result;
}

/// One of six paints of the round picture, always the same for a person.
std::string paint(Id<Person> person) {
    return std::to_string((static_cast<std::uint64_t>(person.value) >> 3U) % 6);
}

Note note(const char* key, const NewPerson& person) {
    return {key, {{"person", text::line(person.given_name + " " + person.family_name)}}, "", ""};
}

Json line_json(const store::PersonLine& line) {
    return {{"id", line.person.id.text()},
            {"name", line.person.full_name()},
            {"initials", initials(line.person.given_name, line.person.family_name)},
            {"paint", paint(line.person.id)},
            {"email", line.person.email},
            {"passport_number", line.person.passport_number},
            {"unit", line.unit_name},
            {"job_role", line.job_role_name}};
}

}  // namespace

Principal speaking(Request& request) {
    Principal actor = request.principal();
    actor.locale = request.locale();
    return actor;
}

std::vector<FormView::Option> unit_options(const std::vector<UnitRecord>& units) {
    std::map<std::int64_t, std::string> names;
    std::vector<FormView::Option> options;
    for (const UnitRecord& unit : units) {
        const auto above = names.find(unit.parent.value);
        // The organisation's own name would stand before every one of them and tell nothing.
        std::string name = above == names.end() || above->second.empty()
                               ? unit.name
                               : above->second + " / " + unit.name;
        names[unit.id.value] = unit.parent ? name : "";
        options.push_back({unit.id.text(), std::move(name)});
    }
    return options;
}

std::vector<FormView::Option> role_options(const std::vector<JobRoleRecord>& roles) {
    std::vector<FormView::Option> options;
    for (const JobRoleRecord& role : roles) options.push_back({role.id.text(), role.name});
    return options;
}

Id<Employment> manager_named(Reader& reader, Directory& directory, Request& request,
                             std::string_view text, Date on, std::vector<FieldError>& errors) {
    if (text.empty()) return {};
    auto person = directory.person_by_email(reader, text);
    if (!person) person = directory.person_by_passport(reader, text);
    const auto employment = person ? store::employment_of(reader, person->id, on) : std::nullopt;
    if (!employment) errors.push_back({"manager", request.t("people.error.manager-unknown")});
    return employment.value_or(Id<Employment>{});
}

Response PersonPages::list(Request& request) {
    const Date today = host_.clock().today();
    const int page = page_number(request);
    const std::string text(request.query("q").value_or("").substr(0, 200));
    const std::string unit_text(request.query("unit").value_or(""));
    Json data = {{"q", text}, {"rows", Json::array()}, {"units", Json::array()}};
    std::int64_t total = 0;
    host_.db().read([&](Reader& reader) {
        store::PersonFilter filter;
        filter.text = text;
        filter.on = today;
        filter.scope = service_.scope_of(reader, request.principal(), "people.list");
        filter.limit = kPageSize;
        filter.offset = (page - 1) * kPageSize;
        const auto units = service_.units(reader);
        for (const auto& option : unit_options(units)) {
            data["units"].push_back({{"value", option.value},
                                     {"label", option.label},
                                     {"selected", option.value == unit_text}});
        }
        for (const UnitRecord& unit : units) {
            if (unit.id.text() == unit_text) filter.unit_path = unit.path;
        }
        total = store::count_people(reader, filter);
        for (const auto& line : store::people(reader, filter))
            data["rows"].push_back(line_json(line));
    });

    const std::int64_t first = (page - 1) * kPageSize + 1;
    const auto shown = static_cast<std::int64_t>(data["rows"].size());
    const std::string link =
        "/people?q=" + encoded(text) + "&unit=" + encoded(unit_text) + "&page=";
    data["has_rows"] = shown > 0;
    data["filtered"] = !text.empty() || !unit_text.empty();
    data["count_text"] = request.t("people.count", {{"count", std::to_string(total)}});
    data["range_text"] = request.t("people.range", {{"first", std::to_string(shown ? first : 0)},
                                                    {"last", std::to_string(first + shown - 1)},
                                                    {"total", std::to_string(total)}});
    data["previous"] = page > 1 ? link + std::to_string(page - 1) : "";
    data["next"] = first + shown - 1 < total ? link + std::to_string(page + 1) : "";
    data["may_create"] = request.principal().can("people.create");
    return Response::page(view("people/list", std::move(data), request.t("people.title")));
}

Response PersonPages::show(Request& request) {
    const auto id = request.id<Person>("person");
    const Date today = host_.clock().today();
    const auto& messages = host_.messages();
    const std::string& locale = request.locale();
    Json data;
    host_.db().read([&](Reader& reader) {
        const auto person = store::person(reader, id);
        if (!person || !service_.may_see(reader, request.principal(), "people.view", id)) {
            throw not_found(request.t("people.not-found"));
        }
        const bool may_edit = service_.may_see(reader, request.principal(), "people.edit", id);
        const bool own = request.principal().person == id;
        data = {{"id", id.text()},
                {"name", person->full_name()},
                {"initials", initials(person->given_name, person->family_name)},
                {"paint", paint(id)},
                {"passport_number", person->passport_number},
                {"email", person->email},
                {"type", request.t("people.type." + person->type)},
                {"may_edit", may_edit},
                {"may_list", request.principal().can("people.list")},
                {"private", may_edit || own},
                {"date_of_birth",
                 person->date_of_birth ? messages.date(locale, *person->date_of_birth) : ""},
                {"national_insurance", show_national_insurance(person->national_insurance)},
                {"employments", Json::array()},
                {"log", Json::array()}};
        for (const EmploymentRecord& e : store::employments(reader, id, std::nullopt)) {
            const auto manager = e.manager ? store::employment(reader, e.manager) : std::nullopt;
            const auto above = manager ? store::person(reader, manager->person) : std::nullopt;
            const bool above_seen =
                above && service_.may_see(reader, request.principal(), "people.view", above->id);
            const bool ended = e.end && *e.end < today;
            data["employments"].push_back(
                {{"id", e.id.text()},
                 {"person", id.text()},
                 {"job_role", e.job_role_name},
                 {"unit", e.unit_name},
                 {"organisation", e.organisation_name},
                 {"number", e.assignment_number},
                 {"manager", above ? above->full_name() : ""},
                 {"manager_id", above_seen ? above->id.text() : ""},
                 {"dates",
                  e.end ? request.t("people.from-to", {{"from", messages.date(locale, e.start)},
                                                       {"to", messages.date(locale, *e.end)}})
                        : request.t("people.since", {{"from", messages.date(locale, e.start)}})},
                 {"primary", e.primary && !ended},
                 {"ended", ended},
                 {"may_change", may_edit && !ended}});
        }
        data["has_employments"] = !data["employments"].empty();
        for (const auto& line : store::employment_log(reader, id)) {
            data["log"].push_back({{"date", messages.date(locale, line.effective)},
                                   {"change", request.t("people.change." + line.change)},
                                   {"place", line.job_role_name + ", " + line.unit_name},
                                   {"actor", line.actor}});
        }
        data["has_log"] = !data["log"].empty();
    });
    const Json subject = {{"person", id.text()}};
    data["sections"] = host_.slots().render("person.sections", request, &subject);
    const std::string title = data["name"];
    return Response::page(view("people/show", std::move(data), title));
}

struct PersonPages::Draft {
    NewPerson person;
    std::string date_of_birth, unit, job_role, manager, start;

    static Draft typed(const Form& form) {
        Draft draft;
        draft.person.given_name = form["given_name"];
        draft.person.family_name = form["family_name"];
        draft.person.email = form["email"];
        draft.person.national_insurance = form["national_insurance"];
        draft.person.type = form.has("type") ? std::string(form["type"]) : "employee";
        draft.date_of_birth = form["date_of_birth"];
        draft.unit = form["unit"];
        draft.job_role = form["job_role"];
        draft.manager = form["manager"];
        draft.start = form["start"];
        return draft;
    }

    /// The date of birth, or a problem when what was typed is no date.
    void read_date(Request& request, std::vector<FieldError>& errors) {
        if (date_of_birth.empty()) return;
        person.date_of_birth = Date::parse(date_of_birth);
        if (!person.date_of_birth) {
            errors.push_back({"date_of_birth", request.t("people.error.date-of-birth")});
        }
    }
};

Response PersonPages::form_page(Request& request, const Draft& draft,
                                std::optional<Id<Person>> person,
                                const std::vector<FieldError>& errors) {
    FormView form(request, "people.field.");
    form.input("given_name", draft.person.given_name);
    form.input("family_name", draft.person.family_name);
    form.input("email", draft.person.email, "email", "people.hint.email");
    form.input("date_of_birth", draft.date_of_birth, "date");
    form.input("national_insurance", draft.person.national_insurance, "text",
               "people.hint.national_insurance");
    std::vector<FormView::Option> types;
    if (!person) types.push_back({"", request.t("people.choose")});
    for (const char* type : {"employee", "applicant", "external"}) {
        types.push_back({type, request.t(std::string("people.type.") + type)});
    }
    form.select("type", draft.person.type, types);
    FormView place(request, "people.field.");
    if (!person) {
        host_.db().read([&](Reader& reader) {
            auto units = unit_options(service_.units(reader));
            units.insert(units.begin(), {"", request.t("people.no-employment")});
            auto roles = role_options(service_.job_roles(reader));
            roles.insert(roles.begin(), {"", request.t("people.choose")});
            place.select("unit", draft.unit, units);
            place.select("job_role", draft.job_role, roles);
        });
        place.input("manager", draft.manager, "text", "people.hint.manager");
        place.input("start", draft.start, "date");
    }
    form.errors(errors);
    place.errors(errors);
    Json data;
    place.into(data);
    data["place_fields"] = data["fields"];
    form.into(data);
    data["is_new"] = !person;
    data["action"] = person ? "/people/" + person->text() + "/edit" : "/people/new";
    data["back"] = person ? "/people/" + person->text() : "/people";
    data["name"] = person ? draft.person.given_name + " " + draft.person.family_name : "";
    const std::string title = form.title(request.t(person ? "people.edit" : "people.new"));
    return Response::page(view("people/form", std::move(data), title), errors.empty() ? 200 : 422);
}

Response PersonPages::new_person(Request& request) {
    Draft draft;
    draft.person.type.clear();
    draft.start = host_.clock().today().text();
    return form_page(request, draft, std::nullopt, {});
}

Response PersonPages::create(Request& request) {
    Draft draft = Draft::typed(request.form());
    const Principal actor = speaking(request);
    const Date today = host_.clock().today();
    std::vector<FieldError> errors;
    draft.read_date(request, errors);
    NewEmployment employment;
    const bool employs = !draft.unit.empty();
    if (employs) {
        employment.unit = Id<Unit>::parse(draft.unit).value_or(Id<Unit>{});
        employment.job_role = Id<JobRole>::parse(draft.job_role).value_or(Id<JobRole>{});
        const auto start = Date::parse(draft.start);
        if (!start) errors.push_back({"start", request.t("people.error.start")});
        employment.start = start.value_or(today);
    }
    if (employs) {
        employment.manager = host_.db().read([&](Reader& reader) {
            return manager_named(reader, service_, request, draft.manager, today, errors);
        });
    }
    if (!errors.empty()) return form_page(request, draft, std::nullopt, errors);
    try {
        const auto id = host_.db().write([&](Transaction& tx) {
            return service_.add_person(tx, actor, draft.person,
                                       employs ? std::optional(employment) : std::nullopt);
        });
        return redirect_with("/people/" + id.text(), note("people.note-added", draft.person));
    } catch (const Error& problem) {
        if (problem.kind() != ErrorKind::Invalid) throw;
        return form_page(request, draft, std::nullopt, problem.fields());
    }
}

store::PersonDetails PersonPages::editable(Reader& reader, Request& request) {
    const auto id = request.id<Person>("person");
    auto person = store::person(reader, id);
    if (!person || !service_.may_see(reader, request.principal(), "people.edit", id)) {
        throw not_found(request.t("people.not-found"));
    }
    return *person;
}

Response PersonPages::edit(Request& request) {
    const auto person = host_.db().read([&](Reader& reader) { return editable(reader, request); });
    Draft draft;
    draft.person.given_name = person.given_name;
    draft.person.family_name = person.family_name;
    draft.person.email = person.email;
    draft.person.type = person.type;
    draft.person.national_insurance = show_national_insurance(person.national_insurance);
    draft.date_of_birth = person.date_of_birth ? person.date_of_birth->text() : "";
    return form_page(request, draft, person.id, {});
}

Response PersonPages::update(Request& request) {
    Draft draft = Draft::typed(request.form());
    const auto person = host_.db().read([&](Reader& reader) { return editable(reader, request); });
    std::vector<FieldError> errors;
    draft.read_date(request, errors);
    if (!errors.empty()) return form_page(request, draft, person.id, errors);
    try {
        const Principal actor = speaking(request);
        host_.db().write(
            [&](Transaction& tx) { service_.update_person(tx, actor, person.id, draft.person); });
    } catch (const Error& problem) {
        if (problem.kind() != ErrorKind::Invalid) throw;
        return form_page(request, draft, person.id, problem.fields());
    }
    return redirect_with("/people/" + person.id.text(), note("people.note-saved", draft.person));
}

}  // namespace tessera::people
