#include "competency_service.hpp"

#include "tessera/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tessera::competencies {

namespace {

constexpr std::size_t kMostEvidence = 200;
constexpr const char* kDefine = "competencies.define";

/// The ids in a materialised path "/A/B/C/".
std::vector<std::int64_t> units_of_path(std::string_view path) {
    std::vector<std::int64_t> units;
    while (!path.empty()) {
        const auto end = path.find('/');
        if (const auto id = id_parse(path.substr(0, end))) units.push_back(*id);
        if (end == std::string_view::npos) break;
        path.remove_prefix(end + 1);
    }
    return units;
}

std::string snapshot(const CompetencyRecord& competency) {
    return Json{{"code", competency.code},
                {"name", competency.name},
                {"framework", competency.framework},
                {"levels", competency.levels},
                {"renewal_months", competency.renewal_months}}
        .dump();
}

}  // namespace

std::vector<CompetencyRecord> CompetencyService::all(Reader& reader) {
    return store::competencies(reader);
}

std::optional<CompetencyRecord> CompetencyService::by_code(Reader& reader, std::string_view code) {
    return store::competency_by_code(reader, code);
}

std::vector<Holding> CompetencyService::holdings(Reader& reader, Id<Person> person) {
    return counting(store::holdings(reader, person));
}

std::vector<Required> CompetencyService::required(Reader& reader, Id<Person> person, Date on) {
    return required(reader, people_.employments(reader, person, on));
}

std::vector<Required> CompetencyService::required(
    Reader& reader, const std::vector<people::EmploymentRecord>& employments) {
    std::vector<std::int64_t> units, job_roles;
    for (const auto& employment : employments) {
        const auto above = units_of_path(employment.unit_path);
        units.insert(units.end(), above.begin(), above.end());
        job_roles.push_back(employment.job_role.value);
    }
    const auto requirements = store::requirements_of(reader, units, job_roles);
    std::vector<Required> result;
    for (const auto& employment : employments) {
        const auto above = units_of_path(employment.unit_path);
        for (const auto& requirement : requirements) {
            const bool by_unit = requirement.target_kind == store::Target::Unit;
            const bool reached =
                by_unit ? std::find(above.begin(), above.end(), requirement.target) != above.end()
                        : requirement.target == employment.job_role.value;
            if (!reached) continue;
            const Required needed{requirement.competency, requirement.level, employment.id,
                                  std::max(requirement.since, employment.start),
                                  by_unit ? employment.unit_name : employment.job_role_name};
            const auto known =
                std::find_if(result.begin(), result.end(), [&](const Required& other) {
                    return other.employment == needed.employment &&
                           other.competency == needed.competency;
                });
            if (known == result.end()) {
                result.push_back(needed);
            } else if (known->level < needed.level) {
                *known = needed;
            }
        }
    }
    return result;
}

void CompetencyService::each_holding(Reader& reader,
                                     const std::function<void(Id<Person>, const Holding&)>& visit) {
    store::each_holding(reader, visit);
}

Id<Award> CompetencyService::award(Transaction& tx, const Principal& actor,
                                   const NewAward& wanted) {
    if (!people_.may_see(tx, actor, "competencies.award", wanted.person))
        throw not_found("There is no such person.");
    return award(tx, Trusted(actor), wanted);
}

Id<Award> CompetencyService::award(Transaction& tx, Trusted actor, const NewAward& wanted) {
    return award(tx, actor, wanted, "");
}

Id<Award> CompetencyService::award(Transaction& tx, Trusted trusted, const NewAward& wanted,
                                   const std::string& behind) {
    const Principal& actor = trusted;
    // What is awarded is evidence for others: it takes a second person.
    if (actor.person && actor.person == wanted.person)
        throw forbidden("Nobody awards a competency to themselves. Ask a colleague to do it.");
    const auto competency = store::competency(tx, wanted.competency);
    if (!competency) throw not_found("There is no such competency.");
    const bool by_hand = awarded_by_hand(wanted.source);
    if (wanted.level < 0 || wanted.level > competency->levels) {
        throw invalid("level", "This competency has no such level.");
    }
    if (by_hand && wanted.level == 0 && competency->levels > 0)
        throw invalid("level", "Choose the level: this competency has some.");
    if (wanted.evidence.size() > kMostEvidence) {
        throw invalid("evidence", "Shorten the evidence to 200 characters.");
    }
    if (wanted.achieved > host_.clock().today()) {
        throw invalid("achieved", "Enter a day that is not in the future.");
    }
    if (by_hand && text::line(wanted.evidence).empty()) {
        throw invalid("evidence", "Say what shows it: a certificate, a reference or a reason.");
    }
    NewAward award = wanted;
    if (!award.expires) {
        const auto held = holdings(tx, award.person);
        const Holding* now = answering(held, award.competency, award.level);
        award.expires = expiry(award.achieved, competency->renewal_months,
                               now == nullptr ? std::nullopt : now->expires);
    }
    if (award.expires && *award.expires < award.achieved) {
        throw invalid("expires", "Enter an end that is not before the day it was achieved.");
    }
    const auto id = host_.ids().make<Award>();
    store::insert(tx, id, award, actor, host_.clock().now());
    Json after = {{"award", id.text()},
                  {"competency", competency->code},
                  {"level", award.level},
                  {"achieved", award.achieved.text()},
                  {"expires", award.expires ? award.expires->text() : ""},
                  {"source", award.source},
                  {"evidence", award.evidence}};
    if (!behind.empty()) after["behind"] = Json::parse(behind);
    tx.audit(actor, {"competencies.award", "person:" + award.person.text(), "", after.dump()});
    tx.publish(CompetencyAwarded{id, award.person, award.competency, award.level, award.achieved,
                                 award.expires, award.source});
    return id;
}

