#include "people_api.hpp"

#include "tessera/json_fields.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace tessera::people {

namespace {

constexpr int kMaxPage = 200;

Json or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json person_json(const PersonRecord& person) {
    return {{"id", person.id.text()},          {"passport_number", person.passport_number},
            {"given_name", person.given_name}, {"family_name", person.family_name},
            {"email", or_null(person.email)},  {"type", person.type}};
}

Json employment_json(const EmploymentRecord& employment) {
    return {{"id", employment.id.text()},
            {"unit", {{"id", employment.unit.text()}, {"name", employment.unit_name}}},
            {"job_role", {{"id", employment.job_role.text()}, {"name", employment.job_role_name}}},
            {"organisation", employment.organisation_name},
            {"manager", or_null(employment.manager ? employment.manager.text() : "")},
            {"primary", employment.primary},
            {"start", employment.start.text()},
            {"end", or_null(employment.end ? employment.end->text() : "")}};
}

}  // namespace

Response PeopleApi::create(Request& request) {
    JsonFields body(request.json());
    if (!request.principal().can_everywhere("people.create")) {
        throw forbidden("You can add people to your own units only, which this call does not do.");
    }
    NewPerson person;
    person.given_name = body.text("given_name");
    person.family_name = body.text("family_name");
    person.email = body.text("email");
    person.national_insurance = body.text("national_insurance");
    if (const auto type = body.text("type"); !type.empty()) person.type = type;
    person.date_of_birth = body.date("date_of_birth");
    body.check();
    const auto id = host_.db().write(
        [&](Transaction& tx) { return service_.add_person(tx, request.principal(), person, {}); });
    return Response::json({{"id", id.text()}}, 201)
        .header("Location", "/api/v1/people/" + id.text());
}

Response PeopleApi::get(Request& request) {
    const auto id = request.id<Person>("person");
    Json json;
    host_.db().read([&](Reader& reader) {
        const auto person = store::person(reader, id);
        if (!person || !service_.may_see(reader, request.principal(), "people.view", id)) {
            throw not_found("There is no such person.");
        }
        json = person_json(*person);
        json["employments"] = Json::array();
        for (const auto& employment : service_.employments(reader, id, host_.clock().today())) {
            json["employments"].push_back(employment_json(employment));
        }
    });
    return Response::json(json);
}

Response PeopleApi::list(Request& request) {
    store::PersonFilter filter;
    filter.text = request.query("q").value_or("").substr(0, 200);
    filter.on = host_.clock().today();
    filter.limit = 50;
    for (const auto& [name, value] :
         {std::pair{"limit", &filter.limit}, {"offset", &filter.offset}}) {
        const auto text = request.query(name).value_or("");
        if (text.empty()) continue;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), *value);
        if (problem != std::errc() || end != text.data() + text.size() || *value < 0) {
            throw invalid(name, "Give a whole number that is not negative.");
        }
    }
    if (filter.limit > kMaxPage) throw invalid("limit", "Give at most 200.");
    Json json = {{"people", Json::array()}};
    host_.db().read([&](Reader& reader) {
        filter.scope = service_.scope_of(reader, request.principal(), "people.list");
        json["total"] = store::count_people(reader, filter);
        for (const auto& line : store::people(reader, filter)) {
            json["people"].push_back(person_json(line.person));
        }
    });
    return Response::json(json);
}

}  // namespace tessera::people
