#include "employment_pages.hpp"

#include "tessera/sealed.hpp"

namespace tessera::people {

namespace {

constexpr const char* kUndo = "people.employment-undo";

}  // namespace

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
        auto units = unit_options(service_.units(reader));
        auto roles = role_options(service_.job_roles(reader));
        for (auto* options : {&units, &roles})
            options->insert(options->begin(), {"", request.t("people.choose")});
        form.select("unit", draft.unit, units);
        form.select("job_role", draft.job_role, roles);
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
    });
    if (!errors.empty()) return form_page(request, draft, {}, errors);
    try {
        host_.db().write([&](Transaction& tx) { service_.employ(tx, actor, employment); });
    } catch (const Error& problem) {
        if (problem.kind() != ErrorKind::Invalid) throw;
        return form_page(request, draft, {}, problem.fields());
    }
    return redirect_with("/people/" + employment.person.text(),
                         note(request, "people.note-employed", employment.person, employment.unit,
                              employment.job_role, employment.start));
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
    Note said = note(request, "people.note-moved", current.person, move.unit, move.job_role,
                     move.effective);
    said.undo = "/people/" + current.person.text() + "/employments/undo";
    said.sealed = seal(host_, request.principal(), kUndo,
                       {{"employment", current.id.text()},
                        {"unit", current.unit.text()},
                        {"job_role", current.job_role.text()},
                        {"manager", current.manager.text()}});
    return redirect_with("/people/" + current.person.text(), said);
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
    Note said =
        note(request, "people.note-ended", current.person, current.unit, current.job_role, *day);
    said.undo = "/people/" + current.person.text() + "/employments/undo";
    said.sealed =
        seal(host_, request.principal(), kUndo,
             {{"employment", current.id.text()}, {"end", current.end ? current.end->text() : ""}});
    return redirect_with("/people/" + current.person.text(), said);
}

Note EmploymentPages::note(const Request& request, const char* key, Id<Person> person,
                           Id<Unit> unit, Id<JobRole> role, Date day) {
    TextArgs args = {{"day", host_.messages().date(request.locale(), day)}};
    host_.db().read([&](Reader& reader) {
        const auto holder = store::person(reader, person);
        const auto place = store::unit(reader, unit);
        args.emplace_back("person", holder ? holder->full_name() : "");
        args.emplace_back("unit", place ? place->name : "");
        for (const JobRoleRecord& record : store::job_roles(reader)) {
            if (record.id == role) args.emplace_back("job_role", record.name);
        }
    });
    return {key, args, "", ""};
}

Response EmploymentPages::undo(Request& request) {
    const auto what = unseal(host_, request.principal(), kUndo, request.form()["sealed"]);
    const auto id =
        what ? Id<Employment>::parse((*what)["employment"].get<std::string>()) : std::nullopt;
    if (!id) throw Error(ErrorKind::Conflict, "people.undo", request.t("people.error.undo"));
    const Principal actor = speaking(request);
    EmploymentRecord now;
    host_.db().write([&](Transaction& tx) {
        const auto holder = person(tx, request);
        const auto known = store::employment(tx, *id);
        if (!known || known->person != holder.id) throw not_found(request.t("people.not-found"));
        now = *known;
        if (what->contains("end")) {
            service_.reopen_employment(tx, actor, *id,
                                       Date::parse((*what)["end"].get<std::string>()));
            return;
        }
        EmploymentMove back;
        back.employment = *id;
        back.unit = *Id<Unit>::parse((*what)["unit"].get<std::string>());
        back.job_role = *Id<JobRole>::parse((*what)["job_role"].get<std::string>());
        back.manager = *Id<Employment>::parse((*what)["manager"].get<std::string>());
        back.effective = host_.clock().today();
        service_.move_employment(tx, actor, back);
        now.unit = back.unit;
        now.job_role = back.job_role;
    });
    return redirect_with("/people/" + now.person.text(),
                         note(request, "people.note-undone", now.person, now.unit, now.job_role,
                              host_.clock().today()));
}

}  // namespace tessera::people
