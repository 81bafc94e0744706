#include "competency_pages.hpp"

#include <nlohmann/json.hpp>

namespace tessera::competencies {

void WaitingPages::declare(Registrar& registrar) {
    const Access access = Needs("competencies.award");
    registrar.get("/admin/waiting-awards", access, [this](Request& q) { return list(q); });
    registrar.post("/admin/waiting-awards/{waiting}/confirm", access,
                   [this](Request& q) { return decide(q, true); });
    registrar.post("/admin/waiting-awards/{waiting}/refuse", access,
                   [this](Request& q) { return decide(q, false); });
    registrar
        .get("/api/v1/waiting-awards", access,
             [this](Request& q) {
                 return Response::json({{"waiting", rows(q)}});
             })
        .summary("Awards that wait for a second person: who completed the course made a part of it")
        .returns(200, "At most 200, the longest waiting first");
    registrar
        .post("/api/v1/waiting-awards/{waiting}/confirm", access,
              [this](Request& q) { return decide_json(q, true); })
        .summary("Confirm an award of somebody else")
        .returns(200, "The id of the award")
        .returns(403, "It is your own")
        .returns(409, "It has been decided");
    registrar
        .post("/api/v1/waiting-awards/{waiting}/refuse", access,
              [this](Request& q) { return decide_json(q, false); })
        .summary("Refuse an award of somebody else")
        .returns(200, "No award")
        .returns(409, "It has been decided");
}

Json WaitingPages::rows(Request& request) {
    Json rows = Json::array();
    host_.db().read([&](Reader& reader) {
        for (const auto& waiting : service_.to_confirm(reader, request.principal())) {
            const auto person = people_.person(reader, waiting.award.person);
            const auto competency = store::competency(reader, waiting.award.competency);
            const auto course = courses_.course(reader, waiting.course);
            rows.push_back({{"id", waiting.id.text()},
                            {"person", waiting.award.person.text()},
                            {"name", person ? person->full_name() : ""},
                            {"competency", competency ? competency->code : ""},
                            {"competency_name", competency ? competency->name : ""},
                            {"level", waiting.award.level},
                            {"course", waiting.course.text()},
                            {"course_title", course ? course->title : ""},
                            {"achieved", waiting.award.achieved.text()},
                            {"behind", Json::parse(waiting.editors)}});
        }
    });
    return rows;
}

Response WaitingPages::list(Request& request) {
    Json data = {{"rows", Json::array()},
                 {"saved", request.query("saved").has_value()},
                 {"removed", request.query("refused").has_value()}};
    for (Json& row : rows(request)) {
        std::string behind;
        for (const Json& editor : row["behind"]) {
            behind += (behind.empty() ? "" : "; ") +
                      request.t("competencies.behind-" + editor["kind"].get<std::string>(),
                                {{"name", editor["name"]}});
        }
        const auto day = Date::parse(row["achieved"].get<std::string>());
        row["achieved"] = host_.messages().date(request.locale(), *day);
        row["behind"] = behind;
        row["has_level"] = row["level"].get<int>() > 0;
        data["rows"].push_back(std::move(row));
    }
    data["empty"] = data["rows"].empty();
    return Response::page(
        view("competencies/waiting", std::move(data), request.t("competencies.waiting-title")));
}

Response WaitingPages::decide(Request& request, bool confirmed) {
    service_.decide(request.principal(), request.id<WaitingAward>("waiting"), confirmed);
    return Response::redirect(confirmed ? "/admin/waiting-awards?saved=1"
                                        : "/admin/waiting-awards?refused=1");
}

Response WaitingPages::decide_json(Request& request, bool confirmed) {
    const auto award =
        service_.decide(request.principal(), request.id<WaitingAward>("waiting"), confirmed);
    return Response::json({{"award", award ? Json(award->text()) : Json()}});
}

}  // namespace tessera::competencies
