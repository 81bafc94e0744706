#include "home_page.hpp"

#include "rows.hpp"
#include "tessera_elearning/attempts.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace tessera::compliance {

namespace {

/// Up to this many tiles are drawn; above it ring and legend alone say it.
constexpr std::size_t kMostTiles = 30;

std::string greeting_key(int minute_of_day) {
    if (minute_of_day < 12 * 60) return "compliance.good-morning";
    return minute_of_day < 18 * 60 ? "compliance.good-afternoon" : "compliance.good-evening";
}

/// Three arcs of the ring with a gap between them: {"green"|"amber"|"red": [length, offset]}.
Json arcs(const Counts& counts) {
    Json result = Json::array();
    if (counts.required == 0) return result;
    double start = 0;
    for (const auto& [colour, count] :
         {std::pair("green", counts.in_date), std::pair("amber", counts.soon),
          std::pair("red", counts.out_of_date())}) {
        const double share = 100.0 * count / counts.required;
        if (count > 0) {
            const double gap = count == counts.required ? 0 : 0.8;
            const auto number = [](double value) { return Json(value).dump(); };
            result.push_back({{"colour", colour},
                              {"dashes", number(std::max(0.1, share - 2 * gap)) + " 100"},
                              {"offset", number(-(start + gap))}});
        }
        start += share;
    }
    return result;
}

}  // namespace

/// Everything the page shows, read in one snapshot.
struct HomePage::Data {
    PersonalCompliance compliance;
    std::vector<enrolment::EnrolmentRecord> enrolments;
    std::map<Id<catalogue::Course>, catalogue::CourseRecord> courses;
    std::multimap<Id<catalogue::Competency>, Id<catalogue::Course>> awarding;
    std::map<Id<enrolment::Enrolment>, elearning::Progress> progress;
    std::set<Id<catalogue::Course>> playable;
};

void HomePage::declare(Registrar& registrar) {
    registrar.get("/", Needs("compliance.own"), [this](Request& q) { return home(q); });
    registrar.slot({"person.sections", "compliance.person", 10, "compliance.read",
                    [this](SlotContext& context) { return person_section(context); }});
    registrar.slot({"play.next", "compliance.next", 10, "",
                    [this](SlotContext& context) { return next_to_do(context); }});
}

HomePage::Data HomePage::read(Request& request, Date today) {
    Data data;
    const auto person = request.principal().person;
    host_.db().read([&](Reader& reader) {
        data.compliance = service_.of_person(reader, person, today);
        data.enrolments = enrolments_.current(reader, person);
        std::vector<Id<catalogue::Competency>> competencies;
        for (const Line& line : data.compliance.required)
            competencies.push_back(line.competency.id);
        std::vector<Id<catalogue::Course>> ids, missing;
        for (auto& [competency, course] :
             courses_.awarding(reader, request.principal(), competencies)) {
            data.awarding.emplace(competency, course.id);
            ids.push_back(course.id);
            data.courses.emplace(course.id, std::move(course));
        }
        for (const auto& enrolment : data.enrolments) {
            if (data.courses.count(enrolment.course) == 0) missing.push_back(enrolment.course);
        }
        for (auto& course : courses_.courses(reader, missing)) {
            ids.push_back(course.id);
            data.courses.emplace(course.id, std::move(course));
        }
        auto* attempts = host_.find<elearning::Attempts>();
        if (attempts == nullptr) return;
        for (auto& entry : attempts->progress(reader, person))
            data.progress.emplace(entry.enrolment, entry);
        const auto playable = attempts->playable(reader, ids);
        data.playable.insert(playable.begin(), playable.end());
    });
    return data;
}

