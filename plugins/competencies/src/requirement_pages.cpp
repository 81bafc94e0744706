#include "competency_pages.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace tessera::competencies {

namespace {

struct Typed {
    std::optional<Id<Competency>> competency;
    int level = 0;
    std::optional<store::Target> kind;
    std::int64_t target = 0;
};

/// Reads the form: competency, level (one digit) and target "unit:ID" or "job-role:ID".
Typed read(const Form& form) {
    Typed typed;
    typed.competency = Id<Competency>::parse(form["competency"]);
    const auto level = form["level"];
    if (level.size() == 1 && level[0] >= '0' && level[0] <= '9') typed.level = level[0] - '0';
    const auto target = form["target"];
    const auto colon = target.find(':');
    if (colon == std::string_view::npos) return typed;
    if (const auto id = id_parse(target.substr(colon + 1))) {
        typed.kind = store::target_parse(target.substr(0, colon));
        typed.target = *id;
    }
    return typed;
}

}  // namespace

void RequirementPages::declare(Registrar& registrar) {
    registrar.get("/admin/requirements", Needs("competencies.define"),
                  [this](Request& q) { return list(q); });
    registrar.post("/admin/requirements", Needs("competencies.define"),
                   [this](Request& q) { return attach(q); });
    registrar.post("/admin/requirements/{requirement}/remove", Needs("competencies.define"),
                   [this](Request& q) { return remove(q); });
}

Response RequirementPages::list(Request& request) { return page(request, {}, {}, false); }

Response RequirementPages::page(Request& request, const Form& form,
                                const std::vector<FieldError>& errors, const Json& preview) {
    Json rows = Json::array(), competencies = Json::array(), targets = Json::array();
    host_.db().read([&](Reader& reader) {
        std::map<Id<Competency>, std::string> names;
        for (const auto& competency : service_.all(reader)) {
            names[competency.id] = competency.name;
            competencies.push_back({{"id", competency.id.text()},
                                    {"name", competency.name},
                                    {"selected", form["competency"] == competency.id.text()}});
        }
        std::map<std::pair<store::Target, std::int64_t>, std::string> target_names;
        const auto add_target = [&](store::Target kind, std::int64_t id, const std::string& name,
                                    const std::string& shown) {
            target_names[{kind, id}] = name;
            const std::string value = std::string(store::target_text(kind)) + ":" + id_text(id);
            targets.push_back(
                {{"value", value}, {"name", shown}, {"selected", form["target"] == value}});
        };
        for (const auto& unit : people_.units(reader)) {
            std::string indent;
            for (auto depth = std::count(unit.path.begin(), unit.path.end(), '/'); depth > 2;
                 --depth)
                indent += "\u2003";
            add_target(store::Target::Unit, unit.id.value, unit.name, indent + unit.name);
        }
        for (const auto& role : people_.job_roles(reader)) {
            add_target(store::Target::JobRole, role.id.value, role.name,
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
                 {"since", host_.messages().date(request.locale(), requirement.since)}});
        }
    });
    Json data{{"rows", rows},
              {"empty", rows.empty()},
              {"competencies", competencies},
              {"targets", targets},
              {"level", form["level"].empty() ? "0" : std::string(form["level"])},
              {"competency_value", std::string(form["competency"])},
              {"target_value", std::string(form["target"])},
              {"preview", preview},
              {"saved", request.query("saved").has_value()},
              {"removed", request.query("removed").has_value()}};
    add_errors(data, errors, {"competency", "level", "target"});
    return Response::page(view("competencies/requirements", std::move(data),
                               request.t("competencies.requirements-title")),
                          errors.empty() ? 200 : 422);
}

Response RequirementPages::attach(Request& request) {
    const Form& form = request.form();
    const Typed typed = read(form);
    std::vector<FieldError> errors;
    if (!typed.competency)
        errors.push_back({"competency", request.t("competencies.error-competency")});
    if (!typed.kind) errors.push_back({"target", request.t("competencies.error-target")});
    if (!errors.empty()) return page(request, form, errors, false);
    if (form["confirmed"].empty()) {
        const int reached = host_.db().read([&](Reader& reader) {
            return service_.people_reached(reader, *typed.kind, typed.target);
        });
        return page(
            request, form, {},
            {{"text", request.t("competencies.reaches", {{"count", std::to_string(reached)}})}});
    }
    try {
        service_.attach_requirement(
            request.principal(), {host_.ids().make<store::Requirement>(), *typed.competency,
                                  typed.level, *typed.kind, typed.target, host_.clock().today()});
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Invalid) throw;
        return page(request, form, error.fields(), false);
    }
    return Response::redirect("/admin/requirements?saved=1");
}

Response RequirementPages::remove(Request& request) {
    service_.remove_requirement(request.principal(), request.id<store::Requirement>("requirement"));
    return Response::redirect("/admin/requirements?removed=1");
}

}  // namespace tessera::competencies
