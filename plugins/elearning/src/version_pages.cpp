#include "version_pages.hpp"

#include "package_view.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace tessera::elearning {

namespace {

std::string path_of(Id<Package> package) {
    return "/admin/packages/" + package.text() + "/versions";
}

std::string text(std::int64_t number) { return std::to_string(number); }

/// A trial run is played as a learner would play it, or browsed.
scorm::Mode trial_mode(std::string_view mode) {
    if (mode == "normal") return scorm::Mode::Normal;
    if (mode == "browse") return scorm::Mode::Browse;
    throw invalid("mode", "Send \"normal\" or \"browse\".");
}

Json version_json(const PackageVersions& all, const VersionUse& one) {
    const VersionRecord& version = one.version;
    Json document{{"id", version.id.text()},
                  {"number", version.number},
                  {"in_use", version.id == all.package.version},
                  {"file", version.file_name},
                  {"sha256", version.sha256},
                  {"title", version.title},
                  {"edition", version.edition},
                  {"parts", version.parts},
                  {"bytes", version.zip_bytes},
                  {"warnings", version.warnings},
                  {"imported", iso_text(version.imported)},
                  {"imported_by", version.imported_by},
                  {"in_progress", one.in_progress},
                  {"completed", one.completed},
                  {"moving", nullptr}};
    if (version.id != all.package.version && (one.in_progress > 0 || one.move))
        document["keeps_place"] = one.keeps_place;
    if (one.move) {
        document["moving"] = {{"since", iso_text(one.move->ordered)},
                              {"by", one.move->ordered_by},
                              {"arrived", one.arrived}};
    }
    return document;
}

}  // namespace

void VersionPages::declare(Registrar& registrar) {
    const Access access = Needs("elearning.packages");
    registrar.get("/admin/packages/{package}/versions", access,
                  [this](Request& q) { return list(q); });
    registrar.post("/admin/packages/{package}/versions/{version}/use", access,
                   [this](Request& q) { return use(q); });
    registrar.post("/admin/packages/{package}/versions/{version}/people", access,
                   [this](Request& q) { return decide(q); });
    registrar.post("/admin/packages/{package}/versions/{version}/trial", access,
                   [this](Request& q) { return trial(q); });
    declare_api(registrar);
}

void VersionPages::declare_api(Registrar& registrar) {
    const Access access = Needs("elearning.packages");
    registrar
        .get("/api/v1/packages/{package}/versions", access,
             [this](Request& q) { return api_list(q); })
        .summary("Versions of a package, newest first, with the people on each")
        .returns(200,
                 "The versions. keeps_place tells whether people who are in the middle would keep "
                 "their place on the version in use; moving is the move that waits for them")
        .returns(404, "There is no such package");
    registrar
        .post("/api/v1/packages/{package}/versions/{version}/use", access,
              [this](Request& q) {
                  versions_.use(q.principal(), q.id<Package>("package"),
                                q.id<PackageVersion>("version"));
                  return api_list(q);
              })
        .summary("New attempts get this version")
        .returns(200, "The versions")
        .returns(404, "There is no such version");
    registrar
        .post("/api/v1/packages/{package}/versions/{version}/move", access,
              [this](Request& q) {
                  versions_.move(q.principal(), q.id<Package>("package"),
                                 q.id<PackageVersion>("version"));
                  return api_list(q);
              })
        .summary(
            "People in the middle of this version move to the one in use when they next open it")
        .returns(200, "The versions")
        .returns(404, "There is no such version")
        .returns(409, "It is the version in use");
    registrar
        .del("/api/v1/packages/{package}/versions/{version}/move", access,
             [this](Request& q) {
                 versions_.stop_move(q.principal(), q.id<Package>("package"),
                                     q.id<PackageVersion>("version"));
                 return api_list(q);
             })
        .summary("People who have not opened the version in use keep this one")
        .returns(200, "The versions")
        .returns(404, "There is no such version");
    registrar
        .post("/api/v1/packages/{package}/versions/{version}/trial", access,
              [this](Request& q) { return api_trial(q); })
        .summary("Get an address that plays a version without recording anything")
        .body({{"mode", "string", "\"normal\", as a learner plays it, or \"browse\"", false}})
        .returns(200, "The address, which needs no other sign-in, and the mode")
        .returns(404, "There is no such version")
        .returns(409, "Only a person plays a trial run");
}

