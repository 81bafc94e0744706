#include "organisation_pages.hpp"

#include "brand.hpp"
#include "person_pages.hpp"
#include "tessera/note.hpp"
#include "tessera/text.hpp"

#include <algorithm>

namespace tessera::people {

namespace {

/// Units deeper than this stand no further in: the theme has a class for each step.
constexpr std::ptrdiff_t kDeepest = 5;

/// People in each unit or below it. A person of two employments below one unit counts once per unit
/// they work in.
std::map<std::int64_t, std::int64_t> with_below(const std::vector<UnitRecord>& units,
                                                std::map<std::int64_t, std::int64_t> counts) {
    // Reading order puts parents first, so backwards every child is done before its parent.
    for (auto unit = units.rbegin(); unit != units.rend(); ++unit) {
        if (unit->parent) counts[unit->parent.value] += counts[unit->id.value];
    }
    return counts;
}

}  // namespace

Response OrganisationPages::tree(Request& request) { return tree_page(request, "", {}); }

Response OrganisationPages::tree_page(Request& request, std::string_view role,
                                      const std::vector<FieldError>& errors) {
    FormView form(request, "people.field.role-");
    form.input("name", role);
    form.errors(errors);
    Json data;
    form.into(data);
    const bool may_change = request.principal().can_everywhere("people.structure");
    data["units"] = Json::array();
    data["roles"] = Json::array();
    host_.db().read([&](Reader& reader) {
        const auto units = service_.units(reader);
        auto own = store::people_by_unit(reader, host_.clock().today());
        auto total = with_below(units, own);
        for (const UnitRecord& unit : units) {
            const auto depth = std::count(unit.path.begin(), unit.path.end(), '/') - 2;
            data["units"].push_back(
                {{"id", unit.id.text()},
                 {"name", unit.name},
                 {"kind", unit.kind},
                 {"indent", std::to_string(std::min<std::ptrdiff_t>(depth, kDeepest))},
                 {"people", std::to_string(total[unit.id.value])},
                 {"people_text",
                  request.t("people.count", {{"count", std::to_string(total[unit.id.value])}})},
                 {"may_change", may_change},
                 {"root", !unit.parent && may_change}});
        }
        for (const JobRoleRecord& record : service_.job_roles(reader)) {
            data["roles"].push_back({{"name", record.name}});
        }
    });
    data["has_units"] = !data["units"].empty();
    data["has_roles"] = !data["roles"].empty();
    data["may_change"] = may_change;
    const std::string title = form.title(request.t("people.organisation"));
    return Response::page(view("people/organisation", std::move(data), title),
                          errors.empty() ? 200 : 422);
}

Response OrganisationPages::add_job_role(Request& request) {
    const std::string name(request.form()["name"]);
    try {
        const Principal actor = speaking(request);
        host_.db().write([&](Transaction& tx) { service_.create_job_role(tx, actor, name); });
    } catch (const Error& problem) {
        if (problem.kind() != ErrorKind::Invalid) throw;
        return tree_page(request, name, problem.fields());
    }
    return redirect_with("/organisation",
                         {"people.note-role", {{"name", text::line(name)}}, "", ""});
}

Response OrganisationPages::unit_page(Request& request, const NewUnit& unit,
                                      std::optional<Id<Unit>> id,
                                      const std::vector<FieldError>& errors) {
    FormView form(request, "people.field.unit-");
    form.input("name", unit.name);
    form.input("kind", unit.kind, "text", "people.hint.kind");
    if (!id && unit.parent) {
        host_.db().read([&](Reader& reader) {
            auto options = unit_options(service_.units(reader));
            form.select("parent", unit.parent.text(), options);
        });
    }
    form.errors(errors);
    Json data;
    form.into(data);
    data["action"] = id ? "/organisation/units/" + id->text() + "/edit" : "/organisation/units/new";
    data["heading"] = request.t(id            ? "people.rename-unit"
                                : unit.parent ? "people.new-unit"
                                              : "people.new-organisation");
    const std::string title = form.title(data["heading"]);
    return Response::page(view("people/unit-form", std::move(data), title),
                          errors.empty() ? 200 : 422);
}

Response OrganisationPages::new_unit(Request& request) {
    NewUnit unit;
    unit.parent = Id<Unit>::parse(request.query("parent").value_or("")).value_or(Id<Unit>{});
    return unit_page(request, unit, std::nullopt, {});
}

Response OrganisationPages::create_unit(Request& request) {
    const Form& form = request.form();
    NewUnit unit;
    unit.parent = Id<Unit>::parse(form["parent"]).value_or(Id<Unit>{});
    unit.name = form["name"];
    unit.kind = form["kind"];
    const Principal actor = speaking(request);
    try {
        host_.db().write([&](Transaction& tx) { service_.create_unit(tx, actor, unit); });
    } catch (const Error& problem) {
        if (problem.kind() != ErrorKind::Invalid) throw;
        return unit_page(request, unit, std::nullopt, problem.fields());
    }
    return redirect_with("/organisation",
                         {"people.note-unit", {{"name", text::line(unit.name)}}, "", ""});
}

Response OrganisationPages::edit_unit(Request& request) {
    const auto id = request.id<Unit>("unit");
    const auto unit = host_.db().read([&](Reader& reader) { return store::unit(reader, id); });
    if (!unit) throw not_found(request.t("people.no-unit"));
    return unit_page(request, {unit->parent, unit->name, unit->kind}, id, {});
}

Response OrganisationPages::rename_unit(Request& request) {
    const auto id = request.id<Unit>("unit");
    const Form& form = request.form();
    NewUnit unit;
    unit.name = form["name"];
    unit.kind = form["kind"];
    try {
        const Principal actor = speaking(request);
        host_.db().write([&](Transaction& tx) { service_.rename_unit(tx, actor, id, unit); });
    } catch (const Error& problem) {
        if (problem.kind() != ErrorKind::Invalid) throw;
        return unit_page(request, unit, id, problem.fields());
    }
    return redirect_with("/organisation",
                         {"people.note-renamed", {{"name", text::line(unit.name)}}, "", ""});
}

Response OrganisationPages::brand_page(Request& request, const store::Brand& brand,
                                       const std::vector<FieldError>& errors) {
    FormView form(request, "people.field.brand-");
    form.input("name", brand.name);
    form.input("short_name", brand.short_name, "text", "people.hint.short_name");
    form.input("colour", brand.colour, "color", "people.hint.colour");
    form.input("mark", brand.mark, "text", "people.hint.mark");
    form.errors(errors);
    Json data;
    form.into(data);
    data["action"] = "/organisation/units/" + brand.unit.text() + "/brand";
    data["heading"] = request.t("people.brand");
    const std::string title = form.title(data["heading"]);
    return Response::page(view("people/unit-form", std::move(data), title),
                          errors.empty() ? 200 : 422);
}

Response OrganisationPages::edit_brand(Request& request) {
    const auto id = request.id<Unit>("unit");
    store::Brand brand;
    host_.db().read([&](Reader& reader) {
        const auto unit = store::unit(reader, id);
        if (!unit || unit->parent) throw not_found(request.t("people.no-unit"));
        const auto saved = store::brand(reader);
        brand = saved && saved->unit == id ? *saved
                                           : store::Brand{id, unit->name, "", kPlainColour, ""};
    });
    return brand_page(request, brand, {});
}

Response OrganisationPages::save_brand(Request& request) {
    const Form& form = request.form();
    store::Brand brand{request.id<Unit>("unit"), std::string(form["name"]),
                       std::string(form["short_name"]), std::string(form["colour"]),
                       std::string(form["mark"])};
    try {
        const Principal actor = speaking(request);
        host_.db().write([&](Transaction& tx) { service_.save_brand(tx, actor, brand); });
    } catch (const Error& problem) {
        if (problem.kind() != ErrorKind::Invalid) throw;
        return brand_page(request, brand, problem.fields());
    }
    return redirect_with("/organisation",
                         {"people.note-brand", {{"name", text::line(brand.name)}}, "", ""});
}

}  // namespace tessera::people
