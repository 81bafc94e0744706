#include "progress_pages.hpp"

#include "trouble_store.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <unordered_map>

namespace tessera::elearning {

namespace {

/// Whose names are asked for at once: those who are longest away.
constexpr std::size_t kNames = 500;
constexpr const char* kResults = "elearning.results";

/// The version the query names, or the one in use. Error{NotFound} when the package has none such.
VersionRecord wanted_version(const Request& request, Reader& reader, const PackageRecord& package) {
    const auto text = request.query("version");
    const auto id = text ? Id<PackageVersion>::parse(*text) : package.version;
    const auto version = id ? store::version(reader, *id) : std::nullopt;
    if (!version || version->package != package.id) throw not_found("There is no such version.");
    return *version;
}

/// The group the query names by reason and part; null when nobody is in it.
const StuckGroup* wanted_group(const Request& request, const PackageProgress& progress) {
    const std::string_view reason = request.query("reason").value_or("");
    const std::string_view text = request.query("part").value_or("-1");
    std::int32_t part = -1;
    std::from_chars(text.data(), text.data() + text.size(), part);
    const auto found =
        std::find_if(progress.stuck.begin(), progress.stuck.end(), [&](const StuckGroup& group) {
            return reason_text(group.why.reason) == reason && group.why.part == part;
        });
    return found == progress.stuck.end() ? nullptr : &*found;
}

}  // namespace

void ProgressPages::declare(Registrar& registrar) {
    const Access access = Needs("elearning.packages");
    registrar.get("/admin/packages/{package}/progress.csv", access,
                  [this](Request& q) { return csv(q); });
    registrar.get("/admin/packages/{package}/stuck", access,
                  [this](Request& q) { return names(q); });
}

Json ProgressPages::sections(const Request& request, Reader& reader, const PackageRecord& package) {
    const VersionRecord version = wanted_version(request, reader, package);
    const auto course = courses_.get(reader, version.id);
    const PackageProgress progress = service_.progress(reader, package, version.id, course->course);
    const ProgressPlace place{package.id, version.id, request.principal().can(kResults)};
    Json data = progress_data(request, progress, course->course, place);
    const bool earlier = version.id != package.version;
    data["progress_version"] = earlier
                                   ? Json(request.t("elearning.progress-version",
                                                    {{"number", std::to_string(version.number)}}))
                                   : Json(false);
    return data;
}

Json ProgressPages::document(Reader& reader, const PackageRecord& package) {
    const auto course = courses_.get(reader, package.version);
    return progress_json(service_.progress(reader, package, package.version, course->course),
                         course->course);
}

Response ProgressPages::csv(Request& request) {
    const auto id = request.id<Package>("package");
    const std::string text = host_.db().read([&](Reader& reader) {
        const PackageRecord package = packages_.package(reader, id);
        const VersionRecord version = wanted_version(request, reader, package);
        const auto course = courses_.get(reader, version.id);
        return progress_csv(request, service_.progress(reader, package, version.id, course->course),
                            course->course);
    });
    return Response::text(text, 200, "text/csv; charset=utf-8")
        .header("Content-Disposition", "attachment; filename=\"progress.csv\"");
}

Response ProgressPages::names(Request& request) {
    const auto id = request.id<Package>("package");
    Json data;
    std::string title;
    host_.db().read([&](Reader& reader) {
        const PackageRecord package = packages_.package(reader, id);
        const VersionRecord version = wanted_version(request, reader, package);
        const auto course = courses_.get(reader, version.id);
        const PackageProgress progress =
            service_.progress(reader, package, version.id, course->course);
        const StuckGroup* const group = wanted_group(request, progress);
        if (group == nullptr) throw not_found("Nobody is stuck for that reason any more.");
        const std::size_t shown = std::min(group->people.size(), kNames);
        std::vector<Id<Person>> ids;
        for (std::size_t i = 0; i < shown; ++i) ids.push_back(group->people[i].person);
        std::unordered_map<Id<Person>, std::string> known;
        for (const auto& person : people_.visible(reader, request.principal(), kResults, ids))
            known.emplace(person.id, person.full_name());
        std::unordered_map<Id<Attempt>, std::string> noticed;
        for (const Trouble& trouble : store::troubles(reader, package.course))
            noticed.emplace(trouble.attempt, request.t("elearning.trouble-" + trouble.trouble));
        Json rows = Json::array();
        for (std::size_t i = 0; i < shown; ++i) {
            const StuckPerson& one = group->people[i];
            const auto name = known.find(one.person);
            if (name == known.end()) continue;
            rows.push_back(
                {{"name", name->second},
                 {"attempt", one.attempt.text()},
                 {"trouble", noticed.count(one.attempt) != 0 ? noticed[one.attempt] : ""},
                 {"number",
                  request.t("elearning.attempt-number", {{"number", std::to_string(one.number)}})},
                 {"last",
                  request.t("elearning.last-worked",
                            {{"date", host_.messages().date(request.locale(),
                                                            host_.clock().date_of(one.last))}})}});
        }
        title = stuck_text(request, group->why, course->course);
        const std::size_t others = group->people.size() - rows.size();
        data = {{"id", id.text()},
                {"package_title", version.title},
                {"title", title},
                {"help", request.t("elearning.stuck-" +
                                   std::string(reason_text(group->why.reason)) + "-help")},
                {"any", !rows.empty()},
                {"others", others == 0 ? ""
                                       : request.t("elearning.stuck-others",
                                                   {{"count", std::to_string(others)}})},
                {"rows", std::move(rows)}};
    });
    return Response::page(view("elearning/stuck", std::move(data), title));
}

}  // namespace tessera::elearning