Json HomePage::hero(Request& request, const Data& data, Date today) {
    const Counts& counts = data.compliance.counts;
    const auto count = [](int value) { return TextArgs{{"count", std::to_string(value)}}; };
    const int now = counts.out_of_date();
    Json tiles = Json::array();
    if (data.compliance.required.size() <= kMostTiles) {
        for (const Line& line : data.compliance.required) {
            const Json status = status_data(request, host_, line.status, line.last_day, today);
            tiles.push_back(
                {{"colour", status["colour"]},
                 {"icon", status["tile"]},
                 {"text", name_of(request, line) + ": " + status["short"].get<std::string>()}});
        }
    }
    return {
        {"heading", now > 0           ? request.t("compliance.needs-doing", count(now))
                    : counts.soon > 0 ? request.t("compliance.renew-soon", count(counts.soon))
                                      : request.t("compliance.all-done")},
        {"lead", request.t("compliance.lead", {{"done", std::to_string(counts.compliant())},
                                               {"count", std::to_string(counts.required)}})},
        {"soon",
         now > 0 && counts.soon > 0 ? request.t("compliance.lead-soon", count(counts.soon)) : ""},
        {"percent", counts.percent()},
        {"ring", request.t("compliance.ring", {{"percent", std::to_string(counts.percent())},
                                               {"done", std::to_string(counts.compliant())},
                                               {"count", std::to_string(counts.required)}})},
        {"arcs", arcs(counts)},
        {"tiles", tiles},
        {"tiles_label", request.t("compliance.tiles", count(counts.required))},
        {"red", now > 0},
        {"red_text", request.t("compliance.legend-red", count(now))},
        {"amber", counts.soon > 0},
        {"amber_text", request.t("compliance.legend-amber", count(counts.soon))},
        {"green_text", request.t("compliance.legend-green", count(counts.in_date))}};
}

Json HomePage::row(Request& request, const Data& data, const Line& line, Date today, bool first) {
    Json row = status_data(request, host_, line.status, line.last_day, today);
    row["competency"] = line.competency.id.text();
    row["name"] = name_of(request, line);
    row["first"] = first;
    std::string detail;
    row["play"] = false;
    row["enrolled"] = false;
    const auto [from, to] = data.awarding.equal_range(line.competency.id);
    for (const auto& enrolment : data.enrolments) {
        const bool awards = std::any_of(
            from, to, [&](const auto& entry) { return entry.second == enrolment.course; });
        if (!awards) continue;
        row["enrolled"] = true;
        row["course"] = enrolment.course.text();
        if (data.playable.count(enrolment.course) != 0) row["play"] = enrolment.id.text();
        const auto progress = data.progress.find(enrolment.id);
        if (row["play"].is_string() && progress != data.progress.end() &&
            progress->second.parts > 1) {
            detail = request.t("compliance.elearning-parts",
                               {{"done", std::to_string(progress->second.parts_done)},
                                {"count", std::to_string(progress->second.parts)}});
        } else if (row["play"].is_string()) {
            detail = request.t(progress == data.progress.end() ? "compliance.elearning-new"
                                                               : "compliance.elearning-begun");
        } else {
            detail = request.t("compliance.enrolled");
        }
        break;
    }
    if (detail.empty() && line.status == Status::Never && line.required_since) {
        detail =
            request.t("compliance.required-since",
                      {{"because", line.because},
                       {"date", host_.messages().date(request.locale(), *line.required_since)}});
    }
    // Exactly one way on: play, see the enrolment, open the one course, or search.
    row["find"] = !row["enrolled"].get<bool>() && line.status != Status::InDate;
    row["find_href"] = std::distance(from, to) == 1
                           ? "/courses/" + from->second.text()
                           : "/learn?q=" + percent_encoded(line.competency.name);
    if (from == to) row["find"] = false;
    row["has_detail"] = !detail.empty();
    row["detail"] = detail;
    return row;
}

Json HomePage::in_progress(Request& request, const Data& data) {
    Json rows = Json::array();
    for (const auto& enrolment : data.enrolments) {
        const auto course = data.courses.find(enrolment.course);
        if (course == data.courses.end()) continue;
        Json row{{"title", course->second.title},
                 {"id", enrolment.id.text()},
                 {"course", enrolment.course.text()},
                 {"plays", data.playable.count(enrolment.course) != 0},
                 {"rail", false},
                 {"status", request.t("compliance.enrolment-" +
                                      std::string(enrolment::status_text(enrolment.status)))}};
        const auto progress = data.progress.find(enrolment.id);
        if (progress != data.progress.end() && progress->second.parts > 0) {
            row["rail"] = true;
            row["percent"] = progress->second.parts_done * 100 / progress->second.parts;
            row["parts"] = request.t("compliance.parts",
                                     {{"done", std::to_string(progress->second.parts_done)},
                                      {"count", std::to_string(progress->second.parts)}});
        }
        rows.push_back(std::move(row));
    }
    // What has been begun first, then what can be begun here and now.
    std::stable_sort(rows.begin(), rows.end(), [](const Json& a, const Json& b) {
        return std::pair(a["rail"].get<bool>(), a["plays"].get<bool>()) >
               std::pair(b["rail"].get<bool>(), b["plays"].get<bool>());
    });
    return rows;
}

