#include "people_api.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace tessera::people {

namespace {

constexpr int kMaxPage = 200;

/// A text field of the body; absent and null are empty. Adds to `errors` when it is no text.
std::string text_of(const Json& body, const char* name, std::vector<FieldError>& errors) {
    const auto found = body.find(name);
    if (found == body.end() || found->is_null()) return {};
    if (!found->is_string()) {
        errors.push_back({name, "This must be a text."});
        return {};
    }
    return found->get<std::string>();
}

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
    const Json& body = request.json();
    if (!body.is_object()) {
        throw Error(ErrorKind::BadRequest, "people.body", "The body must be one JSON object.");
    }
    if (!request.principal().can_everywhere("people.create")) {
        throw forbidden("You can add people to your own units only, which this call does not do.");
    }
    std::vector<FieldError> errors;
    NewPerson person;
    person.given_name = text_of(body, "given_name", errors);
    person.family_name = text_of(body, "family_name", errors);
    person.email = text_of(body, "email", errors);
    person.national_insurance = text_of(body, "national_insurance", errors);
    if (const auto type = text_of(body, "type", errors); !type.empty()) person.type = type;
    if (const auto day = text_of(body, "date_of_birth", errors); !day.empty()) {
        person.date_of_birth = Date::parse(day);
        if (!person.date_of_birth) {
            errors.push_back({"date_of_birth", "Give the day as 1990-12-31."});
        }
    }
    if (!errors.empty()) {
        throw Error(ErrorKind::Invalid, "people.invalid", errors.front().message, errors);
    }
    const auto id = host_.db().write(
        [&](Transaction& tx) { return service_.create_person(tx, request.principal(), person); });
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
    filter.limit = std::min(filter.limit, kMaxPage);
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
