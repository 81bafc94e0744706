#include "team_page.hpp"

#include "rows.hpp"

#include "tessera/csv.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tessera::compliance {

namespace {

std::string initials(const people::PersonRecord& person) {
    const auto first = [](const std::string& name) {
        std::size_t length = name.empty() ? 0 : 1;  // one UTF-8 character
        while (length < name.size() && (static_cast<unsigned char>(name[length]) & 0xC0) == 0x80)
            ++length;
        return name.substr(0, length);
    };
    return first(person.given_name) + first(person.family_name);
}

/// One of the six avatar colours, always the same for a person.
int avatar(Id<Person> person) { return static_cast<int>(person.value % 6); }

std::optional<Date> date_of(const Cell& cell) {
    if (cell.last_day == kNeverAchieved || cell.last_day == kNeverEnds) return std::nullopt;
    return Date{cell.last_day};
}

bool wanted(const TeamMember& member, std::string_view show) {
    if (show == "out-of-date") return member.counts.out_of_date() > 0;
    if (show == "expiring") return member.counts.soon > 0;
    return true;
}

}  // namespace

struct TeamPage::Data {
    std::vector<TeamMember> members;
    std::vector<competencies::CompetencyRecord>
        columns;  ///< what is required of anybody in the team
    Counts counts;
    std::optional<Date> first_expiry;
};

void TeamPage::declare(Registrar& registrar) {
    registrar.get("/team", Needs("compliance.team"), [this](Request& q) { return page(q); });
    registrar.get("/team.csv", Needs("compliance.team"), [this](Request& q) { return csv(q); });
}

TeamPage::Data TeamPage::read(Request& request, Date today) {
    Data data;
    host_.db().read([&](Reader& reader) {
        data.members = service_.team(reader, request.principal().person, today);
        for (auto& competency : competencies_.all(reader)) {
            const bool required = std::any_of(
                data.members.begin(), data.members.end(),
                [&](const TeamMember& member) { return member.cells.count(competency.id) != 0; });
            if (required) data.columns.push_back(std::move(competency));
        }
    });
    const Horizon horizon = Horizon::on(today);
    for (const TeamMember& member : data.members) {
        for (const auto& [competency, cell] : member.cells) {
            const Status status = status_of(cell.last_day, horizon);
            data.counts.add(status);
            if (status != Status::ExpiresSoon) continue;
            const Date day{cell.last_day};
            if (!data.first_expiry || day < *data.first_expiry) data.first_expiry = day;
        }
    }
    return data;
}

Json TeamPage::matrix_row(Request& request, const Data& data, const TeamMember& member,
                          Date today) {
    const Horizon horizon = Horizon::on(today);
    Json cells = Json::array();
    for (const auto& competency : data.columns) {
        const auto found = member.cells.find(competency.id);
        if (found == member.cells.end()) {
            cells.push_back({{"required", false}});
            continue;
        }
        const auto day = date_of(found->second);
        Json cell =
            status_data(request, host_, status_of(found->second.last_day, horizon), day, today);
        cell["required"] = true;
        cell["shown"] = day ? request.t("compliance.month-" + std::to_string(day->month()),
                                        {{"day", std::to_string(day->day())},
                                         {"year", std::to_string(day->year() % 100)}})
                            : cell["short"].get<std::string>();
        cell["label"] = competency.name + ": " + cell["status"].get<std::string>();
        cells.push_back(std::move(cell));
    }
    return {{"id", member.person.id.text()},
            {"name", member.person.full_name()},
            {"initials", initials(member.person)},
            {"avatar", avatar(member.person.id)},
            {"role", member.employment.job_role_name},
            {"percent", member.counts.percent()},
            {"cells", cells}};
}

Json TeamPage::phone_row(Request& request, const Data& data, const TeamMember& member, Date today) {
    const Horizon horizon = Horizon::on(today);
    Json needs = Json::array();
    for (const auto& competency : data.columns) {
        const auto found = member.cells.find(competency.id);
        if (found == member.cells.end()) continue;
        const Status status = status_of(found->second.last_day, horizon);
        if (status == Status::InDate) continue;
        Json need = status_data(request, host_, status, date_of(found->second), today);
        need["competency"] = competency.name;
        needs.push_back(std::move(need));
    }
    return {{"id", member.person.id.text()},
            {"name", member.person.full_name()},
            {"initials", initials(member.person)},
            {"avatar", avatar(member.person.id)},
            {"role", member.employment.job_role_name},
            {"percent", member.counts.percent()},
            {"needs", needs},
            {"all_done", needs.empty()}};
}

