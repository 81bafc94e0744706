#include "package_pages.hpp"

#include "package_view.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace tessera::elearning {

namespace {

constexpr int kPageSize = 25;
constexpr const char* kPath = "/admin/packages";

int page_of(const Request& request) {
    const std::string_view text = request.query("page").value_or("1");
    int page = 1;
    std::from_chars(text.data(), text.data() + text.size(), page);
    return page < 1 || page > 9999 ? 1 : page;
}

constexpr int kMostDrafts = 200;

/// Packages of one title are told apart by file, size and day.
Json row(const Request& request, Host& host, const PackageLine& line) {
    const auto& [package, version] = line;
    const std::string path = std::string(kPath) + '/' + package.id.text();
    const bool next = package.published() && version.draft;
    return {
        {"id", package.id.text()},
        {"href", next ? path + "/versions?told=draft" : path},
        {"draft", version.draft || !package.published()},
        {"title", version.title},
        {"file", version.file_name.empty() ? Json(false) : Json(version.file_name)},
        {"edition", version.edition},
        {"parts", request.t("elearning.parts", {{"count", std::to_string(version.parts)}})},
        {"size", size_text(version.zip_bytes)},
        {"date", host.messages().date(request.locale(), host.clock().date_of(version.imported))},
        {"warned", version.warnings > 0},
        {"warnings",
         request.t("elearning.warnings", {{"count", std::to_string(version.warnings)}})}};
}

}  // namespace

void PackagePages::declare(Registrar& registrar) {
    const Access access = Needs("elearning.packages");
    registrar.get(kPath, access, [this](Request& q) { return list(q, {}); });
    registrar.post(kPath, access, [this](Request& q) { return add(q); });
    registrar.get("/admin/packages/{package}", access,
                  [this](Request& q) { return report(q, {}); });
    registrar.post("/admin/packages/{package}", access, [this](Request& q) { return change(q); });
    registrar.post("/admin/packages/{package}/publish", access,
                   [this](Request& q) { return publish(q); });
    registrar.post("/admin/packages/{package}/tolerances", access,
                   [this](Request& q) { return change_tolerances(q); });
    registrar.get("/admin/packages/{package}/report.json", access,
                  [this](Request& q) { return report_file(q); });
}

Response PackagePages::list(Request& request, const std::vector<FieldError>& errors) {
    const std::string text(request.query("q").value_or("").substr(0, 200));
    const int page = page_of(request);
    std::vector<PackageLine> lines, drafts;
    std::optional<catalogue::CourseRecord> course;
    const bool only_drafts = request.query("drafts").has_value();
    host_.db().read([&](Reader& reader) {
        drafts = store::drafts(reader, kMostDrafts);
        lines = only_drafts ? drafts
                            : store::list(reader, title_pattern(text), kPageSize + 1,
                                          (page - 1) * kPageSize);
        const auto id = Id<catalogue::Course>::parse(request.query("course").value_or(""));
        if (id) course = courses_.course(reader, *id);
    });
    const bool more = !only_drafts && lines.size() > kPageSize;
    if (more) lines.pop_back();
    Json rows = Json::array();
    for (const PackageLine& line : lines) rows.push_back(row(request, host_, line));
    const Json reading = imports_.open(request);
    const auto link = [&](int to) {
        return std::string(kPath) + "?q=" + percent_encoded(text) + "&page=" + std::to_string(to);
    };
    Json problems = Json::array();
    for (const FieldError& error : errors)
        problems.push_back({{"field", error.field}, {"message", error.message}});
    return Response::page(
        view("elearning/packages",
             {{"rows", rows},
              {"q", text},
              {"empty", rows.empty()},
              {"searched", !text.empty()},
              {"none_found", request.t("elearning.packages-none-found", {{"text", text}})},
              {"for_course", bool(course)},
              {"course", course ? course->id.text() : ""},
              {"course_title", course ? course->title : ""},
              {"pager", page > 1 || more},
              {"previous", page > 1 ? Json(link(page - 1)) : Json(false)},
              {"next", more ? Json(link(page + 1)) : Json(false)},
              {"only_drafts", only_drafts},
              {"drafts", drafts.empty() || only_drafts
                             ? Json(false)
                             : Json(request.t("elearning.drafts",
                                              {{"count", std::to_string(drafts.size())}}))},
              {"any_reading", !reading.empty()},
              {"reading", reading},
              {"has_errors", !errors.empty()},
              {"errors", problems},
              {"file_error", !errors.empty() && errors.front().field == "file"}},
             request.t("elearning.packages-title")),
        errors.empty() ? 200 : 422);
}

