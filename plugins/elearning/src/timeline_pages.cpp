#include "timeline_pages.hpp"

#include "completion.hpp"
#include "result_view.hpp"
#include "timeline_view.hpp"
#include "timeline_words.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>

namespace tessera::elearning {

namespace {

constexpr std::size_t kEntries = 200;
constexpr std::size_t kDocumentEntries = 1000;

std::size_t number_of(const Request& request, std::string_view name, std::size_t fallback,
                      std::size_t most) {
    const std::string_view text = request.query(name).value_or("");
    std::size_t value = fallback;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error != std::errc() || end != text.data() + text.size() ? fallback
                                                                    : std::min(value, most);
}

/// The filters in the order of their chips.
constexpr std::array<std::string_view, 6> kFilters = {"all",        "calls", "refused",
                                                      "navigation", "rules", "status"};

bool shown(std::string_view filter, const scorm::TraceEntry& entry) {
    if (filter == "all") return true;
    if (filter == "refused") return is_refused(entry);
    constexpr std::array<std::string_view, 4> kGroups = {"calls", "navigation", "rules", "status"};
    return kGroups[static_cast<std::size_t>(group_of(entry.kind))] == filter;
}

std::string filter_of(const Request& request) {
    const std::string_view wanted = request.query("show").value_or("all");
    const bool known = std::find(kFilters.begin(), kFilters.end(), wanted) != kFilters.end();
    return known ? std::string(wanted) : "all";
}

/// "completed" → its word.
std::string word(const Request& request, std::string name) {
    for (char& c : name)
        if (c == ' ') c = '-';
    return request.t("elearning.timeline-word-" + name);
}

Json pager(const std::string& base, std::size_t page, bool more) {
    const auto link = [&](std::size_t to) { return Json(base + "page=" + std::to_string(to)); };
    return {{"pager", page > 1 || more},
            {"previous", page > 1 ? link(page - 1) : Json(false)},
            {"next", more ? link(page + 1) : Json(false)}};
}

}  // namespace

void TimelinePages::declare(Registrar& registrar) {
    const Access access = Needs(TimelineService::kPermission);
    registrar.get("/admin/packages/{package}/attempts", Needs("elearning.packages"),
                  [this](Request& q) { return attempts(q); });
    registrar.get("/admin/attempts/{attempt}", access, [this](Request& q) { return page(q); });
    registrar.get("/admin/attempts/{attempt}/timeline.json", access,
                  [this](Request& q) { return json_file(q); });
    registrar.get("/admin/attempts/{attempt}/timeline.csv", access,
                  [this](Request& q) { return csv_file(q); });
    registrar
        .get("/api/v1/attempts/{attempt}/timeline", access,
             [this](Request& q) { return document(q); })
        .summary("What happened in an attempt: calls, navigation, rules, rollup")
        .query({"from", "integer", "leave out as many entries, oldest first", false})
        .returns(200, "At most 1,000 entries; \"more\" when there are others behind them")
        .returns(404, "There is none, or it is of a person whose results you may not see");
}

std::string TimelinePages::clock_text(Instant at) const {
    const int minute = host_.clock().minute_of_day(at);
    const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return two(minute / 60) + ':' + two(minute % 60) + ':' + two(at.ms / 1000 % 60);
}

Json TimelinePages::facts(Request& request, const TimelineSource& source) {
    const AttemptRecord& attempt = source.attempt;
    Json data;
    host_.db().read([&](Reader& reader) {
        const auto person = people_.person(reader, attempt.person);
        const auto course = courses_.course(reader, attempt.course);
        const auto version = store::version(reader, attempt.version);
        data = {{"person", person ? person->full_name() : ""},
                {"course", course ? course->title : ""},
                {"package", version ? version->package.text() : ""},
                {"version", version ? version->number : 0}};
    });
    const auto when = [&](std::optional<Instant> at) {
        return at ? host_.messages().date_time(request.locale(), *at) : std::string();
    };
    data["id"] = attempt.id.text();
    data["packages"] = request.principal().can("elearning.packages");
    data["number"] = attempt.number;
    data["completion"] = word(request, attempt.completion);
    data["success"] = word(request, attempt.success);
    data["score"] = score_text(request, attempt.last());
    data["best"] = best_text(request, attempt);
    data["begun"] = when(attempt.created);
    data["saved"] = when(attempt.committed);
    return data;
}

Response TimelinePages::page(Request& request) {
    const TimelineSource source =
        service_.source(request.principal(), request.id<Attempt>("attempt"));
    const Timeline timeline = timeline_of(source);
    const std::string filter = filter_of(request);
    const std::size_t page = std::max<std::size_t>(number_of(request, "page", 1, 9999), 1);

    std::array<std::size_t, kFilters.size()> counts{};
    Json visits = Json::array();
    std::size_t last_visit = static_cast<std::size_t>(-1);
    std::size_t number = 0;
    for (const TimelineEntry& line : timeline.entries) {
        for (std::size_t i = 0; i < kFilters.size(); ++i)
            counts[i] += shown(kFilters[i], line.entry) ? 1 : 0;
        if (!shown(filter, line.entry)) continue;
        const std::size_t place = number++;
        if (place < (page - 1) * kEntries || place >= page * kEntries) continue;
        const TimelineVisit& visit = timeline.visits[line.visit];
        const scorm::Course& course = visit.course->course;
        if (line.visit != last_visit) {
            last_visit = line.visit;
            visits.push_back({{"anchor", "visit-" + std::to_string(line.visit)},
                              {"title", visit.activity < 0 ? request.t("elearning.timeline-opened")
                                                           : part_title(course, visit.activity)},
                              {"when", host_.messages().date_time(request.locale(), visit.at)},
                              {"opening", request.t("elearning.timeline-opening",
                                                    {{"number", std::to_string(visit.opening)}})},
                              {"rows", Json::array()}});
        }
        const TimelineWords words = words_of(request, course, line.entry);
        const TimelineGroup group = group_of(line.entry.kind);
        const bool refused = is_refused(line.entry);
        visits.back()["rows"].push_back({{"time", clock_text(Instant{line.entry.time})},
                                         {"text", words.text},
                                         {"note", words.note},
                                         {"code", words.code},
                                         {"refused", refused},
                                         {"call", !refused && group == TimelineGroup::Calls},
                                         {"step", !refused && group == TimelineGroup::Navigation},
                                         {"rule", group == TimelineGroup::Rules},
                                         {"status", group == TimelineGroup::Status}});
    }

    Json data = facts(request, source);
    const std::string path = "/admin/attempts/" + source.attempt.id.text();
    Json chips = Json::array();
    for (std::size_t i = 0; i < kFilters.size(); ++i) {
        chips.push_back(
            {{"href", path + "?show=" + std::string(kFilters[i])},
             {"label", request.t("elearning.timeline-show-" + std::string(kFilters[i]))},
             {"count", counts[i]},
             {"current", kFilters[i] == filter}});
    }
    Json left_out = Json::array();
    for (const LeftOut& page_before : source.left_out) {
        left_out.push_back(
            request.t("elearning.timeline-left-out",
                      {{"count", std::to_string(page_before.entries)},
                       {"when", host_.messages().date_time(request.locale(), page_before.at)}}));
    }
    data["left_out"] = std::move(left_out);
    const std::int64_t commits = source.attempt.commit_number;
    data.update(pager(path + "?show=" + filter + "&", page, number > page * kEntries));
    data.update(Json{{"visits", visits},
                     {"chips", chips},
                     {"any", !timeline.entries.empty()},
                     {"none_shown", !timeline.entries.empty() && visits.empty()},
                     {"not_begun", commits == 0},
                     {"not_recorded", commits > 0 && timeline.entries.empty()},
                     {"stopped", timeline.commits > 0 && timeline.commits < commits &&
                                     !timeline.cut && !timeline.differs},
                     {"cut", timeline.cut},
                     {"differs", timeline.differs},
                     {"json", path + "/timeline.json"},
                     {"csv", path + "/timeline.csv"}});
    return Response::page(
        view("elearning/timeline", std::move(data), request.t("elearning.timeline-title")));
}

Response TimelinePages::json_file(Request& request) {
    const TimelineSource source =
        service_.source(request.principal(), request.id<Attempt>("attempt"));
    const Timeline timeline = timeline_of(source);
    return Response::json_text(timeline_json(source, timeline, 0, timeline.entries.size()))
        .header("Content-Disposition",
                "attachment; filename=\"timeline-" + source.attempt.id.text() + ".json\"");
}

Response TimelinePages::csv_file(Request& request) {
    const TimelineSource source =
        service_.source(request.principal(), request.id<Attempt>("attempt"));
    return Response::text(timeline_csv(request, timeline_of(source)), 200,
                          "text/csv; charset=utf-8")
        .header("Content-Disposition",
                "attachment; filename=\"timeline-" + source.attempt.id.text() + ".csv\"");
}

Response TimelinePages::document(Request& request) {
    const TimelineSource source =
        service_.source(request.principal(), request.id<Attempt>("attempt"));
    const Timeline timeline = timeline_of(source);
    const std::size_t from = number_of(request, "from", 0, timeline.entries.size());
    const std::size_t to = std::min(from + kDocumentEntries, timeline.entries.size());
    return Response::json_text(timeline_json(source, timeline, from, to));
}

Json TimelinePages::line_data(Request& request, const AttemptLine& line) {
    const AttemptRecord& attempt = line.attempt;
    const bool failed = attempt.success == "failed";
    return {{"href", "/admin/attempts/" + attempt.id.text()},
            {"name", line.person},
            {"number", attempt.number},
            {"version", line.version},
            {"done", bool(attempt.completed)},
            {"failed", !attempt.completed && failed},
            {"open", !attempt.completed && !failed},
            {"score", score_text(request, attempt.last())},
            {"best", best_text(request, attempt)},
            {"parts",
             request.t("elearning.way-progress", {{"count", std::to_string(attempt.parts)},
                                                  {"done", std::to_string(attempt.parts_done)}})},
            {"last", host_.messages().date_time(request.locale(),
                                                attempt.committed.value_or(attempt.created))}};
}

Response TimelinePages::attempts(Request& request) {
    const auto id = request.id<Package>("package");
    AttemptFilter filter;
    filter.text = request.query("q").value_or("").substr(0, 200);
    filter.state = request.query("state").value_or("").substr(0, 20);
    const std::size_t page = std::max<std::size_t>(number_of(request, "page", 1, 9999), 1);
    filter.offset = static_cast<int>(page - 1) * TimelineService::kPageSize;
    AttemptLines found;
    std::string title;
    host_.db().read([&](Reader& reader) {
        const PackageRecord package = packages_.package(reader, id);
        title = store::version(reader, package.version)->title;
        found = service_.attempts(reader, request.principal(), id, filter);
    });
    Json rows = Json::array();
    for (const AttemptLine& line : found.lines) rows.push_back(line_data(request, line));
    const std::string base = "/admin/packages/" + id.text() +
                             "/attempts?q=" + percent_encoded(filter.text) +
                             "&state=" + percent_encoded(filter.state) + "&";
    Json data{{"id", id.text()},
              {"title", title},
              {"any", !rows.empty()},
              {"rows", rows},
              {"q", filter.text},
              {"many_people", found.many_people},
              {"searched", !filter.text.empty() || !filter.state.empty()},
              {"all_states", filter.state.empty()},
              {"state_completed", filter.state == "completed"},
              {"state_open", filter.state == "open"}};
    data.update(pager(base, page, found.more));
    return Response::page(
        view("elearning/attempts", std::move(data), request.t("elearning.attempts-title")));
}

}  // namespace tessera::elearning