Response VersionPages::list(Request& request) {
    const auto all = host_.db().read(
        [&](Reader& reader) { return versions_.overview(reader, request.id<Package>("package")); });
    const VersionUse& in_use = all.in_use();
    Json rows = Json::array(), choices = Json::array();
    std::int64_t between = 0, keep = 0, restart = 0;
    for (const VersionUse& one : all.versions) {
        rows.push_back(row(request, all, one));
        if (one.version.id == in_use.version.id || one.in_progress == 0) continue;
        choices.push_back(choice(request, in_use, one));
        between += one.in_progress;
        (one.keeps_place ? keep : restart) += one.in_progress;
    }
    const TextArgs number{{"number", text(in_use.version.number)}};
    const auto told = request.query("told").value_or("");
    const auto version = request.query("version").value_or("").substr(0, 10);
    std::int64_t about = 0;
    std::from_chars(version.data(), version.data() + version.size(), about);
    const auto sentence = [&](const char* key) {
        return request.t(key, {{"number", text(in_use.version.number)}, {"old", text(about)}});
    };
    const VersionRecord& newest = all.versions.front().version;
    const bool added = told == "added", moved = told == "moved";
    const VersionUse* moving = nullptr;
    for (const VersionUse& one : all.versions)
        if (moved && one.version.number == about && one.move) moving = &one;
    return Response::page(view(
        "elearning/versions",
        {{"package", all.package.id.text()},
         {"course", all.package.course.text()},
         {"title", in_use.version.title},
         {"rows", std::move(rows)},
         {"choices", choices},
         {"any_choice", !choices.empty()},
         {"added", added},
         {"draft", newest.draft && all.package.published()},
         {"draft_title",
          request.t("elearning.version-draft-title", {{"number", text(newest.number)}})},
         {"used", told == "used" ? Json(sentence("elearning.version-used")) : Json(false)},
         {"kept", told == "kept" ? Json(sentence("elearning.version-kept")) : Json(false)},
         {"moved", moving != nullptr ? Json(sentence("elearning.version-moved")) : Json(false)},
         {"undo", moving != nullptr
                      ? Json(path_of(all.package.id) + "/" + moving->version.id.text() + "/people")
                      : Json(false)},
         {"in_use_title", request.t("elearning.version-added-title", number)},
         {"between", between > 0
                         ? request.t("elearning.version-between", {{"count", text(between)}})
                         : request.t("elearning.version-nobody-between")},
         {"outlook", request.t("elearning.version-outlook",
                               {{"keep", text(keep)}, {"restart", text(restart)}})},
         {"has_outlook", between > 0}},
        request.t("elearning.versions-title")));
}

Json VersionPages::row(const Request& request, const PackageVersions& all,
                       const VersionUse& one) const {
    const VersionRecord& version = one.version;
    const auto day =
        host_.messages().date(request.locale(), host_.clock().date_of(version.imported));
    return {{"id", version.id.text()},
            {"number", request.t("elearning.version-number", {{"number", text(version.number)}})},
            {"in_use", version.id == all.package.version},
            {"draft", version.draft},
            {"file", version.file_name},
            {"size", size_text(version.zip_bytes)},
            {"date", day},
            {"by", version.imported_by},
            {"edition", version.edition},
            {"parts", request.t("elearning.parts", {{"count", text(version.parts)}})},
            {"in_progress", one.in_progress},
            {"completed", one.completed},
            {"warned", version.warnings > 0},
            {"warnings", request.t("elearning.warnings", {{"count", text(version.warnings)}})}};
}

