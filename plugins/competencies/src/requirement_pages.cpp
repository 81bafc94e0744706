#include "competency_pages.hpp"

#include "tessera/note.hpp"
#include "tessera/sealed.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace tessera::competencies {

namespace {

constexpr const char* kPreview = "competencies.requirement-preview";
constexpr const char* kUndo = "competencies.requirement-undo";
/// Of those a preview reaches, so many are named; all are counted.
constexpr std::size_t kNamed = 10;

/// Reads the form: competency, level and target "unit:ID" or "job-role:ID"; problems go to `errors`.
store::RequirementRecord read(Request& request, std::vector<FieldError>& errors) {
    const Form& form = request.form();
    store::RequirementRecord typed;
    if (const auto competency = Id<Competency>::parse(form["competency"]))
        typed.competency = *competency;
    else
        errors.push_back({"competency", request.t("competencies.error-competency")});
    if (const auto level = read_level(form["level"]))
        typed.level = *level;
    else
        errors.push_back({"level", request.t("competencies.error-level")});
    const auto target = form["target"];
    const auto colon = target.find(':');
    const auto kind = store::target_parse(target.substr(0, colon));
    const auto id = colon == target.npos ? std::nullopt : id_parse(target.substr(colon + 1));
    if (kind && id) {
        typed.target_kind = *kind;
        typed.target = *id;
    } else {
        errors.push_back({"target", request.t("competencies.error-target")});
    }
    return typed;
}

Json to_json(const store::RequirementRecord& requirement) {
    return {{"id", requirement.id.text()},
            {"competency", requirement.competency.text()},
            {"level", requirement.level},
            {"kind", store::target_text(requirement.target_kind)},
            {"target", id_text(requirement.target)},
            {"since", requirement.since.text()}};
}

/// What was sealed by to_json(), so that nothing in it can be wrong.
store::RequirementRecord requirement_of(const Json& json) {
    store::RequirementRecord requirement;
    requirement.id = *Id<store::Requirement>::parse(json["id"].get<std::string>());
    requirement.competency = *Id<Competency>::parse(json["competency"].get<std::string>());
    requirement.level = json["level"];
    requirement.target_kind = *store::target_parse(json["kind"].get<std::string>());
    requirement.target = *id_parse(json["target"].get<std::string>());
    requirement.since = *Date::parse(json["since"].get<std::string>());
    return requirement;
}

Json to_json(const Shown& shown) {
    return {{"people", shown.people}, {"holding", shown.holding},
            {"who", shown.who},       {"level_before", shown.level_before},
            {"before", shown.before}, {"after", shown.after}};
}

Shown shown_of(const Json& json) {
    return {json["people"],       json["holding"], json["who"].get<std::string>(),
            json["level_before"], json["before"],  json["after"]};
}

bool same_wish(const store::RequirementRecord& a, const store::RequirementRecord& b) {
    return a.competency == b.competency && a.level == b.level && a.target_kind == b.target_kind &&
           a.target == b.target;
}

}  // namespace

void RequirementPages::declare(Registrar& registrar) {
    registrar.get("/admin/requirements", Needs("competencies.require"),
                  [this](Request& q) { return page(q, {}, {}); });
    registrar.post("/admin/requirements", Needs("competencies.require"),
                   [this](Request& q) { return look(q); });
    registrar.post("/admin/requirements/confirm", Needs("competencies.require"),
                   [this](Request& q) { return confirm(q); });
    registrar.post("/admin/requirements/undo", Needs("competencies.require"),
                   [this](Request& q) { return undo(q); });
    registrar.post("/admin/requirements/{requirement}/remove", Needs("competencies.require"),
                   [this](Request& q) { return remove(q); });
}

