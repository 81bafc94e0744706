#include "course_pages.hpp"

#include "tessera/note.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tessera::catalogue {

namespace {

CourseQuery query_of(const Request& request) {
    CourseQuery query;
    query.text = std::string(request.query("q").value_or("")).substr(0, 200);
    if (auto category = Id<Category>::parse(request.query("category").value_or("")))
        query.category = *category;
    const std::string page(request.query("page").value_or("1"));
    if (page.size() <= 4 && page.find_first_not_of("0123456789") == std::string::npos &&
        !page.empty()) {
        query.page = std::max(1, std::stoi(page));
    }
    return query;
}

std::string page_link(std::string_view path, const CourseQuery& query, int page) {
    return std::string(path) + "?q=" + percent_encoded(query.text) +
           "&category=" + (query.category ? query.category.text() : "") +
           "&page=" + std::to_string(page);
}

std::string kind_name(const Request& request, const std::string& kind) {
    return request.t("catalogue.kind-" + kind);
}

std::string duration(const Request& request, int minutes) {
    return minutes == 0 ? "" : request.t("catalogue.minutes", {{"count", std::to_string(minutes)}});
}

Json list_data(const Request& request, const CourseList& list, const CourseQuery& query,
               std::string_view path) {
    Json rows = Json::array();
    for (const CourseRecord& course : list.courses) {
        Json kinds = Json::array();
        for (const OfferingRecord& offering : list.offerings) {
            if (offering.course == course.id) kinds.push_back(kind_name(request, offering.kind));
        }
        rows.push_back({{"id", course.id.text()},
                        {"title", course.title},
                        {"summary", course.summary},
                        {"category", course.category_name},
                        {"kinds", kinds},
                        {"duration", duration(request, course.minutes)},
                        {"inactive", !course.active}});
    }
    Json chips = Json::array();
    for (const auto& category : list.categories) {
        if (category.courses == 0) continue;
        CourseQuery of_category = query;
        of_category.category = category.id;
        chips.push_back({{"name", category.name},
                         {"count", category.courses},
                         {"current", category.id == query.category},
                         {"href", page_link(path, of_category, 1)}});
    }
    CourseQuery everywhere = query;
    everywhere.category = {};
    return {
        {"rows", rows},
        {"chips", chips},
        {"everything_href", page_link(path, everywhere, 1)},
        {"everything", !query.category},
        {"category", query.category ? query.category.text() : ""},
        {"q", query.text},
        {"empty", list.courses.empty()},
        {"searched", !query.text.empty() || bool(query.category)},
        {"empty_text", query.text.empty()
                           ? request.t("catalogue.none")
                           : request.t("catalogue.none-found", {{"text", query.text}})},
        {"pager", query.page > 1 || list.more},
        {"previous", query.page > 1 ? Json(page_link(path, query, query.page - 1)) : Json(false)},
        {"next", list.more ? Json(page_link(path, query, query.page + 1)) : Json(false)}};
}

}  // namespace

void CoursePages::declare(Registrar& registrar) {
    registrar.get("/learn", Needs("catalogue.browse"), [this](Request& q) { return find(q); });
    registrar.get("/courses/{course}", Needs("catalogue.browse"),
                  [this](Request& q) { return course(q); });
    registrar.get("/admin/courses", Needs("catalogue.edit"),
                  [this](Request& q) { return manage(q); });
    registrar.get("/admin/courses/new", Needs("catalogue.edit"),
                  [this](Request& q) { return form(q, "", {}, true, {}); });
    registrar.post("/admin/courses/new", Needs("catalogue.edit"),
                   [this](Request& q) { return save(q); });
    registrar.get("/admin/courses/{course}", Needs("catalogue.edit"),
                  [this](Request& q) { return edit(q); });
    registrar.post("/admin/courses/{course}", Needs("catalogue.edit"),
                   [this](Request& q) { return save(q); });
}

Response CoursePages::find(Request& request) {
    const CourseQuery query = query_of(request);
    const CourseList list = host_.db().read(
        [&](Reader& reader) { return service_.list(reader, request.principal(), query); });
    return Response::page(view("catalogue/find", list_data(request, list, query, "/learn"),
                               request.t("catalogue.find-title")));
}

