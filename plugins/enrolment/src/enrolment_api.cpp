#include "enrolment_api.hpp"

#include "enrolment_rules.hpp"
#include "tessera/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace tessera::enrolment {

namespace {

template <class Tag>
Id<Tag> required(JsonFields& body, const char* name) {
    if (!body.has(name))
        body.refuse(name, std::string("Send \"") + name + "\" as an id of 13 characters.");
    return body.id<Tag>(name).value_or(Id<Tag>());
}

Json to_json(const EnrolmentRecord& enrolment) {
    return {{"id", enrolment.id.text()},
            {"person", enrolment.person.text()},
            {"course", enrolment.course.text()},
            {"status", status_text(enrolment.status)},
            {"created", iso_text(enrolment.created)},
            {"changed", iso_text(enrolment.changed)},
            {"reason", enrolment.reason}};
}

Response create(Request& request, EnrolmentService& service) {
    JsonFields body(request.json());
    const auto person = required<Person>(body, "person");
    const auto course = required<catalogue::Course>(body, "course");
    body.check();
    const auto id = service.enrol_other(request.principal(), person, course);
    return Response::json({{"id", id.text()}}, 201);
}

Response change(Request& request, EnrolmentService& service) {
    const auto id = request.id<Enrolment>("enrolment");
    JsonFields body(request.json());
    constexpr std::size_t kLongestReason = 500;
    const std::string word = body.text("status");
    const std::string reason = body.text("reason", kLongestReason);
    body.check();
    const auto status = status_parse(word);
    if (!status) throw invalid("status", "Send one of the statuses an enrolment can have.");
    const auto changed = service.record(request.principal(), id, *status, reason);
    return Response::json(to_json(changed));
}

}  // namespace

void declare_enrolment_api(Registrar& registrar, Host& host, EnrolmentService& service) {
    registrar
        .post("/api/v1/enrolments", Needs("enrolment.manage"),
              [&](Request& request) { return create(request, service); })
        .summary("Enrol a person on a course")
        .body({{"person", "id", "the person", true}, {"course", "id", "the course", true}})
        .returns(201, "The id of the enrolment")
        .returns(403, "A rule is against it; the detail says which")
        .returns(409, "There is an enrolment on this course already");
    registrar
        .get("/api/v1/enrolments/{enrolment}", Needs("enrolment.own"),
             [&](Request& request) {
                 const auto id = request.id<Enrolment>("enrolment");
                 return Response::json(to_json(host.db().read([&](Reader& reader) {
                     return service.visible(reader, request.principal(), id);
                 })));
             })
        .summary("One enrolment")
        .returns(200, "The enrolment")
        .returns(404, "There is none, or it is somebody else's");
    registrar
        .post("/api/v1/enrolments/{enrolment}/status", Needs("enrolment.manage"),
              [&](Request& request) { return change(request, service); })
        .summary("Change the status of an enrolment")
        .body({{"status", "string", "placed, completed, withdrawn, ...", true},
               {"reason", "string", "kept in the log", false}})
        .returns(200, "The enrolment")
        .returns(409, "That status can't follow the one it has");
}

}  // namespace tessera::enrolment