/// "8 in date and 3 more you hold", of what is folded away.
std::string HomePage::rest_text(const Request& request, std::size_t green, std::size_t blue) {
    const TextArgs both{{"green", std::to_string(green)}, {"count", std::to_string(blue)}};
    if (green == 0) return request.t("compliance.rest-held", both);
    if (blue == 0) return request.t("compliance.legend-green", {{"count", std::to_string(green)}});
    return request.t("compliance.rest", both);
}

Response HomePage::home(Request& request) {
    const Instant now = host_.clock().now();
    const Date today = host_.clock().today();
    const Data data = read(request, today);
    Json red = Json::array(), amber = Json::array(), green = Json::array(), blue = Json::array();
    bool led = false;  // one button leads: the first that takes the learner on
    for (const Line& line : data.compliance.required) {
        Json& list = out_of_date(line.status)             ? red
                     : line.status == Status::ExpiresSoon ? amber
                                                          : green;
        Json entry = row(request, data, line, today, !led && line.status != Status::InDate);
        led = led || (entry["first"].get<bool>() &&
                      (entry["play"].is_string() || entry["find"].get<bool>()));
        list.push_back(std::move(entry));
    }
    for (const Line& line : data.compliance.held)
        blue.push_back(row(request, data, line, today, false));
    std::string place;
    if (!data.compliance.employments.empty()) {
        const auto& employment = data.compliance.employments.front();
        place = employment.job_role_name + ", " + employment.unit_name + ". ";
    }
    const std::string name = request.principal().name;
    return Response::page(
        view("compliance/home",
             {{"greeting", request.t(greeting_key(host_.clock().minute_of_day(now)),
                                     {{"name", name.substr(0, name.find(' '))}})},
              {"place", place + host_.messages().date(request.locale(), today) + "."},
              {"hero", hero(request, data, today)},
              {"nothing_required", data.compliance.required.empty()},
              {"red", red},
              {"has_red", !red.empty()},
              {"amber", amber},
              {"has_amber", !amber.empty()},
              {"green", green},
              {"blue", blue},
              {"has_rest", !green.empty() || !blue.empty()},
              {"rest_text", rest_text(request, green.size(), blue.size())},
              {"progress", in_progress(request, data)},
              {"no_progress", data.enrolments.empty()}},
             request.t("compliance.home-title")));
}

std::optional<View> HomePage::next_to_do(SlotContext& context) {
    const Json& subject = *context.subject;
    const auto person = Id<Person>::parse(subject.at("person").get<std::string>());
    if (!person) return std::nullopt;
    const auto locale = subject.at("locale").get<std::string>();
    const std::string& site = host_.addresses().public_url;
    Principal viewer;  // who plays has no session here, only the launch
    viewer.kind = Principal::Kind::Person;
    viewer.person = *person;
    return host_.db().read([&](Reader& reader) -> std::optional<View> {
        const auto compliance = service_.of_person(reader, *person, host_.clock().today());
        const auto& lines = compliance.required;
        auto line = std::find_if(lines.begin(), lines.end(),
                                 [](const Line& one) { return out_of_date(one.status); });
        if (line == lines.end()) {
            line = std::find_if(lines.begin(), lines.end(),
                                [](const Line& one) { return one.status == Status::ExpiresSoon; });
        }
        if (line == lines.end()) return std::nullopt;
        const auto courses = courses_.awarding(reader, viewer, {line->competency.id});
        const std::string path =
            courses.size() == 1 ? "/courses/" + courses.front().second.id.text() : "/";
        return view("compliance/next",
                    {{"href", site + path},
                     {"text", host_.messages().text(locale, "compliance.next",
                                                    {{"name", line->competency.name}})}},
                    "", "");
    });
}

std::optional<View> HomePage::person_section(SlotContext& context) {
    const auto person = Id<Person>::parse(context.subject->at("person").get<std::string>());
    if (!person) return std::nullopt;
    Request& request = *context.request;
    const Date today = host_.clock().today();
    std::optional<PersonalCompliance> compliance;
    host_.db().read([&](Reader& reader) {
        if (service_.may_see(reader, request.principal(), *person)) {
            compliance = service_.of_person(reader, *person, today);
        }
    });
    if (!compliance) return std::nullopt;
    Json rows = Json::array();
    for (const Line& line : compliance->required) {
        Json row = status_data(request, host_, line.status, line.last_day, today);
        row["name"] = name_of(request, line);
        rows.push_back(std::move(row));
    }
    return view("compliance/person",
                {{"rows", rows},
                 {"none", rows.empty()},
                 {"lead", request.t("compliance.person-lead",
                                    {{"percent", std::to_string(compliance->counts.percent())}})}},
                "", "");
}

}  // namespace tessera::compliance
