#include "import_pages.hpp"

#include "package_view.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace tessera::elearning {

namespace {

constexpr const char* kPackages = "/admin/packages";
constexpr std::chrono::seconds kPageWaits{4};
constexpr int kApiWaits = 30, kMostApiWaits = 60;

std::string path_of(const ImportRecord& import) { return "/admin/imports/" + import.id.text(); }
std::string address_of(const ImportRecord& import) { return "/api/v1/imports/" + import.id.text(); }

/// Where the page of what was added is.
std::string added_path(const ImportRecord& import) {
    const std::string path = std::string(kPackages) + '/' + import.package->text();
    if (import.next) return path + (import.draft ? "/versions?told=draft" : "/versions?told=added");
    return path + (import.known ? "?known=1" : "?added=1");
}

std::string percent_text(const Request& request, const ImportRecord& import) {
    return request.t("elearning.import-percent", {{"percent", std::to_string(import.percent())}});
}

std::string name_of(const Request& request, const ImportRecord& import) {
    return import.file_name.empty() ? request.t("elearning.import-unnamed") : import.file_name;
}

/// A problem document with the whole report in it, so that one request tells everything.
Response refusal(const Request& request, const ImportRecord& import) {
    const Json report = Json::parse(import.report_json);
    Json errors = Json::array();
    for (const Json& finding : report.at("findings")) {
        if (finding.at("severity") != "error") continue;
        errors.push_back({{"field", finding.at("where")}, {"message", finding.at("text")}});
    }
    const Json problem{{"type", "about:blank"},
                       {"title", "Unprocessable Entity"},
                       {"status", 422},
                       {"detail", "This package can't be played. Nothing was stored."},
                       {"code", "elearning.not-playable"},
                       {"request_id", request.request_id()},
                       {"errors", errors},
                       {"report", report}};
    return Response::text(problem.dump(-1, ' ', false, Json::error_handler_t::replace), 422,
                          "application/problem+json");
}

[[noreturn]] void throw_failure(const Request& request, const ImportRecord& import) {
    const std::string sentence = request.t("elearning.import-problem-" + import.problem);
    const ErrorKind kind = import.problem == "storage"  ? ErrorKind::StorageFull
                           : import.problem == "course" ? ErrorKind::Invalid
                                                        : ErrorKind::Internal;
    throw Error(kind, "elearning.import-failed", sentence);
}

bool is_multipart(const Request& request) {
    return request.header("Content-Type").value_or("").substr(0, 19) == "multipart/form-data";
}

/// A value of the query, or of the form around the file.
std::string parameter(Request& request, std::string_view name) {
    std::string text(request.query(name).value_or(""));
    if (text.empty() && is_multipart(request)) text = request.form()[name];
    return text;
}

bool flag(Request& request, const char* name) {
    const std::string text = parameter(request, name);
    if (!text.empty() && text != "true" && text != "false" && text != "1" && text != "0")
        throw invalid(name, "Send true or false.");
    return text == "true" || text == "1";
}

std::chrono::seconds wait_of(Request& request) {
    const std::string text = parameter(request, "wait");
    if (text.empty()) return std::chrono::seconds(kApiWaits);
    int seconds = -1;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (failure != std::errc() || end != text.data() + text.size() || seconds < 0 ||
        seconds > kMostApiWaits)
        throw invalid("wait", "Send a whole number of seconds from 0 to 60.");
    return std::chrono::seconds(seconds);
}

Json import_json(const ImportRecord& import) {
    Json document{{"id", import.id.text()},
                  {"state", import.state},
                  {"percent", import.percent()},
                  {"file", import.file_name},
                  {"draft", import.draft},
                  {"known", import.known},
                  {"package", import.package ? Json(import.package->text()) : Json()},
                  {"problem", import.problem.empty() ? Json() : Json(import.problem)}};
    if (!import.report_json.empty()) document["report"] = Json::parse(import.report_json);
    return document;
}

}  // namespace

void ImportPages::declare(Registrar& registrar) {
    const Access access = Needs("elearning.packages");
    registrar.get("/admin/imports/{import}", access, [this](Request& q) { return show(q); });
    registrar.post("/admin/imports/{import}/cancel", access,
                   [this](Request& q) { return cancel(q); });
    registrar.post("/api/v1/packages", access, [this](Request& q) { return api_begin(q); })
        .summary("Import a package: the zip is the body, or the multipart field \"file\"")
        .query({"course", "id", "The course to attach it to; without it a course is made", false})
        .query({"name", "string", "What the file is called, when it is the body", false})
        .query({"title", "string", "What the course is to be called", false})
        .query({"draft", "boolean", "To be tried and published later", false})
        .query({"wait", "integer", "Seconds to wait for the end, 0 to 60; 30 without it", false})
        .returns(201, "The package, its course and the report")
        .returns(202, "It is still being read: the import, whose address is in Location")
        .returns(422, "The package can't be played; errors and report say why. Nothing was stored");
    registrar.get("/api/v1/imports/{import}", access, [this](Request& q) { return api_show(q); })
        .summary("How far an import is, and what became of it")
        .returns(200,
                 "state is waiting, checking, added, refused (with the report), failed (problem "
                 "says why) or cancelled. Kept for a week")
        .returns(404, "There is none");
    registrar.del("/api/v1/imports/{import}", access, [this](Request& q) { return api_cancel(q); })
        .summary("Cancel an import")
        .returns(204, "Nothing of it stays")
        .returns(409, "It has ended already");
}