Response RequirementPages::page(Request& request, const Form& form,
                                const std::vector<FieldError>& errors) {
    Json rows = Json::array(), targets = Json::array(), competencies;
    int levels = 0;
    host_.db().read([&](Reader& reader) {
        std::map<Id<Competency>, std::string> names;
        const auto all = service_.all(reader);
        for (const auto& competency : all) names[competency.id] = competency.name;
        competencies = competency_options(all, form["competency"], levels);
        std::map<std::pair<store::Target, std::int64_t>, std::string> target_names;
        const auto may = [&](store::Target kind, std::int64_t id) {
            return service_.may_require(reader, request.principal(), kind, id);
        };
        const auto add_target = [&](store::Target kind, std::int64_t id, const std::string& shown) {
            const std::string value = std::string(store::target_text(kind)) + ":" + id_text(id);
            targets.push_back(
                {{"value", value}, {"name", shown}, {"selected", form["target"] == value}});
        };
        for (const auto& unit : people_.units(reader)) {
            target_names[{store::Target::Unit, unit.id.value}] = unit.name;
            if (!may(store::Target::Unit, unit.id.value)) continue;
            std::string indent;
            for (auto depth = std::count(unit.path.begin(), unit.path.end(), '/'); depth > 2;
                 --depth)
                indent += "\u2003";
            add_target(store::Target::Unit, unit.id.value, indent + unit.name);
        }
        for (const auto& role : people_.job_roles(reader)) {
            target_names[{store::Target::JobRole, role.id.value}] = role.name;
            if (!may(store::Target::JobRole, role.id.value)) continue;
            add_target(store::Target::JobRole, role.id.value,
                       request.t("competencies.job-role", {{"name", role.name}}));
        }
        for (const auto& requirement : store::requirements(reader)) {
            const auto target = target_names.find({requirement.target_kind, requirement.target});
            rows.push_back(
                {{"id", requirement.id.text()},
                 {"competency", names[requirement.competency]},
                 {"has_level", requirement.level > 0},
                 {"level", requirement.level},
                 {"target", target == target_names.end() ? request.t("competencies.target-gone")
                                                         : target->second},
                 {"kind", request.t("competencies.target-" +
                                    std::string(store::target_text(requirement.target_kind)))},
                 {"may_remove", may(requirement.target_kind, requirement.target)},
                 {"since", host_.messages().date(request.locale(), requirement.since)}});
        }
    });
    Json data{{"rows", rows},
              {"empty", rows.empty()},
              {"competencies", competencies},
              {"targets", targets}};
    add_levels(data, levels, form["level"]);
    add_errors(data, errors, {"competency", "level", "target"});
    return Response::page(view("competencies/requirements", std::move(data),
                               request.t("competencies.requirements-title")),
                          errors.empty() ? 200 : 422);
}

Response RequirementPages::look(Request& request) {
    std::vector<FieldError> errors;
    auto wanted = read(request, errors);
    if (!errors.empty()) return page(request, request.form(), errors);
    wanted.id = host_.ids().make<store::Requirement>();
    wanted.since = host_.clock().today();
    return preview(request, wanted, {});
}

Response RequirementPages::preview(Request& request, const store::RequirementRecord& wanted,
                                   const std::string& warning) {
    Preview found;
    std::vector<people::PersonRecord> named;
    try {
        host_.db().read([&](Reader& reader) {
            if (!service_.may_require(reader, request.principal(), wanted.target_kind,
                                      wanted.target))
                throw not_found(request.t("competencies.error-target"));
            found = service_.preview(reader, wanted, request.locale());
            named =
                people_.visible(reader, request.principal(), "competencies.require", found.people);
        });
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Invalid) throw;
        return page(request, request.form(), error.fields());
    }
    Json names = Json::array();
    for (std::size_t i = 0; i < std::min(named.size(), kNamed); ++i)
        names.push_back({{"name", named[i].full_name()}});
    const Shown& shown = found.shown;
    const auto count = [](auto number) { return std::to_string(number); };
    const std::size_t others = found.people.size() - names.size();
    const Json sealed = {{"wanted", to_json(wanted)}, {"shown", to_json(shown)}};
    const std::string title = request.t("competencies.preview-title");
    return Response::page(
        view("competencies/requirement-preview",
             {{"warning", warning},
              {"lead", request.t("competencies.preview-lead",
                                 {{"competency",
                                   name_with_level(request, found.competency.name, wanted.level)},
                                  {"target", found.target_name}})},
              {"reaches", request.t("competencies.reaches", {{"count", count(shown.people)}})},
              {"holding",
               request.t("competencies.preview-holders", {{"count", count(shown.holding)}})},
              {"has_compliance", shown.before >= 0},
              {"compliance",
               request.t("competencies.preview-compliance",
                         {{"before", count(shown.before)}, {"after", count(shown.after)}})},
              {"replaces", shown.level_before >= 0},
              {"level_change",
               request.t("competencies.preview-level-change",
                         {{"before", count(shown.level_before)}, {"after", count(wanted.level)}})},
              {"has_names", !names.empty()},
              {"names", names},
              {"more",
               others == 0 ? "" : request.t("competencies.and-more", {{"count", count(others)}})},
              {"competency", wanted.competency.text()},
              {"level", wanted.level},
              {"target",
               std::string(store::target_text(wanted.target_kind)) + ":" + id_text(wanted.target)},
              {"sealed", seal(host_, request.principal(), kPreview, sealed)}},
             title),
        warning.empty() ? 200 : 409);
}

