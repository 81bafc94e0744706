// The part of the service that awards what a completed course awards.
//
// An award is evidence for others. Who made the course, its package or its rule, or defined what it
// awards, could award themselves whatever they like by completing it; so their award waits until
// somebody else has confirmed it.
#include "competency_service.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tessera::competencies {

namespace {

std::string subject_of(Id<Person> person) { return "person:" + person.text(); }

}  // namespace

void CompetencyService::note_editor(Transaction& tx, const Principal& actor,
                                    Id<Competency> competency) {
    if (actor.person)
        store::put_editor(tx, competency, actor.person, actor.name, host_.clock().now());
}

void CompetencyService::on_completed(Transaction& tx, const enrolment::EnrolmentCompleted& event) {
    const auto editors = courses_.editors(tx, event.course);
    const bool of_course = std::any_of(editors.begin(), editors.end(), [&](const auto& editor) {
        return editor.person == event.person;
    });
    // The trail names who stands behind the award, beside the course itself.
    Json behind = Json::array();
    for (const auto& editor : editors) {
        if (editor.kind != "course")
            behind.push_back({{"name", editor.name}, {"kind", editor.kind}});
    }
    for (const auto& awarded : courses_.competencies(tx, event.course)) {
        NewAward wanted;
        wanted.person = event.person;
        wanted.competency = awarded.competency;
        wanted.level = awarded.level;
        wanted.achieved = host_.clock().date_of(event.at);
        wanted.source = "course";
        wanted.evidence = "enrolment:" + event.enrolment.text();
        bool own = of_course;
        for (const auto& [person, name] : store::editors(tx, awarded.competency))
            own = own || person == event.person;
        if (own) {
            let_wait(tx, wanted, event.course, behind.dump());
        } else {
            award(tx, Trusted(Principal::system("Course completed")), wanted, behind.dump());
        }
    }
}

void CompetencyService::let_wait(Transaction& tx, const NewAward& wanted,
                                 Id<catalogue::Course> course, const std::string& behind) {
    store::WaitingRecord waiting;
    waiting.id = host_.ids().make<WaitingAward>();
    waiting.award = wanted;
    waiting.course = course;
    waiting.editors = behind;
    waiting.created = host_.clock().now();
    if (!store::insert(tx, waiting)) return;
    tx.audit(Principal::system("Course completed"),
             {"competencies.await-confirmation", subject_of(wanted.person), "",
              Json{{"waiting", waiting.id.text()},
                   {"competency", wanted.competency.text()},
                   {"level", wanted.level},
                   {"course", course.text()},
                   {"behind", Json::parse(behind)}}
                  .dump()});
}

std::vector<store::WaitingRecord> CompetencyService::to_confirm(Reader& reader,
                                                                const Principal& actor) {
    std::vector<store::WaitingRecord> result;
    for (auto& waiting : store::waiting(reader, std::nullopt)) {
        const Id<Person> person = waiting.award.person;
        const bool others = !actor.person || actor.person != person;
        if (others && people_.may_see(reader, actor, "competencies.award", person))
            result.push_back(std::move(waiting));
    }
    return result;
}

std::optional<Id<Award>> CompetencyService::decide(const Principal& actor, Id<WaitingAward> id,
                                                   bool confirmed) {
    return host_.db().write([&](Transaction& tx) -> std::optional<Id<Award>> {
        const auto waiting = store::waiting(tx, id);
        if (!waiting || !people_.may_see(tx, actor, "competencies.award", waiting->award.person))
            throw not_found("There is no such award to confirm.");
        if (!waiting->decision.empty()) {
            throw Error(ErrorKind::Conflict, "competencies.decided",
                        "Somebody has decided this already.");
        }
        if (actor.person && actor.person == waiting->award.person)
            throw forbidden("Nobody confirms an award of their own. Ask a colleague to do it.");
        store::decide(tx, id, confirmed ? "confirmed" : "refused", actor.name, host_.clock().now());
        if (!confirmed) {
            tx.audit(actor,
                     {"competencies.refuse", subject_of(waiting->award.person), "",
                      Json{{"waiting", id.text()}, {"competency", waiting->award.competency.text()}}
                          .dump()});
            return std::nullopt;
        }
        return award(tx, Trusted(actor), waiting->award, waiting->editors);
    });
}

}  // namespace tessera::competencies
