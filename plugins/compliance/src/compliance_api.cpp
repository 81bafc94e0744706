#include "compliance_api.hpp"

#include <nlohmann/json.hpp>

namespace tessera::compliance {

namespace {

Json to_json(const Line& line) {
    return {{"competency", line.competency.id.text()},
            {"code", line.competency.code},
            {"name", line.competency.name},
            {"level", line.level},
            {"status", status_text(line.status)},
            {"expires", line.last_day ? Json(line.last_day->text()) : Json()}};
}

Response of_person(Request& request, Host& host, ComplianceService& service) {
    const auto person = request.id<Person>("person");
    const Date today = host.clock().today();
    PersonalCompliance compliance;
    host.db().read([&](Reader& reader) {
        if (!service.may_see(reader, request.principal(), person))
            throw not_found("There is no such person.");
        compliance = service.of_person(reader, person, today);
    });
    Json required = Json::array(), held = Json::array();
    for (const Line& line : compliance.required) {
        Json entry = to_json(line);
        entry["required_since"] = line.required_since ? Json(line.required_since->text()) : Json();
        required.push_back(std::move(entry));
    }
    for (const Line& line : compliance.held) held.push_back(to_json(line));
    const Counts& counts = compliance.counts;
    return Response::json({{"person", person.text()},
                           {"date", today.text()},
                           {"percent", counts.percent()},
                           {"required_count", counts.required},
                           {"compliant_count", counts.compliant()},
                           {"required", required},
                           {"held", held}});
}

}  // namespace

void declare_compliance_api(Registrar& registrar, Host& host, ComplianceService& service) {
    registrar
        .get("/api/v1/people/{person}/compliance", Needs("compliance.own"),
             [&](Request& request) { return of_person(request, host, service); })
        .summary("What is required of a person and what they hold")
        .returns(200,
                 "Required competencies, most urgent first, and those held without being required")
        .returns(404, "There is no such person, or they are not yours to see");
}

}  // namespace tessera::compliance