Json ImportPages::open(const Request& request) {
    const auto imports =
        host_.db().read([](Reader& reader) { return store::open_imports(reader); });
    Json list = Json::array();
    for (const ImportRecord& import : imports) {
        list.push_back({{"href", path_of(import)},
                        {"file", name_of(request, import)},
                        {"state", import.state == "waiting" ? request.t("elearning.import-waiting")
                                                            : percent_text(request, import)}});
    }
    return list;
}

Response ImportPages::begun(Request& request, const Upload& upload, const NewImport& wanted) {
    const auto id = imports_.begin(request.principal(), upload, wanted);
    const ImportRecord import = imports_.wait(id, kPageWaits);
    if (import.state == "refused") return refused(request, import, 422);
    return Response::redirect(import.state == "added" ? added_path(import) : path_of(import));
}

Response ImportPages::show(Request& request) {
    const ImportRecord import = host_.db().read(
        [&](Reader& reader) { return imports_.find(reader, request.id<PackageImport>("import")); });
    if (import.state == "added") return Response::redirect(added_path(import));
    if (import.state == "refused") return refused(request, import, 200);
    return progress(request, import);
}

Response ImportPages::progress(Request& request, const ImportRecord& import) {
    const bool failed = import.state == "failed";
    const std::string file = name_of(request, import);
    Response response = Response::page(
        view("elearning/import",
             {{"id", import.id.text()},
              {"file", file},
              {"open", !import.ended()},
              {"waiting", import.state == "waiting"},
              {"cancelled", import.state == "cancelled"},
              {"failed", failed},
              {"problem", failed ? request.t("elearning.import-problem-" + import.problem) : ""},
              {"percent", import.percent()},
              {"percent_text", percent_text(request, import)}},
             request.t("elearning.import-title", {{"file", file}})));
    // Without a script: the page is read aloud anew, so not too often.
    if (!import.ended()) response.header("Refresh", "3");
    return response;
}

Response ImportPages::refused(Request& request, const ImportRecord& import, int status) {
    const Json report = Json::parse(import.report_json);
    Json data = report_data(request, report);
    std::string title = report.at("title");
    if (title.empty()) title = import.file_name;
    const std::string when = host_.messages().date_time(request.locale(), import.created);
    data["title"] = title;
    data["checked"] =
        import.file_name.empty()
            ? request.t("elearning.report-checked-unnamed", {{"when", when}})
            : request.t("elearning.report-checked", {{"file", import.file_name}, {"when", when}});
    return Response::page(view("elearning/refused", std::move(data), title), status);
}

Response ImportPages::cancel(Request& request) {
    const auto id = request.id<PackageImport>("import");
    imports_.cancel(request.principal(), id);
    return Response::redirect("/admin/imports/" + id.text());
}

Response ImportPages::api_begin(Request& request) {
    Upload upload = request.upload("file", content::Limits{}.zip_bytes);
    if (upload.file_name.empty()) upload.file_name = request.query("name").value_or("");
    NewImport wanted;
    const std::string course = parameter(request, "course");
    if (!course.empty()) {
        wanted.course = Id<catalogue::Course>::parse(course);
        if (!wanted.course) throw invalid("course", "Send the id of a course.");
    }
    wanted.title = parameter(request, "title");
    wanted.draft = flag(request, "draft");
    const auto wait = wait_of(request);
    const ImportRecord import =
        imports_.wait(imports_.begin(request.principal(), upload, wanted), wait);
    if (import.state == "refused") return refusal(request, import);
    if (import.state == "failed") throw_failure(request, import);
    if (import.state == "cancelled")
        throw Error(ErrorKind::Conflict, "elearning.import-cancelled",
                    "Somebody has cancelled this import.");
    if (!import.ended())
        return Response::json(import_json(import), 202).header("Location", address_of(import));
    return host_.db().read([&](Reader& reader) {
        const auto package = store::package(reader, *import.package);
        const auto version = import.draft && import.next
                                 ? store::draft_version(reader, package->id)
                                 : store::version_of_file(reader, package->id, import.sha256);
        const auto documents = store::documents(reader, version ? version->id : package->version);
        return Response::json({{"id", package->id.text()},
                               {"course", package->course.text()},
                               {"known", import.known},
                               {"draft", version ? version->draft : !package->published()},
                               {"import", import.id.text()},
                               {"report", Json::parse(documents.report_json)}},
                              201);
    });
}

Response ImportPages::api_show(Request& request) {
    return host_.db().read([&](Reader& reader) {
        return Response::json(
            import_json(imports_.find(reader, request.id<PackageImport>("import"))));
    });
}

Response ImportPages::api_cancel(Request& request) {
    imports_.cancel(request.principal(), request.id<PackageImport>("import"));
    return Response::empty();
}

}  // namespace tessera::elearning
