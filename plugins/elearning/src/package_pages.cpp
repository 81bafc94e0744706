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

std::string encoded(std::string_view text) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
            (byte >= 'a' && byte <= 'z')) {
            out += c;
        } else {
            (out += '%') += kHex[byte >> 4];
            out += kHex[byte & 15];
        }
    }
    return out;
}

}  // namespace

void PackagePages::declare(Registrar& registrar) {
    const Access access = Needs("elearning.packages");
    registrar.get(kPath, access, [this](Request& q) { return list(q, {}); });
    registrar.post(kPath, access, [this](Request& q) { return add(q); });
    registrar.get("/admin/packages/{package}", access,
                  [this](Request& q) { return report(q, {}); });
    registrar.post("/admin/packages/{package}", access, [this](Request& q) { return change(q); });
    registrar.post("/admin/packages/{package}/tolerances", access,
                   [this](Request& q) { return change_tolerances(q); });
    registrar.get("/admin/packages/{package}/report.json", access,
                  [this](Request& q) { return report_file(q); });
}

Response PackagePages::list(Request& request, const std::vector<FieldError>& errors) {
    const std::string text(request.query("q").value_or("").substr(0, 200));
    const int page = page_of(request);
    std::vector<PackageLine> lines;
    std::optional<catalogue::CourseRecord> course;
    host_.db().read([&](Reader& reader) {
        lines = store::list(reader, title_pattern(text), kPageSize + 1, (page - 1) * kPageSize);
        const auto id = Id<catalogue::Course>::parse(request.query("course").value_or(""));
        if (id) course = courses_.course(reader, *id);
    });
    const bool more = lines.size() > kPageSize;
    if (more) lines.pop_back();
    Json rows = Json::array();
    for (const auto& [package, version] : lines) {
        const std::string parts = std::to_string(version.parts);
        const std::string warnings = std::to_string(version.warnings);
        rows.push_back({{"id", package.id.text()},
                        {"title", version.title},
                        {"edition", version.edition},
                        {"parts", request.t("elearning.parts", {{"count", parts}})},
                        {"size", size_text(version.zip_bytes)},
                        {"date", host_.messages().date(request.locale(),
                                                       host_.clock().date_of(version.imported))},
                        {"warned", version.warnings > 0},
                        {"warnings", request.t("elearning.warnings", {{"count", warnings}})}});
    }
    const auto link = [&](int to) {
        return std::string(kPath) + "?q=" + encoded(text) + "&page=" + std::to_string(to);
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
    NewPackage zip{
        *upload.path, upload.file_name, [&] { return host_.files().adopt(upload); }, {}, {}};
    if (!course.empty()) {
        zip.course = Id<catalogue::Course>::parse(course);
        if (!zip.course) return list(request, {{"course", request.t("elearning.error-course")}});
    }
    const Imported imported = service_.import(request.principal(), zip);
    if (!imported.package) return refused(request, imported.report, upload.file_name);
    const std::string path = std::string(kPath) + '/' + imported.package.text();
    // Those in the middle of the version before: nothing happens to them until it is decided there.
    if (imported.next) return Response::redirect(path + "/versions?told=added");
    return Response::redirect(path + (imported.known ? "?known=1" : "?added=1"));
}

Response PackagePages::refused(Request& request, const content::Report& report,
                               const std::string& file_name) {
    Json data = report_data(request, Json::parse(content::to_json(report)));
    const std::string title = report.title.empty() ? file_name : report.title;
    const std::string when = host_.messages().date_time(request.locale(), host_.clock().now());
    data["title"] = title;
    data["checked"] =
        file_name.empty()
            ? request.t("elearning.report-checked-unnamed", {{"when", when}})
            : request.t("elearning.report-checked", {{"file", file_name}, {"when", when}});
    return Response::page(view("elearning/refused", std::move(data), title), 422);
}

Response PackagePages::report(Request& request, const std::string& error) {
    const auto id = request.id<Package>("package");
    PackageRecord package;
    std::vector<VersionRecord> versions;
    VersionDocuments documents;
    std::optional<catalogue::CourseRecord> course;
    std::int64_t in_progress = 0;
    PackageTolerances tolerances;
    CompletionRule rule;
    Json progress;
    host_.db().read([&](Reader& reader) {
        package = service_.package(reader, id);
        versions = store::versions(reader, id);
        documents = store::documents(reader, package.version);
        course = courses_.course(reader, package.course);
        in_progress = store::in_progress(reader, package.version);
        tolerances = service_.tolerances(reader, id);
        rule = rules_.rule(reader, id);
        progress = progress_.sections(request, reader, package);
    });
    const Json checked = Json::parse(documents.report_json);
    Json data = report_data(request, checked);
    if (const auto structure = scorm::course_from_json(documents.course_json))
        data.update(parts_data(request, *structure));
    data.update(tolerances_data(request, tolerances, checked));
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
             {"course_title", course ? course->title : ""},
             {"in_progress",
              request.t("elearning.in-progress-count", {{"count", std::to_string(in_progress)}})},
             {"has_earlier", !earlier.empty()},
             {"earlier", earlier},
             {"attempts", error.empty() ? std::to_string(package.attempt_limit)
                                        : std::string(request.form()["attempts"].substr(0, 20))},
             {"attempts_error", error.empty() ? Json(false) : Json(error)},
             {"saved", request.query("saved").has_value()},
             {"added", request.query("added").has_value()},
             {"known", request.query("known").has_value()},
             {"admin", host_.slots().render("course.admin", request, &subject)}});
    const std::string title = data["title"];
    return Response::page(view("elearning/package", std::move(data), title),
                          error.empty() ? 200 : 422);
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
        return report(request, request.t("elearning.error-attempts"));
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