Response PackagePages::add(Request& request) {
    Upload upload;
    std::string_view course;
    try {
        upload = request.upload("file", content::Limits{}.zip_bytes);
        course = request.form()["course"];
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Invalid) throw;
        return list(request, {{"file", request.t("elearning.error-no-file")}});
    }
    NewImport wanted;
    wanted.draft = true;
    if (!course.empty()) {
        wanted.course = Id<catalogue::Course>::parse(course);
        if (!wanted.course) return list(request, {{"course", request.t("elearning.error-course")}});
    }
    return imports_.begun(request, upload, wanted);
}

/// What is asked before a draft is published.
Json PackagePages::draft_data(const Request& request, const PackageRecord& package,
                              const Json& checked, std::size_t awards, const std::string& error) {
    if (package.published()) return {{"draft", false}};
    const std::string doubt = checked.value("title_doubt", "");
    const bool own_course = package.draft == "course";
    return {{"draft", true},
            {"asks_title", own_course},
            {"title_hint", request.t(doubt == "missing"   ? "elearning.draft-title-missing"
                                     : doubt == "default" ? "elearning.draft-title-default"
                                                          : "elearning.draft-title-hint")},
            {"title_error", error.empty() ? Json(false) : Json(error)},
            {"awards", awards == 0 ? request.t("elearning.draft-awards-nothing")
                                   : request.t("elearning.draft-awards",
                                               {{"count", std::to_string(awards)}})}};
}

Response PackagePages::publish(Request& request) {
    const auto id = request.id<Package>("package");
    const std::string title(request.form()["title"].substr(0, 400));
    const PackageRecord before =
        host_.db().read([&](Reader& reader) { return service_.package(reader, id); });
    const bool asks = before.draft == "course";
    if (asks && title.empty())
        return report(request, {{"title", request.t("elearning.error-title")}});
    try {
        service_.publish(request.principal(), id, asks ? title : "");
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Invalid) throw;
        return report(request, {{"title", request.t("elearning.error-title-taken")}});
    }
    // Of a new version there are people in the middle of the one before: that is decided there.
    return Response::redirect(std::string(kPath) + '/' + id.text() +
                              (before.published() ? "/versions?told=added" : "?published=1"));
}

