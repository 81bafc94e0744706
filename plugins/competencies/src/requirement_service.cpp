// The part of the service that says what is required of whom.
#include "competency_service.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace tessera::competencies {

namespace {

constexpr const char* kRequire = "competencies.require";

std::string snapshot(const store::RequirementRecord& requirement) {
    return Json{{"competency", requirement.competency.text()},
                {"level", requirement.level},
                {"target_kind", store::target_text(requirement.target_kind)},
                {"target", id_text(requirement.target)}}
        .dump();
}

Rule rule_of(const store::RequirementRecord& requirement) {
    Rule rule{requirement.competency, requirement.level, {}, {}};
    if (requirement.target_kind == store::Target::Unit)
        rule.unit = {requirement.target};
    else
        rule.job_role = {requirement.target};
    return rule;
}

/// The name of a unit or job role; empty when there is none.
std::string name_of(Reader& reader, people::Directory& people, store::Target kind,
                    std::int64_t target) {
    if (kind == store::Target::Unit) {
        const auto unit = people.unit(reader, {target});
        return unit ? unit->name : "";
    }
    for (const auto& role : people.job_roles(reader)) {
        if (role.id.value == target) return role.name;
    }
    return "";
}

}  // namespace

std::vector<Rule> CompetencyService::rules(Reader& reader) {
    std::vector<Rule> result;
    for (const auto& requirement : store::requirements(reader))
        result.push_back(rule_of(requirement));
    return result;
}

std::vector<people::EmploymentRecord> CompetencyService::reached(Reader& reader, store::Target kind,
                                                                 std::int64_t target) {
    const Date today = host_.clock().today();
    if (kind == store::Target::Unit) return people_.employed_in(reader, {target}, today);
    std::vector<people::EmploymentRecord> result;
    for (const auto& unit : people_.units(reader)) {
        if (unit.parent) continue;  // an organisation brings everybody below it
        for (auto& employment : people_.employed_in(reader, unit.id, today)) {
            if (employment.job_role.value == target) result.push_back(std::move(employment));
        }
    }
    return result;
}

Preview CompetencyService::preview(Reader& reader, const store::RequirementRecord& wanted,
                                   std::string_view locale, bool with_forecast) {
    const auto say = [&](const char* key, const TextArgs& args = {}) {
        return host_.messages().text(locale, key, args);
    };
    const auto competency = store::competency(reader, wanted.competency);
    if (!competency) throw invalid("competency", say("competencies.error-competency"));
    Preview preview;
    preview.competency = *competency;
    preview.target_name = name_of(reader, people_, wanted.target_kind, wanted.target);
    if (preview.target_name.empty()) throw invalid("target", say("competencies.error-target"));
    if (wanted.level < 0 || wanted.level > competency->levels)
        throw invalid("level", say("competencies.error-level"));
    if (wanted.level == 0 && competency->levels > 0)
        throw invalid("level", say("competencies.error-level-missing"));
    const auto now =
        store::requirement_on(reader, wanted.competency, wanted.target_kind, wanted.target);
    if (now && now->level == wanted.level) {
        throw invalid("target",
                      say("competencies.error-exists", {{"target", preview.target_name}}));
    }
    const auto employments = reached(reader, wanted.target_kind, wanted.target);
    const auto held = last_days(store::holders(reader, wanted.competency), wanted.level);
    std::set<Id<Person>> people;
    std::string ids;
    Shown& shown = preview.shown;
    for (const auto& employment : employments) {
        if (!people.insert(employment.person).second) continue;
        preview.people.push_back(employment.person);
        const auto holds = held.find(employment.person);
        const bool in_date =
            holds != held.end() && (!holds->second || *holds->second >= host_.clock().today());
        shown.holding += in_date ? 1 : 0;
    }
    for (const auto person : people) ids += person.text();
    shown.people = static_cast<int>(people.size());
    shown.who = host_.secrets().digest(ids);
    shown.level_before = now ? now->level : -1;
    shown.before = shown.after = -1;
    auto* const forecast = with_forecast ? host_.find<Forecast>() : nullptr;
    if (forecast != nullptr) {
        const auto figures = forecast->with(rule_of(wanted), employments, held);
        shown.before = figures.before;
        shown.after = figures.after;
    }
    return preview;
}

bool CompetencyService::may_require(Reader& reader, const Principal& actor, store::Target kind,
                                    std::int64_t target) {
    if (kind == store::Target::JobRole) return actor.can_everywhere(kRequire);
    return people_.may_reach(reader, actor, kRequire, Id<people::Unit>{target});
}

void CompetencyService::check_require(Reader& reader, const Principal& actor,
                                      const store::RequirementRecord& requirement) {
    if (!may_require(reader, actor, requirement.target_kind, requirement.target))
        throw not_found("There is no such requirement.");
}

std::optional<store::RequirementRecord> CompetencyService::attach_requirement(
    Transaction& tx, const Principal& actor, const store::RequirementRecord& wanted,
    const Shown& shown, std::string_view locale) {
    check_require(tx, actor, wanted);
    Shown wished = shown;
    wished.before = wished.after = -1;
    if (preview(tx, wanted, locale, false).shown != wished) {
        throw Error(ErrorKind::Conflict, "competencies.figures-changed",
                    host_.messages().text(locale, "competencies.error-changed"));
    }
    const auto before =
        store::requirement_on(tx, wanted.competency, wanted.target_kind, wanted.target);
    store::put_requirement(tx, wanted);
    tx.audit(actor, {"competencies.require", "competency:" + wanted.competency.text(),
                     before ? snapshot(*before) : "", snapshot(wanted)});
    tx.publish(RequirementsChanged{wanted.competency});
    return before;
}

store::RequirementRecord CompetencyService::remove_requirement(Transaction& tx,
                                                               const Principal& actor,
                                                               Id<store::Requirement> id) {
    const auto known = store::requirement(tx, id);
    if (!known) throw not_found("There is no such requirement.");
    check_require(tx, actor, *known);
    store::remove_requirement(tx, id);
    tx.audit(actor, {"competencies.stop-requiring", "competency:" + known->competency.text(),
                     snapshot(*known), ""});
    tx.publish(RequirementsChanged{known->competency});
    return *known;
}

void CompetencyService::restore_requirement(Transaction& tx, const Principal& actor,
                                            const store::RequirementRecord& requirement) {
    check_require(tx, actor, requirement);
    const auto now = store::requirement_on(tx, requirement.competency, requirement.target_kind,
                                           requirement.target);
    store::put_requirement(tx, requirement);
    tx.audit(actor, {"competencies.undo", "competency:" + requirement.competency.text(),
                     now ? snapshot(*now) : "", snapshot(requirement)});
    tx.publish(RequirementsChanged{requirement.competency});
}

}  // namespace tessera::competencies