/// What is offered for the people of an earlier version, with what it would mean for them.
Json VersionPages::choice(const Request& request, const VersionUse& in_use,
                          const VersionUse& one) const {
    const VersionRecord& from = one.version;
    const VersionRecord& to = in_use.version;
    const TextArgs numbers{{"old", text(from.number)}, {"number", text(to.number)}};
    const TextArgs people{{"count", text(one.in_progress)}, {"old", text(from.number)}};
    Json data{{"id", from.id.text()},
              {"anchor", "v" + text(from.number)},
              {"heading", request.t("elearning.version-people", people)},
              {"keep", request.t("elearning.version-keep", numbers)},
              {"keep_hint", request.t("elearning.version-keep-hint", numbers)},
              {"move", request.t("elearning.version-move", numbers)},
              {"keeps_place", one.keeps_place},
              {"meaning", request.t(one.keeps_place ? "elearning.version-keeps-place"
                                                    : "elearning.version-starts-again",
                                    {{"count", text(one.in_progress)}})},
              {"moves", bool(one.move)},
              {"edition", false},
              {"fewer", false},
              {"state", false}};
    if (from.edition != to.edition) {
        data["edition"] =
            request.t("elearning.version-edition", {{"old", from.edition}, {"new", to.edition}});
    }
    if (to.parts < from.parts) {
        data["fewer"] = request.t("elearning.version-fewer",
                                  {{"old", text(from.parts)}, {"new", text(to.parts)}});
    }
    if (one.move) {
        const auto day =
            host_.messages().date(request.locale(), host_.clock().date_of(one.move->ordered));
        data["state"] = request.t(
            "elearning.version-moving",
            {{"count", text(one.arrived)}, {"date", day}, {"name", one.move->ordered_by}});
    }
    return data;
}

Response VersionPages::use(Request& request) {
    const auto package = request.id<Package>("package");
    versions_.use(request.principal(), package, request.id<PackageVersion>("version"));
    return Response::redirect(path_of(package) + "?told=used");
}

Response VersionPages::decide(Request& request) {
    const auto package = request.id<Package>("package");
    const auto version = request.id<PackageVersion>("version");
    const std::string_view wanted = request.form()["choice"];
    if (wanted != "keep" && wanted != "move")
        throw invalid("choice", request.t("elearning.error-choice"));
    if (wanted == "move")
        versions_.move(request.principal(), package, version);
    else
        versions_.stop_move(request.principal(), package, version);
    const auto number = host_.db().read(
        [&](Reader& reader) { return versions_.version(reader, package, version).number; });
    return Response::redirect(path_of(package) + (wanted == "move" ? "?told=moved" : "?told=kept") +
                              "&version=" + text(number));
}

Response VersionPages::trial(Request& request) {
    const auto mode = request.form()["mode"];
    return Response::redirect(rehearsals_
                                  .trial(request.principal(), request.id<Package>("package"),
                                         request.id<PackageVersion>("version"), trial_mode(mode),
                                         request.locale())
                                  .url);
}

Response VersionPages::api_list(Request& request) {
    const auto all = host_.db().read(
        [&](Reader& reader) { return versions_.overview(reader, request.id<Package>("package")); });
    Json versions = Json::array();
    for (const VersionUse& one : all.versions) versions.push_back(version_json(all, one));
    return Response::json({{"versions", std::move(versions)}});
}

Response VersionPages::api_trial(Request& request) {
    std::string mode = "normal";
    if (request.header("Content-Length").value_or("0") != "0" ||
        request.header("Transfer-Encoding")) {
        const Json& body = request.json();
        if (!body.is_object() || (body.contains("mode") && !body["mode"].is_string()))
            throw invalid("mode", "Send {\"mode\": \"normal\"} or {\"mode\": \"browse\"}.");
        mode = body.value("mode", mode);
    }
    const Launched launched = rehearsals_.trial(request.principal(), request.id<Package>("package"),
                                                request.id<PackageVersion>("version"),
                                                trial_mode(mode), request.locale());
    return Response::json({{"url", launched.url}, {"mode", mode}});
}

}  // namespace tessera::elearning
