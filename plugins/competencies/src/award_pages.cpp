#include "competency_pages.hpp"

#include "tessera/sealed.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace tessera::competencies {

namespace {

constexpr const char* kUndo = "competencies.award-undo";
/// Stored as the reason of an award that was taken back at once; said in the reader's language.
constexpr const char* kTakenBack = "competencies.reason-taken-back";

}  // namespace

void AwardPages::declare(Registrar& registrar) {
    registrar.slot({"person.sections", "competencies.held", 20, "competencies.own",
                    [this](SlotContext& context) { return section(context); }});
    registrar.get("/people/{person}/awards/new", Needs("competencies.award"),
                  [this](Request& q) { return form(q); });
    registrar.post("/people/{person}/awards/undo", Needs("competencies.award"),
                   [this](Request& q) { return undo(q); });
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
    bool may_award = false;
    Json rows = Json::array(), earlier = Json::array(), waiting = Json::array();
    bool visible = false;
    host_.db().read([&](Reader& reader) {
        visible = principal.person == *person ||
                  people_.may_see(reader, principal, "competencies.view", *person);
        if (!visible) return;
        may_award = principal.person != *person &&
                    people_.may_see(reader, principal, "competencies.award", *person);
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
                 {"reason", record.withdrawn_reason == kTakenBack ? request.t(kTakenBack)
                                                                  : record.withdrawn_reason},
                 {"expired", expired},
                 {"in_date", newest && !ended},
                 {"renewed", !newest && !record.withdrawn},
                 {"source", request.t("competencies.source-" + holding.source)},
                 {"may_withdraw", may_award && !record.withdrawn}});
        }
        for (const auto& one : store::waiting(reader, *person)) {
            const auto competency = store::competency(reader, one.award.competency);
            waiting.push_back(
                {{"text", request.t("competencies.waits",
                                    {{"name", competency ? competency->name : ""}})}});
        }
        // What has run out comes first.
        std::stable_partition(rows.begin(), rows.end(),
                              [](const Json& row) { return row["expired"].get<bool>(); });
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
                 {"may_award", may_award}},
                "", "");
}

Response AwardPages::form(Request& request) { return form_page(request, {}, {}); }

Response AwardPages::form_page(Request& request, const Form& typed,
                               const std::vector<FieldError>& errors) {
    const auto person = request.id<Person>("person");
    const std::string today = host_.clock().today().text();
    Json data;
    int levels = 0;
    host_.db().read([&](Reader& reader) {
        const auto record = people_.person(reader, person);
        if (!record || !people_.may_see(reader, request.principal(), "competencies.award", person))
            throw not_found("There is no such person.");
        data = {{"person", person.text()},
                {"name", record->full_name()},
                {"today", today},
                {"achieved", typed.has("achieved") ? std::string(typed["achieved"]) : today},
                {"evidence", std::string(typed["evidence"])},
                {"competencies",
                 competency_options(service_.all(reader), typed["competency"], levels)}};
    });
    add_levels(data, levels, typed["level"]);
    add_errors(data, errors, {"competency", "level", "achieved", "evidence"});
    return Response::page(
        view("competencies/award", std::move(data), request.t("competencies.award-title")),
        errors.empty() ? 200 : 422);
}

Note AwardPages::note(const char* key, Id<Person> person, Id<Competency> competency, int level,
                      Request& request) {
    std::string name, what;
    host_.db().read([&](Reader& reader) {
        if (const auto record = people_.person(reader, person)) name = record->full_name();
        if (const auto record = store::competency(reader, competency))
            what = name_with_level(request, record->name, level);
    });
    return {key, {{"person", name}, {"competency", what}}, "", ""};
}

Response AwardPages::award(Request& request) {
    const auto person = request.id<Person>("person");
    const Form& form = request.form();
    std::vector<FieldError> errors;
    const auto competency = Id<Competency>::parse(form["competency"]);
    if (!competency) errors.push_back({"competency", request.t("competencies.error-competency")});
    const auto level = read_level(form["level"]);
    if (!level) errors.push_back({"level", request.t("competencies.error-level")});
    const auto achieved = Date::parse(form["achieved"]);
    if (!achieved) errors.push_back({"achieved", request.t("competencies.error-date")});
    const std::string evidence(form["evidence"]);
    // Nobody awards to themselves, whatever they send: the service refuses that first.
    const bool own = request.principal().person && request.principal().person == person;
    if (evidence.empty() && !own)
        errors.push_back({"evidence", request.t("competencies.error-evidence")});
    if (!errors.empty()) return form_page(request, form, errors);
    const NewAward wanted{person, *competency, *level, *achieved, {}, "external", evidence};
    Id<Award> id;
    try {
        id = host_.db().write(
            [&](Transaction& tx) { return service_.award(tx, request.principal(), wanted); });
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Invalid) throw;
        return form_page(request, form, error.fields());
    }
    Note said = note("competencies.note-awarded", person, *competency, *level, request);
    said.undo = "/people/" + person.text() + "/awards/undo";
    said.sealed = seal(host_, request.principal(), kUndo, {{"withdraw", id.text()}});
    return redirect_with("/people/" + person.text(), said);
}

Response AwardPages::withdraw(Request& request) {
    const auto person = request.id<Person>("person");
    const auto award = request.id<Award>("award");
    const std::string reason(request.form()["reason"]);
    if (reason.empty() || reason.size() > 500)
        throw invalid("reason", request.t("competencies.error-reason"));
    const auto ended = host_.db().write([&](Transaction& tx) {
        service_.withdraw(tx, request.principal(), person, award, reason);
        return *store::withdrawn_award(tx, person, award);
    });
    Note said = note("competencies.note-withdrawn", person, ended.competency, ended.level, request);
    said.undo = "/people/" + person.text() + "/awards/undo";
    said.sealed = seal(host_, request.principal(), kUndo, {{"reinstate", award.text()}});
    return redirect_with("/people/" + person.text(), said);
}

Response AwardPages::undo(Request& request) {
    const auto person = request.id<Person>("person");
    const auto what = unseal(host_, request.principal(), kUndo, request.form()["sealed"]);
    if (!what) throw no_undo(request);
    const bool reinstate = what->contains("reinstate");
    const auto award =
        *Id<Award>::parse((*what)[reinstate ? "reinstate" : "withdraw"].get<std::string>());
    const auto [competency, level] = host_.db().write([&](Transaction& tx) {
        if (!reinstate) service_.withdraw(tx, request.principal(), person, award, kTakenBack);
        const auto record = store::withdrawn_award(tx, person, award);
        if (!record) throw no_undo(request);
        if (reinstate) service_.reinstate(tx, request.principal(), person, award);
        return std::pair(record->competency, record->level);
    });
    return redirect_with("/people/" + person.text(), note(reinstate ? "competencies.note-reinstated"
                                                                    : "competencies.note-withdrawn",
                                                          person, competency, level, request));
}

}  // namespace tessera::competencies