Id<Competency> CompetencyService::save(const Principal& actor, std::optional<Id<Competency>> id,
                                       const CompetencyDraft& typed, std::string_view locale) {
    check_site(actor, kDefine);
    const CompetencyDraft draft = tidied(typed);
    std::vector<FieldError> errors;
    for (const auto& [field, key] : problems(draft))
        errors.push_back({field, host_.messages().text(locale, key)});
    if (!errors.empty()) {
        throw Error(ErrorKind::Invalid, "competencies.competency",
                    "Some values have to be put right.", errors);
    }
    return host_.db().write([&](Transaction& tx) {
        const auto same_code = store::competency_by_code(tx, draft.code);
        if (same_code && (!id || same_code->id != *id)) {
            throw invalid("code", host_.messages().text(locale, "competencies.error-code-taken"));
        }
        CompetencyRecord record{id ? *id : host_.ids().make<Competency>(),
                                draft.code,
                                draft.name,
                                draft.framework,
                                std::stoi(draft.levels),
                                std::stoi(draft.renewal_months)};
        std::string before;
        if (id) {
            const auto known = store::competency(tx, *id);
            if (!known) throw not_found("There is no such competency.");
            before = snapshot(*known);
        }
        store::put_competency(tx, record,
                              store::framework(tx, host_.ids(), draft.framework, false));
        note_editor(tx, actor, record.id);
        tx.audit(actor, {id ? "competencies.change" : "competencies.define",
                         "competency:" + record.id.text(), before, snapshot(record)});
        return record.id;
    });
}

void CompetencyService::withdraw(Transaction& tx, const Principal& actor, Id<Person> person,
                                 Id<Award> award, std::string_view reason) {
    if (!people_.may_see(tx, actor, "competencies.award", person))
        throw not_found("There is no such person.");
    const auto known = store::standing_award(tx, award);
    if (!known || known->first != person) throw not_found("There is no such award.");
    store::withdraw(tx, award, reason, host_.clock().now());
    tx.audit(actor, {"competencies.withdraw", "person:" + person.text(),
                     Json{{"award", award.text()}}.dump(), Json{{"reason", reason}}.dump()});
    tx.publish(AwardWithdrawn{award, person, known->second});
}

void CompetencyService::reinstate(Transaction& tx, const Principal& actor, Id<Person> person,
                                  Id<Award> award) {
    if (!people_.may_see(tx, actor, "competencies.award", person))
        throw not_found("There is no such person.");
    if (actor.person && actor.person == person)
        throw forbidden("Nobody awards a competency to themselves. Ask a colleague to do it.");
    const auto known = store::withdrawn_award(tx, person, award);
    if (!known) throw not_found("There is no such award.");
    store::reinstate(tx, award);
    tx.audit(actor, {"competencies.reinstate", "person:" + person.text(), "",
                     Json{{"award", award.text()}}.dump()});
    tx.publish(CompetencyAwarded{award, person, known->competency, known->level, known->achieved,
                                 known->expires, known->source});
}

std::map<Id<Person>, enrolment::Standing> CompetencyService::standing(
    Reader& reader, Id<catalogue::Course> course) {
    std::map<Id<Person>, enrolment::Standing> result;
    bool first = true;
    for (const auto& awarded : courses_.competencies(reader, course)) {
        std::map<Id<Person>, enrolment::Standing> held;
        for (const auto& [person, last] :
             last_days(store::holders(reader, awarded.competency), awarded.level)) {
            const auto known = result.find(person);
            if (!first && known == result.end()) continue;
            const auto before = first ? std::nullopt : known->second.until;
            held[person].until = !last ? before : !before ? last : std::min(*before, *last);
        }
        result = std::move(held);
        first = false;
    }
    return result;
}

void CompetencyService::attach_to_course(Transaction& tx, const Principal& actor,
                                         Id<catalogue::Course> course,
                                         catalogue::CourseCompetency competency,
                                         std::string_view locale) {
    check_site(actor, kDefine);
    const auto record = store::competency(tx, competency.competency);
    if (!record) throw not_found("There is no such competency.");
    if (competency.level > record->levels)
        throw invalid("level", host_.messages().text(locale, "competencies.error-level"));
    if (competency.level == 0 && record->levels > 0)
        throw invalid("level", host_.messages().text(locale, "competencies.error-level-missing"));
    courses_.attach_competency(tx, Trusted(actor), course, competency);
}

void CompetencyService::detach_from_course(Transaction& tx, const Principal& actor,
                                           Id<catalogue::Course> course,
                                           Id<Competency> competency) {
    check_site(actor, kDefine);
    courses_.detach_competency(tx, Trusted(actor), course, competency);
}

}  // namespace tessera::competencies