Response PackagePages::report(Request& request, const std::vector<FieldError>& errors) {
    const auto error_of = [&](std::string_view field) {
        for (const FieldError& one : errors)
            if (one.field == field) return one.message;
        return std::string();
    };
    const std::string error = error_of("attempts");
    const auto id = request.id<Package>("package");
    PackageRecord package;
    std::vector<VersionRecord> versions;
    VersionDocuments documents;
    std::optional<catalogue::CourseRecord> course;
    std::int64_t in_progress = 0;
    std::size_t awards = 0;
    PackageTolerances tolerances;
    CompletionRule rule;
    Json progress;
    std::optional<std::string> typed_title;
    host_.db().read([&](Reader& reader) {
        package = service_.package(reader, id);
        versions = store::versions(reader, id);
        documents = store::documents(reader, package.version);
        course = courses_.course(reader, package.course);
        awards = courses_.competencies(reader, package.course).size();
        in_progress = store::in_progress(reader, package.version);
        tolerances = service_.tolerances(reader, id);
        rule = rules_.rule(reader, id);
        progress = progress_.sections(request, reader, package);
    });
    const Json checked = Json::parse(documents.report_json);
    Json data = report_data(request, checked);
    if (const auto structure = scorm::course_from_json(documents.course_json)) {
        data.update(parts_data(request, *structure, checked));
    }
    data.update(tolerances_data(request, tolerances, checked));
    data.update(draft_data(request, package, checked, awards, error_of("title")));
    if (!errors.empty() && errors.front().field == "title")
        typed_title = std::string(request.form()["title"].substr(0, 400));
    data.update(progress);
    data.update(rule_data(request, rule));
    // A package that says neither leaves everybody in progress, unless a rule helps.
    data["rule_needed"] = rule == CompletionRule() && data["completion_known"] == false &&
                          data["success_known"] == false;
    Json earlier = Json::array();
    for (const VersionRecord& version : versions) {
        const std::string day =
            host_.messages().date(request.locale(), host_.clock().date_of(version.imported));
        if (version.id != package.version) {
            earlier.push_back(
                request.t("elearning.version-line", {{"number", std::to_string(version.number)},
                                                     {"date", day},
                                                     {"file", version.file_name}}));
            continue;
        }
        const std::string when = host_.messages().date_time(request.locale(), version.imported);
        data["title"] = version.title;
        data["version"] = version.number;
        data["parts_text"] =
            request.t("elearning.parts", {{"count", std::to_string(version.parts)}});
        data["added_by"] = version.imported_by;
        data["checked"] = version.file_name.empty()
                              ? request.t("elearning.report-checked-unnamed", {{"when", when}})
                              : request.t("elearning.report-checked",
                                          {{"file", version.file_name}, {"when", when}});
    }
    const Json subject{{"course", package.course.text()}, {"title", course ? course->title : ""}};
    data.update(
        Json{{"id", id.text()},
             {"version_id", package.version.text()},
             {"course", package.course.text()},
             {"course_title", typed_title ? *typed_title
                              : course    ? course->title
                                          : ""},
             {"doubtful", checked.value("doubtful", false)},
             {"published", request.query("published").has_value()},
             {"in_progress",
              request.t("elearning.in-progress-count", {{"count", std::to_string(in_progress)}})},
             {"has_earlier", !earlier.empty()},
             {"earlier", earlier},
             {"attempts", error.empty() ? std::to_string(package.attempt_limit)
                                        : std::string(request.form()["attempts"].substr(0, 20))},
             {"attempts_error", error.empty() ? Json(false) : Json(error)},
             {"saved", request.query("saved").has_value()},
             {"added", request.query("added").has_value()},
             {"added_draft", request.query("added").has_value() && !package.published()},
             {"known", request.query("known").has_value()},
             {"admin", host_.slots().render("course.admin", request, &subject)}});
    const std::string title = data["title"];
    return Response::page(view("elearning/package", std::move(data), title),
                          errors.empty() ? 200 : 422);
}

Response PackagePages::report_file(Request& request) {
    const auto id = request.id<Package>("package");
    const auto documents = host_.db().read([&](Reader& reader) {
        return store::documents(reader, service_.package(reader, id).version);
    });
    return Response::json_text(documents.report_json)
        .header("Content-Disposition", "attachment; filename=\"package-report.json\"");
}

Response PackagePages::change(Request& request) {
    const auto id = request.id<Package>("package");
    const std::string_view text = request.form()["attempts"];
    std::int64_t limit = -1;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), limit);
    constexpr std::int64_t kMostAttempts = 100;
    if (failure != std::errc() || end != text.data() + text.size() || limit < 0 ||
        limit > kMostAttempts) {
        return report(request, {{"attempts", request.t("elearning.error-attempts")}});
    }
    service_.set_attempt_limit(request.principal(), id, limit);
    return Response::redirect(std::string(kPath) + '/' + id.text() + "?saved=1");
}

Response PackagePages::change_tolerances(Request& request) {
    const auto id = request.id<Package>("package");
    const auto edition =
        host_.db().read([&](Reader& reader) { return service_.tolerances(reader, id); }).edition;
    ToleranceChange change{profile_of(request.form()["profile"]), std::vector<std::string>()};
    // A page that was open before an update may have a box that is gone now.
    for (const std::string_view name : request.form().all("tolerance"))
        if (is_known(name, edition)) change.names->emplace_back(name);
    service_.set_tolerances(request.principal(), id, change);
    return Response::redirect(std::string(kPath) + '/' + id.text() + "?saved=1#tolerances");
}

}  // namespace tessera::elearning
