#include "competency_pages.hpp"

#include <nlohmann/json.hpp>

namespace tessera::competencies {

std::string renewal_text(const Request& request, int months) {
    if (months == 0) return request.t("competencies.renew-never");
    if (months % 12 == 0)
        return request.t("competencies.renew-years", {{"count", std::to_string(months / 12)}});
    return request.t("competencies.renew-months", {{"count", std::to_string(months)}});
}

std::string name_with_level(const Request& request, const std::string& name, int level) {
    if (level == 0) return name;
    return name + ", " + request.t("competencies.level-n", {{"level", std::to_string(level)}});
}

std::optional<int> read_level(std::string_view text) {
    if (text.empty()) return 0;
    if (text.size() != 1 || text[0] < '0' || text[0] > '9') return std::nullopt;
    return text[0] - '0';
}

Json competency_options(const std::vector<CompetencyRecord>& all, std::string_view chosen,
                        int& levels) {
    Json options = Json::array();
    for (const auto& competency : all) {
        const bool selected = chosen == competency.id.text();
        if (selected) levels = competency.levels;
        options.push_back(
            {{"id", competency.id.text()},
             {"name", competency.name},
             {"levels", competency.levels > 0 ? std::to_string(competency.levels) : ""},
             {"selected", selected}});
    }
    return options;
}

void add_levels(Json& data, int levels, std::string_view chosen) {
    constexpr int kMost = 9;
    const auto options = [&](int most) {
        Json list = Json::array();
        for (int level = 1; level <= most; ++level) {
            const std::string text = std::to_string(level);
            list.push_back({{"level", text}, {"selected", chosen == text}});
        }
        return list;
    };
    data["has_levels"] = levels > 0;
    data["level_options"] = options(levels);
    data["every_level"] = options(kMost);
    data["error_level"] = false;
}

Error no_undo(const Request& request) {
    return {ErrorKind::Conflict, "competencies.undo", request.t("competencies.error-undo")};
}

void add_errors(Json& data, const std::vector<FieldError>& errors,
                std::initializer_list<const char*> fields) {
    for (const char* field : fields) data["error_" + std::string(field)] = false;
    Json summary = Json::array();
    for (const FieldError& error : errors) {
        summary.push_back({{"field", error.field}, {"message", error.message}});
        data["error_" + error.field] = error.message;
    }
    data["has_errors"] = !errors.empty();
    data["errors"] = std::move(summary);
}

void CompetencyPages::declare(Registrar& registrar) {
    registrar.get("/admin/competencies", Needs("competencies.define"),
                  [this](Request& q) { return list(q); });
    registrar.get("/admin/competencies/new", Needs("competencies.define"), [this](Request& q) {
        return form(q, "", {"", "", "", "0", "12"}, {});
    });
    registrar.post("/admin/competencies/new", Needs("competencies.define"),
                   [this](Request& q) { return save(q); });
    registrar.get("/admin/competencies/{competency}", Needs("competencies.define"),
                  [this](Request& q) { return edit(q); });
    registrar.post("/admin/competencies/{competency}", Needs("competencies.define"),
                   [this](Request& q) { return save(q); });
}

Response CompetencyPages::list(Request& request) {
    Json rows = Json::array();
    for (const auto& record :
         host_.db().read([&](Reader& reader) { return service_.all(reader); })) {
        rows.push_back({{"id", record.id.text()},
                        {"code", record.code},
                        {"name", record.name},
                        {"framework", record.framework},
                        {"levels", record.levels == 0 ? request.t("competencies.no-levels")
                                                      : std::to_string(record.levels)},
                        {"renewal", renewal_text(request, record.renewal_months)}});
    }
    return Response::page(view("competencies/list", {{"empty", rows.empty()}, {"rows", rows}},
                               request.t("competencies.list-title")));
}

Response CompetencyPages::edit(Request& request) {
    const auto id = request.id<Competency>("competency");
    const auto record =
        host_.db().read([&](Reader& reader) { return store::competency(reader, id); });
    if (!record) throw not_found("There is no such competency.");
    return form(request, id.text(),
                {record->code, record->name, record->framework, std::to_string(record->levels),
                 std::to_string(record->renewal_months)},
                {});
}

Response CompetencyPages::form(Request& request, const std::string& id,
                               const CompetencyDraft& draft,
                               const std::vector<FieldError>& errors) {
    Json data{
        {"id", id},
        {"is_new", id.empty()},
        {"action", "/admin/competencies/" + (id.empty() ? "new" : id)},
        {"code", draft.code},
        {"name", draft.name},
        {"framework", draft.framework},
        {"levels", draft.levels},
        {"renewal_months", draft.renewal_months},
        {"frameworks", host_.db().read([](Reader& reader) { return store::frameworks(reader); })}};
    add_errors(data, errors, {"code", "name", "framework", "levels", "renewal_months"});
    const std::string title = id.empty() ? request.t("competencies.new") : draft.name;
    data["heading"] = title;
    return Response::page(view("competencies/edit", std::move(data), title),
                          errors.empty() ? 200 : 422);
}

Response CompetencyPages::save(Request& request) {
    const Form& typed = request.form();
    const CompetencyDraft draft{std::string(typed["code"]), std::string(typed["name"]),
                                std::string(typed["framework"]), std::string(typed["levels"]),
                                std::string(typed["renewal_months"])};
    std::optional<Id<Competency>> id;
    if (request.path() != "/admin/competencies/new") id = request.id<Competency>("competency");
    try {
        service_.save(request.principal(), id, draft, request.locale());
        return redirect_with("/admin/competencies",
                             {"competencies.note-saved", {{"competency", draft.name}}, "", ""});
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Invalid) throw;
        return form(request, id ? id->text() : "", draft, error.fields());
    }
}

}  // namespace tessera::competencies
