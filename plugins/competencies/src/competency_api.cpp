#include "competency_pages.hpp"
#include "tessera/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace tessera::competencies {

namespace {

Response post_award(Request& request, Host& host, CompetencyService& service) {
    const auto person = request.id<Person>("person");
    constexpr std::int64_t kHighest = 9;
    JsonFields body(request.json());
    NewAward wanted;
    wanted.person = person;
    wanted.level = static_cast<int>(body.whole("level", 0, kHighest).value_or(0));
    wanted.achieved = body.date("achieved").value_or(host.clock().today());
    wanted.expires = body.date("expires");
    wanted.source = "api";
    wanted.evidence = body.text("evidence");
    const std::string code = body.text("competency");
    body.check();
    const auto id = host.db().write([&](Transaction& tx) {
        const auto competency = service.by_code(tx, code);
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
              [&](Request& request) { return post_award(request, host, service); })
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