Response TeamPage::page(Request& request) {
    const Date today = host_.clock().today();
    const Data data = read(request, today);
    const std::string show(request.query("show").value_or(""));
    Json rows = Json::array(), phone = Json::array(), columns = Json::array(),
         totals = Json::array();
    const auto count_of = [&](std::string_view filter) {
        return std::count_if(data.members.begin(), data.members.end(),
                             [&](const TeamMember& member) { return wanted(member, filter); });
    };
    for (const auto& competency : data.columns) columns.push_back(competency.name);
    for (const TeamMember& member : data.members) {
        if (!wanted(member, show)) continue;
        rows.push_back(matrix_row(request, data, member, today));
        phone.push_back(phone_row(request, data, member, today));
    }
    const Horizon horizon = Horizon::on(today);
    for (const auto& competency : data.columns) {
        Counts column;
        for (const TeamMember& member : data.members) {
            const auto found = member.cells.find(competency.id);
            if (found != member.cells.end()) column.add(status_of(found->second.last_day, horizon));
        }
        totals.push_back(column.percent());
    }
    Json chips = Json::array();
    for (const char* filter : {"", "out-of-date", "expiring"}) {
        const std::string key = *filter == '\0' ? "everyone" : filter;
        chips.push_back({{"href", *filter == '\0' ? "/team" : "/team?show=" + std::string(filter)},
                         {"text", request.t("compliance.show-" + key)},
                         {"count", count_of(filter)},
                         {"current", show == filter}});
    }
    const auto count = [](auto value) { return TextArgs{{"count", std::to_string(value)}}; };
    return Response::page(view(
        "compliance/team",
        {{"lead", request.t("compliance.team-lead", count(data.members.size()))},
         {"today", host_.messages().date(request.locale(), today)},
         {"nobody", data.members.empty()},
         {"rows", rows},
         {"phone", phone},
         {"columns", columns},
         {"totals", totals},
         {"chips", chips},
         {"none_shown", rows.empty() && !data.members.empty()},
         {"percent", data.counts.percent()},
         {"done",
          request.t("compliance.kpi-done", {{"done", std::to_string(data.counts.compliant())},
                                            {"count", std::to_string(data.counts.required)}})},
         {"red", data.counts.out_of_date()},
         {"red_people", request.t("compliance.kpi-people", count(count_of("out-of-date")))},
         {"amber", data.counts.soon},
         {"amber_first",
          data.first_expiry
              ? request.t("compliance.kpi-first",
                          {{"date", host_.messages().date(request.locale(), *data.first_expiry)}})
              : request.t("compliance.kpi-none")},
         {"caption", request.t("compliance.matrix", {{"people", std::to_string(rows.size())},
                                                     {"count", std::to_string(columns.size())}})}},
        request.t("compliance.team-title")));
}

Response TeamPage::csv(Request& request) {
    const Date today = host_.clock().today();
    const Data data = read(request, today);
    const Horizon horizon = Horizon::on(today);
    std::string out = "\xEF\xBB\xBF";  // so that spreadsheets read UTF-8
    for (const char* key :
         {"csv-name", "csv-role", "csv-competency", "csv-status", "csv-last-day"}) {
        out += csv_field(request.t("compliance." + std::string(key))) +
               (std::string_view(key) == "csv-last-day" ? "\r\n" : ",");
    }
    for (const TeamMember& member : data.members) {
        for (const auto& competency : data.columns) {
            const auto found = member.cells.find(competency.id);
            if (found == member.cells.end()) continue;
            const auto day = date_of(found->second);
            const Json status =
                status_data(request, host_, status_of(found->second.last_day, horizon), day, today);
            out += csv_field(member.person.full_name()) + "," +
                   csv_field(member.employment.job_role_name) + "," + csv_field(competency.name) +
                   "," + csv_field(status["short"].get<std::string>()) + "," +
                   (day ? day->text() : "") + "\r\n";
        }
    }
    Response response = Response::text(std::move(out), 200, "text/csv; charset=utf-8");
    response.header("Content-Disposition",
                    "attachment; filename=\"team-compliance-" + today.text() + ".csv\"");
    return response;
}

}  // namespace tessera::compliance