Response RequirementPages::confirm(Request& request) {
    std::vector<FieldError> errors;
    auto typed = read(request, errors);
    if (!errors.empty()) return page(request, request.form(), errors);
    const auto sealed = unseal(host_, request.principal(), kPreview, request.form()["sealed"]);
    const auto wanted = sealed ? std::optional(requirement_of((*sealed)["wanted"])) : std::nullopt;
    if (!wanted || !same_wish(*wanted, typed)) {
        typed.id = host_.ids().make<store::Requirement>();
        typed.since = host_.clock().today();
        return preview(request, typed, request.t("competencies.error-changed"));
    }
    const Shown shown = shown_of((*sealed)["shown"]);
    std::optional<store::RequirementRecord> before;
    Preview done;
    try {
        done = host_.db().read(
            [&](Reader& reader) { return service_.preview(reader, *wanted, request.locale()); });
        if (done.shown != shown)
            return preview(request, *wanted, request.t("competencies.error-changed"));
        host_.db().write([&](Transaction& tx) {
            before = service_.attach_requirement(tx, request.principal(), *wanted, shown,
                                                 request.locale());
        });
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::Invalid)
            return page(request, request.form(), error.fields());
        if (error.code() != "competencies.figures-changed") throw;
        return preview(request, *wanted, error.what());
    }
    const Json undo =
        before ? Json{{"restore", to_json(*before)}} : Json{{"remove", wanted->id.text()}};
    return redirect_with(
        "/admin/requirements",
        {"competencies.note-required",
         {{"competency", name_with_level(request, done.competency.name, wanted->level)},
          {"target", done.target_name},
          {"count", std::to_string(shown.people)}},
         "/admin/requirements/undo",
         seal(host_, request.principal(), kUndo, undo)});
}

Note RequirementPages::note(Request& request, const char* key,
                            const store::RequirementRecord& requirement) {
    std::string competency, target = request.t("competencies.target-gone");
    host_.db().read([&](Reader& reader) {
        if (const auto record = store::competency(reader, requirement.competency))
            competency = name_with_level(request, record->name, requirement.level);
        if (requirement.target_kind == store::Target::Unit) {
            if (const auto unit = people_.unit(reader, {requirement.target})) target = unit->name;
            return;
        }
        for (const auto& role : people_.job_roles(reader)) {
            if (role.id.value == requirement.target) target = role.name;
        }
    });
    return {key, {{"competency", competency}, {"target", target}}, "", ""};
}

Response RequirementPages::remove(Request& request) {
    const auto id = request.id<store::Requirement>("requirement");
    const auto removed = host_.db().write(
        [&](Transaction& tx) { return service_.remove_requirement(tx, request.principal(), id); });
    Note said = note(request, "competencies.note-removed", removed);
    said.undo = "/admin/requirements/undo";
    said.sealed = seal(host_, request.principal(), kUndo, {{"restore", to_json(removed)}});
    return redirect_with("/admin/requirements", said);
}

Response RequirementPages::undo(Request& request) {
    const auto what = unseal(host_, request.principal(), kUndo, request.form()["sealed"]);
    if (!what) throw no_undo(request);
    if (what->contains("restore")) {
        const auto requirement = requirement_of((*what)["restore"]);
        host_.db().write([&](Transaction& tx) {
            service_.restore_requirement(tx, request.principal(), requirement);
        });
        return redirect_with("/admin/requirements",
                             note(request, "competencies.note-restored", requirement));
    }
    const auto id = Id<store::Requirement>::parse((*what)["remove"].get<std::string>());
    const auto removed = host_.db().write(
        [&](Transaction& tx) { return service_.remove_requirement(tx, request.principal(), *id); });
    return redirect_with("/admin/requirements",
                         note(request, "competencies.note-removed", removed));
}

}  // namespace tessera::competencies
