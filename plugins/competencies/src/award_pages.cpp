#include "competency_pages.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace tessera::competencies {

void AwardPages::declare(Registrar& registrar) {
    registrar.slot({"person.sections", "competencies.held", 20, "competencies.own",
                    [this](SlotContext& context) { return section(context); }});
    registrar.post("/people/{person}/awards", Needs("competencies.award"),
                   [this](Request& q) { return award(q); });
    registrar.post("/people/{person}/awards/{award}/withdraw", Needs("competencies.award"),
                   [this](Request& q) { return withdraw(q); });
}

std::optional<View> AwardPages::section(SlotContext& context) {
    const auto person = Id<Person>::parse(context.subject->at("person").get<std::string>());
    if (!person) return std::nullopt;
    Request& request = *context.request;
    const Principal& principal = request.principal();
    const Date today = host_.clock().today();
    const bool may_award = principal.can("competencies.award");
    Json rows = Json::array(), earlier = Json::array(), options = Json::array();
    bool visible = false;
    host_.db().read([&](Reader& reader) {
        visible = principal.person == *person ||
                  people_.may_see(reader, principal, "competencies.view", *person);
        if (!visible) return;
        const auto date = [&](Date day) { return host_.messages().date(request.locale(), day); };
        std::set<std::pair<Id<Competency>, int>> shown;
        for (const auto& record : store::awards(reader, *person)) {
            const Holding& holding = record.holding;
            const bool ended = holding.expires && *holding.expires < today;
            // The newest says how things stand. What it renewed is no alarm.
            const bool newest =
                !record.withdrawn && shown.emplace(holding.competency, holding.level).second;
            const bool expired = ended && newest;
            const std::string last = holding.expires ? date(*holding.expires) : "";
            Json& list = newest ? rows : earlier;
            list.push_back(
                {{"id", holding.award.text()},
                 {"name", record.competency_name},
                 {"has_level", holding.level > 0},
                 {"level", holding.level},
                 {"achieved", date(holding.achieved)},
                 {"expires", last},
                 {"until", holding.expires ? request.t("competencies.until", {{"expires", last}})
                                           : request.t("competencies.for-ever")},
                 {"withdrawn", record.withdrawn.has_value()},
                 {"reason", record.withdrawn_reason},
                 {"expired", expired},
                 {"in_date", newest && !ended},
                 {"renewed", !newest && !record.withdrawn},
                 {"source", request.t("competencies.source-" + holding.source)},
                 {"may_withdraw", may_award && !record.withdrawn}});
        }
        // What has run out comes first.
        std::stable_partition(rows.begin(), rows.end(),
                              [](const Json& row) { return row["expired"].get<bool>(); });
        if (!may_award) return;
        for (const auto& competency : service_.all(reader)) {
            options.push_back({{"id", competency.id.text()}, {"name", competency.name}});
        }
    });
    if (!visible) return std::nullopt;
    return view("competencies/person-awards",
                {{"person", person->text()},
                 {"rows", rows},
                 {"none", rows.empty() && earlier.empty()},
                 {"earlier", earlier},
                 {"has_earlier", !earlier.empty()},
                 {"earlier_text",
                  request.t("competencies.earlier", {{"count", std::to_string(earlier.size())}})},
                 {"may_award", may_award},
                 {"options", options},
                 {"today", today.text()}},
                "", "");
}

Response AwardPages::award(Request& request) {
    const auto person = request.id<Person>("person");
    const Form& form = request.form();
    NewAward wanted;
    wanted.person = person;
    const auto competency = Id<Competency>::parse(form["competency"]);
    if (!competency) throw invalid("competency", request.t("competencies.error-competency"));
    wanted.competency = *competency;
    const auto level = form["level"];
    wanted.level = level.size() == 1 && level[0] > '0' && level[0] <= '9' ? level[0] - '0' : 0;
    const auto achieved = Date::parse(form["achieved"]);
    if (!achieved) throw invalid("achieved", request.t("competencies.error-date"));
    wanted.achieved = *achieved;
    wanted.source = "external";
    wanted.evidence = std::string(form["evidence"]);
    host_.db().write([&](Transaction& tx) {
        if (!people_.may_see(tx, request.principal(), "competencies.award", person)) {
            throw not_found("There is no such person.");
        }
        service_.award(tx, request.principal(), wanted);
    });
    return Response::redirect("/people/" + person.text());
}

Response AwardPages::withdraw(Request& request) {
    const auto person = request.id<Person>("person");
    const auto award = request.id<Award>("award");
    const std::string reason(request.form()["reason"]);
    if (reason.empty() || reason.size() > 500)
        throw invalid("reason", request.t("competencies.error-reason"));
    host_.db().write([&](Transaction& tx) {
        if (!people_.may_see(tx, request.principal(), "competencies.award", person)) {
            throw not_found("There is no such person.");
        }
        service_.withdraw(tx, request.principal(), person, award, reason);
    });
    return Response::redirect("/people/" + person.text());
}

}  // namespace tessera::competencies
