#include "competency_pages.hpp"

#include <nlohmann/json.hpp>

namespace tessera::competencies {

namespace {

std::string text_field(const Json& body, const char* name) {
    const auto found = body.find(name);
    return found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<Date> date_field(const Json& body, const char* name) {
    const std::string text = text_field(body, name);
    if (text.empty()) return std::nullopt;
    const auto date = Date::parse(text);
    if (!date) throw invalid(name, std::string("Send \"") + name + "\" as a day like 2026-11-22.");
    return date;
}

int level_field(const Json& body) {
    const auto found = body.find("level");
    if (found == body.end()) return 0;
    constexpr std::int64_t kHighest = 9;
    const bool known = found->is_number_integer() && *found >= 0 && *found <= kHighest;
    if (!known) throw invalid("level", "Send the level as a number from 0 to 9.");
    return found->get<int>();
}

Response post_award(Request& request, Host& host, CompetencyService& service,
                    people::Directory& people) {
    const auto person = request.id<Person>("person");
    const Json& body = request.json();
    if (!body.is_object()) throw Error(ErrorKind::BadRequest, "json.object", "Send a JSON object.");
    NewAward wanted;
    wanted.person = person;
    wanted.level = level_field(body);
    const auto achieved = date_field(body, "achieved");
    wanted.achieved = achieved ? *achieved : host.clock().today();
    wanted.expires = date_field(body, "expires");
    wanted.source = "api";
    wanted.evidence = text_field(body, "evidence");
    const auto id = host.db().write([&](Transaction& tx) {
        if (!people.may_see(tx, request.principal(), "competencies.award", person)) {
            throw not_found("There is no such person.");
        }
        const auto competency = service.by_code(tx, text_field(body, "competency"));
        if (!competency) throw invalid("competency", "Send the code of a competency there is.");
        wanted.competency = competency->id;
        return service.award(tx, request.principal(), wanted);
    });
    return Response::json({{"id", id.text()}}, 201);
}

Response get_awards(Request& request, Host& host, people::Directory& people) {
    const auto person = request.id<Person>("person");
    Json items = Json::array();
    host.db().read([&](Reader& reader) {
        const bool own = request.principal().person == person;
        if (!own && !people.may_see(reader, request.principal(), "competencies.view", person)) {
            throw not_found("There is no such person.");
        }
        for (const auto& record : store::awards(reader, person)) {
            items.push_back(
                {{"id", record.holding.award.text()},
                 {"competency", record.holding.competency.text()},
                 {"name", record.competency_name},
                 {"level", record.holding.level},
                 {"achieved", record.holding.achieved.text()},
                 {"expires",
                  record.holding.expires ? Json(record.holding.expires->text()) : Json()},
                 {"source", record.holding.source},
                 {"evidence", record.evidence},
                 {"withdrawn", record.withdrawn.has_value()}});
        }
    });
    return Response::json({{"awards", items}});
}

}  // namespace

void declare_competency_api(Registrar& registrar, Host& host, CompetencyService& service,
                            people::Directory& people) {
    registrar
        .get("/api/v1/competencies", Needs("competencies.own"),
             [&](Request&) {
                 Json items = Json::array();
                 for (const auto& record :
                      host.db().read([&](Reader& reader) { return service.all(reader); })) {
                     items.push_back({{"id", record.id.text()},
                                      {"code", record.code},
                                      {"name", record.name},
                                      {"framework", record.framework},
                                      {"levels", record.levels},
                                      {"renewal_months", record.renewal_months}});
                 }
                 return Response::json({{"competencies", items}});
             })
        .summary("All competencies")
        .returns(200, "Competencies by name");
    registrar
        .get("/api/v1/people/{person}/awards", Needs("competencies.own"),
             [&](Request& request) { return get_awards(request, host, people); })
        .summary("Everything a person was ever awarded")
        .returns(200, "Awards, newest first")
        .returns(404, "There is no such person, or they are not yours to see");
    registrar
        .post("/api/v1/people/{person}/awards", Needs("competencies.award"),
              [&](Request& request) { return post_award(request, host, service, people); })
        .summary("Award a competency achieved elsewhere")
        .body({{"competency", "string", "its code", true},
               {"level", "integer", "0 when it has none", false},
               {"achieved", "date", "today when absent", false},
               {"expires", "date", "worked out from the renewal period when absent", false},
               {"evidence", "string", "a reference of your own", false}})
        .returns(201, "The id of the award")
        .returns(422, "Values that have to be put right");
}

}  // namespace tessera::competencies
