#include "rule_pages.hpp"

#include "progress_view.hpp"

namespace tessera::elearning {

namespace {

std::string page_of(Id<Package> package) { return "/admin/packages/" + package.text() + "/rules"; }

/// What a field shows: a number as it stands, what was typed, or nothing.
std::string typed(const Json& values, const char* field) {
    const Json& value = values.at(field);
    if (value.is_string()) return value.get<std::string>().substr(0, 20);
    return value.is_null() ? "" : value.dump();
}

Json choices(const Request& request, const Json& values) {
    Json list = Json::array();
    for (const std::string_view when : kCompleteWhen) {
        const std::string key = "elearning.when-" + std::string(when);
        list.push_back({{"when", when},
                        {"label", request.t(key)},
                        {"hint", request.t(key + "-hint")},
                        {"checked", values.at("complete_when") == when}});
    }
    return list;
}

std::string people(const Request& request, const char* key, std::size_t count) {
    return request.t(key, {{"count", std::to_string(count)}});
}

Json errors_of(const Request& request, const std::vector<RuleProblem>& problems) {
    Json errors = Json::array();
    for (const RuleProblem& problem : problems)
        errors.push_back({{"field", problem.field}, {"message", request.t(problem.key)}});
    return errors;
}

Json error_at(const Json& errors, const char* field) {
    for (const Json& error : errors) {
        if (error.at("field") == field) return error.at("message");
    }
    return false;
}

}  // namespace

void RulePages::declare(Registrar& registrar) {
    const Access access = Needs("elearning.packages");
    registrar.get("/admin/packages/{package}/rules", access,
                  [this](Request& q) { return form(q, Shown{}); });
    registrar.post("/admin/packages/{package}/rules", access,
                   [this](Request& q) { return change(q); });
    registrar.post("/admin/packages/{package}/rules/apply", access,
                   [this](Request& q) { return apply(q); });
    registrar
        .get("/api/v1/packages/{package}/rules", access, [this](Request& q) { return document(q); })
        .summary("When attempts on a package are complete")
        .returns(200,
                 "The rule, and would_complete: people in progress whom it would complete if it "
                 "were applied to them now")
        .returns(404, "There is no such package");
    registrar
        .put("/api/v1/packages/{package}/rules", access, [this](Request& q) { return replace(q); })
        .summary("Change when attempts on a package are complete, for what is recorded from now on")
        .body({{"complete_when", "string",
                "\"reported\" (by the content), \"opened\", \"parts-opened\", \"parts-done\", "
                "\"score\" or \"time\"",
                false},
               {"pass_mark", "integer",
                "percent, 1 to 100; needed for \"score\", otherwise for content that gives a score "
                "and says neither passed nor failed",
                false},
               {"minutes", "integer", "needed for \"time\", 1 to 6000", false},
               {"passed_completes", "boolean", "a pass is enough; true unless sent", false},
               {"failed_completes", "boolean", "a fail is as good; false unless sent", false}})
        .returns(200, "The rule as it is now")
        .returns(404, "There is no such package")
        .returns(422, "A value does not fit; nothing was changed");
}

Response RulePages::form(Request& request, const Shown& shown) {
    const auto id = request.id<Package>("package");
    std::string title;
    CompletionRule stored;
    std::size_t ready = 0;
    std::size_t would = 0;
    host_.db().read([&](Reader& reader) {
        title = store::version(reader, packages_.package(reader, id).version)->title;
        stored = rules_.rule(reader, id);
        ready = rules_.would_complete(reader, id, stored).size();
        if (shown.previewed) would = rules_.would_complete(reader, id, *shown.previewed).size();
    });
    const Json values = shown.values.is_null() ? rule_json(stored) : shown.values;
    const Json errors = errors_of(request, shown.problems);
    const std::string_view applied = request.query("applied").value_or("");
    Json data{
        {"id", id.text()},
        {"package_title", title},
        {"now_text", rule_text(request, stored)},
        {"choices", choices(request, values)},
        {"pass_mark", typed(values, "pass_mark")},
        {"minutes", typed(values, "minutes")},
        {"passed", values.at("passed_completes") == true},
        {"failed", values.at("failed_completes") == true},
        {"has_errors", !errors.empty()},
        {"errors", errors},
        {"when_error", error_at(errors, "complete_when")},
        {"mark_error", error_at(errors, "pass_mark")},
        {"minutes_error", error_at(errors, "minutes")},
        {"previewed", shown.previewed ? Json(rule_json(*shown.previewed).dump()) : Json(false)},
        {"preview_text", people(request, "elearning.rule-preview", would)},
        {"preview_rule", shown.previewed ? rule_text(request, *shown.previewed) : ""},
        {"saved", request.query("saved").has_value()},
        {"applied",
         !applied.empty() && applied.size() < 4
             ? Json(request.t("elearning.rule-applied", {{"count", std::string(applied)}}))
             : Json(false)},
        {"applied_more", request.query("more").has_value()},
        {"apply", ready > 0 && !shown.previewed},
        {"apply_text", people(request, "elearning.rule-apply-text", ready)},
        {"apply_button", people(request, "elearning.rule-apply", ready)},
        {"not_confirmed", shown.not_confirmed}};
    const bool refused = !errors.empty() || shown.not_confirmed;
    return Response::page(
        view("elearning/rules", std::move(data), request.t("elearning.rules-title")),
        refused ? 422 : 200);
}

Response RulePages::change(Request& request) {
    const auto id = request.id<Package>("package");
    Shown shown;
    shown.values = rule_of_form(request.form());
    const CompletionRule rule = read_rule(shown.values, shown.problems);
    if (!shown.problems.empty()) return form(request, shown);
    // Only what was looked at is saved.
    const bool seen = request.form()["previewed"] == rule_json(rule).dump();
    if (request.form()["then"] != "save" || !seen) {
        shown.previewed = rule;
        return form(request, shown);
    }
    rules_.save(request.principal(), id, rule);
    return Response::redirect(page_of(id) + "?saved=1");
}

Response RulePages::apply(Request& request) {
    const auto id = request.id<Package>("package");
    if (request.form()["confirmed"] != "1") {
        Shown shown;
        shown.not_confirmed = true;
        return form(request, shown);
    }
    const RuleApplied applied = rules_.apply(request.principal(), id);
    return Response::redirect(page_of(id) + "?applied=" + std::to_string(applied.completed) +
                              (applied.more ? "&more=1" : ""));
}

Response RulePages::document(Request& request) {
    const auto id = request.id<Package>("package");
    return host_.db().read([&](Reader& reader) {
        const CompletionRule rule = rules_.rule(reader, id);
        Json document = rule_json(rule);
        document["would_complete"] = rules_.would_complete(reader, id, rule).size();
        return Response::json(document);
    });
}

Response RulePages::replace(Request& request) {
    const auto id = request.id<Package>("package");
    std::vector<RuleProblem> problems;
    const CompletionRule rule = read_rule(request.json(), problems);
    if (!problems.empty()) {
        std::vector<FieldError> fields;
        for (const RuleProblem& problem : problems)
            fields.push_back({problem.field, request.t(problem.key)});
        throw Error(ErrorKind::Invalid, "elearning.rule",
                    "The rule has values that have to be put right. Nothing was changed.",
                    std::move(fields));
    }
    rules_.save(request.principal(), id, rule);
    return document(request);
}

}  // namespace tessera::elearning
