#include "employment_pages.hpp"

namespace tessera::people {

EmploymentPages::Draft EmploymentPages::typed(const Form& form, const char* day) {
    return {std::string(form["unit"]), std::string(form["job_role"]), std::string(form["manager"]),
            std::string(form[day])};
}

store::PersonDetails EmploymentPages::person(Reader& reader, Request& request) {
    const auto id = request.id<Person>("person");
    auto person = store::person(reader, id);
    if (!person || !service_.may_see(reader, request.principal(), "people.edit", id)) {
        throw not_found(request.t("people.not-found"));
    }
    return *person;
}

EmploymentRecord EmploymentPages::employment(Reader& reader, Request& request) {
    const auto holder = person(reader, request);
    auto employment = store::employment(reader, request.id<Employment>("employment"));
    if (!employment || employment->person != holder.id)
        throw not_found(request.t("people.not-found"));
    return *employment;
}

Response EmploymentPages::form_page(Request& request, const Draft& draft, Id<Employment> id,
                                    const std::vector<FieldError>& errors) {
    FormView form(request, "people.field.");
    FormView ending(request, "people.field.");
    Json data;
    host_.db().read([&](Reader& reader) {
        const auto holder = person(reader, request);
        data["name"] = holder.full_name();
        data["person"] = holder.id.text();
        form.select("unit", draft.unit, unit_options(service_.units(reader)));
        form.select("job_role", draft.job_role, role_options(service_.job_roles(reader)));
    });
    form.input("manager", draft.manager, "text", "people.hint.manager");
    form.input(id ? "effective" : "start", draft.day, "date", id ? "people.hint.effective" : "");
    form.errors(errors);
    const std::string base = "/people/" + data["person"].get<std::string>();
    if (id) {
        ending.input("end", "", "date", "people.hint.end");
        ending.errors(errors);
        ending.into(data);
        data["end_fields"] = data["fields"];
    }
    form.into(data);
    data["is_new"] = !id;
    data["action"] = id ? base + "/employments/" + id.text() + "/move" : base + "/employments/new";
    data["end_action"] = id ? base + "/employments/" + id.text() + "/end" : "";
    data["back"] = base;
    const std::string title =
        form.title(request.t(id ? "people.change-employment" : "people.new-employment"));
    return Response::page(view("people/employment", std::move(data), title),
                          errors.empty() ? 200 : 422);
}

Response EmploymentPages::new_employment(Request& request) {
    return form_page(request, {"", "", "", host_.clock().today().text()}, {}, {});
}

Response EmploymentPages::create(Request& request) {
    const Draft draft = typed(request.form(), "start");
    const Principal actor = speaking(request);
    std::vector<FieldError> errors;
    NewEmployment employment;
    employment.unit = Id<Unit>::parse(draft.unit).value_or(Id<Unit>{});
    employment.job_role = Id<JobRole>::parse(draft.job_role).value_or(Id<JobRole>{});
    const auto start = Date::parse(draft.day);
    if (!start) errors.push_back({"start", request.t("people.error.start")});
    employment.start = start.value_or(Date{});
    host_.db().read([&](Reader& reader) {
        employment.person = person(reader, request).id;
        employment.manager =
            manager_named(reader, service_, request, draft.manager, host_.clock().today(), errors);
        if (!service_.may_place(reader, actor, "people.edit", employment.unit)) {
            errors.push_back({"unit", request.t("people.error.unit-reach")});
        }
    });
    if (!errors.empty()) return form_page(request, draft, {}, errors);
    try {
        host_.db().write(
            [&](Transaction& tx) { service_.create_employment(tx, actor, employment); });
    } catch (const Error& problem) {
        if (problem.kind() != ErrorKind::Invalid) throw;
        return form_page(request, draft, {}, problem.fields());
    }
    return Response::redirect("/people/" + employment.person.text() + "?saved");
}

Response EmploymentPages::change(Request& request) {
    Draft draft;
    const auto current = host_.db().read([&](Reader& reader) {
        auto found = employment(reader, request);
        if (const auto manager =
                found.manager ? store::employment(reader, found.manager) : std::nullopt) {
            const auto above = store::person(reader, manager->person);
            draft.manager = above->email.empty() ? above->passport_number : above->email;
        }
        return found;
    });
    draft.unit = current.unit.text();
    draft.job_role = current.job_role.text();
    draft.day = host_.clock().today().text();
    return form_page(request, draft, current.id, {});
}

Response EmploymentPages::move(Request& request) {
    const Draft draft = typed(request.form(), "effective");
    const Principal actor = speaking(request);
    std::vector<FieldError> errors;
    EmploymentMove move;
    move.unit = Id<Unit>::parse(draft.unit).value_or(Id<Unit>{});
    move.job_role = Id<JobRole>::parse(draft.job_role).value_or(Id<JobRole>{});
    const auto day = Date::parse(draft.day);
    if (!day) errors.push_back({"effective", request.t("people.error.effective")});
    move.effective = day.value_or(Date{});
    const auto current = host_.db().read([&](Reader& reader) {
        move.manager =
            manager_named(reader, service_, request, draft.manager, host_.clock().today(), errors);
        if (!service_.may_place(reader, actor, "people.edit", move.unit)) {
            errors.push_back({"unit", request.t("people.error.unit-reach")});
        }
        return employment(reader, request);
    });
    move.employment = current.id;
    if (!errors.empty()) return form_page(request, draft, current.id, errors);
    try {
        host_.db().write([&](Transaction& tx) { service_.move_employment(tx, actor, move); });
    } catch (const Error& problem) {
        if (problem.kind() != ErrorKind::Invalid) throw;
        return form_page(request, draft, current.id, problem.fields());
    }
    return Response::redirect("/people/" + current.person.text() + "?saved");
}

Response EmploymentPages::end(Request& request) {
    const Principal actor = speaking(request);
    const auto day = Date::parse(request.form()["end"]);
    const auto current =
        host_.db().read([&](Reader& reader) { return employment(reader, request); });
    const Draft draft = {current.unit.text(), current.job_role.text(), "",
                         host_.clock().today().text()};
    if (!day)
        return form_page(request, draft, current.id, {{"end", request.t("people.error.end")}});
    try {
        host_.db().write(
            [&](Transaction& tx) { service_.end_employment(tx, actor, current.id, *day); });
    } catch (const Error& problem) {
        if (problem.kind() != ErrorKind::Invalid) throw;
        return form_page(request, draft, current.id, problem.fields());
    }
    return Response::redirect("/people/" + current.person.text() + "?saved");
}

}  // namespace tessera::people