Response CoursePages::course(Request& request) {
    const auto id = request.id<Course>("course");
    CourseRecord record;
    std::vector<OfferingRecord> offerings;
    host_.db().read([&](Reader& reader) {
        record = service_.visible(reader, request.principal(), id);
        offerings = service_.offerings(reader, id);
    });
    const Json subject{{"course", id.text()}, {"title", record.title}};
    Json ways = host_.slots().render("course.ways", request, &subject);
    Json kinds = Json::array();
    for (const OfferingRecord& offering : offerings) {
        kinds.push_back({{"name", kind_name(request, offering.kind)},
                         {"text", request.t("catalogue.kind-text-" + offering.kind)},
                         {"duration", duration(request, record.minutes)}});
    }
    const bool shows_kinds = ways.empty();
    return Response::page(
        view("catalogue/course",
             {{"id", id.text()},
              {"title", record.title},
              {"summary", record.summary},
              {"category", record.category_name},
              {"category_href", "/learn?category=" + record.category.text()},
              {"inactive", !record.active},
              {"may_edit", request.principal().can("catalogue.edit")},
              {"badges", host_.slots().render("course.badges", request, &subject)},
              {"ways", ways},
              {"kinds", shows_kinds ? kinds : Json::array()},
              {"no_way", shows_kinds && kinds.empty()},
              {"sections", host_.slots().render("course.sections", request, &subject)},
              {"aside", host_.slots().render("course.aside", request, &subject)}},
             record.title));
}

Response CoursePages::manage(Request& request) {
    CourseQuery query = query_of(request);
    query.inactive_too = true;
    const CourseList list = host_.db().read(
        [&](Reader& reader) { return service_.list(reader, request.principal(), query); });
    return Response::page(view("catalogue/manage",
                               list_data(request, list, query, "/admin/courses"),
                               request.t("catalogue.manage-title")));
}

Response CoursePages::edit(Request& request) {
    const auto id = request.id<Course>("course");
    CourseDraft draft;
    bool active = true;
    host_.db().read([&](Reader& reader) {
        const CourseRecord record = service_.visible(reader, request.principal(), id);
        draft = {record.title,
                 record.summary,
                 record.keywords,
                 record.category_name,
                 record.minutes == 0 ? "" : std::to_string(record.minutes),
                 {}};
        active = record.active;
        for (OfferingRecord& offering : service_.offerings(reader, id)) {
            draft.kinds.push_back(std::move(offering.kind));
        }
    });
    return form(request, id.text(), draft, active, {});
}

Response CoursePages::form(Request& request, const std::string& id, const CourseDraft& draft,
                           bool active, const std::vector<FieldError>& errors) {
    Json kinds = Json::array();
    for (const std::string_view kind : kKinds) {
        kinds.push_back({{"kind", kind},
                         {"name", kind_name(request, std::string(kind))},
                         {"checked", std::find(draft.kinds.begin(), draft.kinds.end(), kind) !=
                                         draft.kinds.end()}});
    }
    Json categories = Json::array();
    for (const auto& category :
         host_.db().read([](Reader& reader) { return store::categories(reader); })) {
        categories.push_back(category.name);
    }
    Json summary = Json::array();
    Json data{{"id", id},
              {"title", draft.title},
              {"summary", draft.summary},
              {"keywords", draft.keywords},
              {"category", draft.category},
              {"minutes", draft.minutes},
              {"active", active},
              {"kinds", kinds},
              {"categories", categories},
              {"is_new", id.empty()},
              {"action", "/admin/courses/" + (id.empty() ? "new" : id)},
              {"admin", Json::array()}};
    for (const char* field : {"title", "summary", "keywords", "category", "minutes", "kind"}) {
        data["error_" + std::string(field)] = false;
    }
    for (const FieldError& error : errors) {
        summary.push_back({{"field", error.field}, {"message", error.message}});
        data["error_" + error.field] = error.message;
    }
    data["has_errors"] = !errors.empty();
    data["errors"] = summary;
    if (!id.empty()) {
        const Json subject{{"course", id}, {"title", draft.title}};
        data["admin"] = host_.slots().render("course.admin", request, &subject);
    }
    const std::string title = id.empty() ? request.t("catalogue.new-title") : draft.title;
    return Response::page(view("catalogue/edit", std::move(data), title),
                          errors.empty() ? 200 : 422);
}

Response CoursePages::save(Request& request) {
    const Form& form_data = request.form();
    CourseDraft draft{std::string(form_data["title"]),    form_data.lines("summary"),
                      std::string(form_data["keywords"]), std::string(form_data["category"]),
                      std::string(form_data["minutes"]),  {}};
    for (const auto kind : form_data.all("kind")) draft.kinds.emplace_back(kind);
    const bool is_new = request.path() == "/admin/courses/new";
    const bool active = is_new || form_data.has("active");
    std::optional<Id<Course>> id;
    if (!is_new) id = request.id<Course>("course");
    try {
        const auto saved = service_.save(request.principal(), id, draft, active, request.locale());
        return redirect_with("/admin/courses/" + saved.text(),
                             {"catalogue.note-saved", {{"course", draft.title}}, "", ""});
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Invalid) throw;
        return form(request, id ? id->text() : "", draft, active, error.fields());
    }
}

}  // namespace tessera::catalogue
