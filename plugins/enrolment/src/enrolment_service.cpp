#include "enrolment_service.hpp"

#include "enrolment_rules.hpp"

#include <nlohmann/json.hpp>

namespace tessera::enrolment {

namespace {

std::string subject_of(Id<Enrolment> enrolment) { return "enrolment:" + enrolment.text(); }

Error no_such_enrolment() { return not_found("There is no such enrolment."); }

/// All reasons in one paragraph.
std::string joined(const std::vector<std::string>& reasons) {
    std::string text;
    for (const std::string& reason : reasons) {
        if (!text.empty()) text += ' ';
        text += reason;
    }
    return text;
}

}  // namespace

std::optional<EnrolmentRecord> EnrolmentService::find(Reader& reader, Id<Enrolment> id) {
    return store::find(reader, id);
}

std::vector<EnrolmentRecord> EnrolmentService::current(Reader& reader, Id<Person> person) {
    return store::current(reader, person);
}

std::vector<EnrolmentRecord> EnrolmentService::history(Reader& reader, Id<Person> person,
                                                       int limit) {
    return store::ended(reader, person, {}, limit);
}

std::vector<Id<Enrolment>> EnrolmentService::open_on(Reader& reader, Id<catalogue::Course> course) {
    return store::open_on(reader, course);
}

Id<Enrolment> EnrolmentService::enrol(Transaction& tx, Trusted actor, Id<Person> person,
                                      Id<catalogue::Course> course) {
    const auto record = courses_.course(tx, course);
    if (!record) throw not_found("There is no such course.");
    if (!record->active) {
        throw Error(ErrorKind::Conflict, "enrolment.inactive-course",
                    "This course is not offered at the moment.");
    }
    if (!people_.person(tx, person)) throw not_found("There is no such person.");
    if (store::current(tx, person, course)) {
        throw Error(ErrorKind::Conflict, "enrolment.already-enrolled",
                    "There is an enrolment on this course already.");
    }
    const std::string against = objection(tx, actor, person, course);
    if (!against.empty()) throw Error(ErrorKind::Forbidden, "enrolment.refused", against);
    return place(tx, actor, person, course);
}

std::string EnrolmentService::objection(Reader& reader, const Principal& actor, Id<Person> person,
                                        Id<catalogue::Course> course) {
    return joined(host_.ask(reader, MayEnrol{person, course, &actor},
                            actor.locale.empty() ? "en" : actor.locale));
}

Id<Enrolment> EnrolmentService::place(Transaction& tx, Trusted trusted, Id<Person> person,
                                      Id<catalogue::Course> course) {
    const Principal& actor = trusted;
    EnrolmentRecord enrolment;
    enrolment.id = host_.ids().make<Enrolment>();
    enrolment.person = person;
    enrolment.course = course;
    enrolment.status = Status::Placed;
    enrolment.created = enrolment.changed = host_.clock().now();
    store::insert(tx, enrolment);
    store::log(tx, host_.ids().next(), enrolment, "", actor);
    tx.audit(actor, {"enrolment.enrol", subject_of(enrolment.id), "",
                     Json{{"person", person.text()}, {"course", course.text()}}.dump()});
    tx.publish(EnrolmentChanged{enrolment.id, person, course, "",
                                std::string(status_text(enrolment.status)), enrolment.created});
    return enrolment.id;
}

void EnrolmentService::change(Transaction& tx, Trusted actor, Id<Enrolment> id, Status status,
                              std::string_view reason) {
    auto enrolment = store::find(tx, id);
    if (!enrolment) throw no_such_enrolment();
    const Status before = enrolment->status;
    if (before == status) return;
    if (!may_follow(before, status)) {
        throw Error(ErrorKind::Conflict, "enrolment.status",
                    "An enrolment that is " + std::string(status_text(before)) + " can't become " +
                        std::string(status_text(status)) + ".");
    }
    enrolment->status = status;
    enrolment->reason = std::string(reason);
    enrolment->changed = host_.clock().now();
    store::update(tx, *enrolment);
    store::log(tx, host_.ids().next(), *enrolment, status_text(before), actor);
    tx.audit(actor,
             {"enrolment.change", subject_of(id), Json{{"status", status_text(before)}}.dump(),
              Json{{"status", status_text(status)}, {"reason", reason}}.dump()});
    tx.publish(EnrolmentChanged{id, enrolment->person, enrolment->course,
                                std::string(status_text(before)), std::string(status_text(status)),
                                enrolment->changed});
    if (status != Status::Completed) return;
    const auto employments = people_.employments(tx, enrolment->person, host_.clock().today());
    if (!employments.empty()) store::keep_place(tx, id, employments.front());
    tx.publish(EnrolmentCompleted{id, enrolment->person, enrolment->course, enrolment->changed});
}

bool EnrolmentService::may_manage(Reader& reader, const Principal& principal, Id<Person> person) {
    return people_.may_see(reader, principal, "enrolment.manage", person);
}

EnrolmentRecord EnrolmentService::visible(Reader& reader, const Principal& principal,
                                          Id<Enrolment> id) {
    const auto enrolment = store::find(reader, id);
    if (!enrolment) throw no_such_enrolment();
    const bool own = principal.person && principal.person == enrolment->person;
    if (!own && !may_manage(reader, principal, enrolment->person)) throw no_such_enrolment();
    return *enrolment;
}

Id<Enrolment> EnrolmentService::enrol_self(const Principal& principal,
                                           Id<catalogue::Course> course) {
    if (!principal.can("enrolment.own")) throw forbidden("You may not enrol yourself.");
    return host_.db().write([&](Transaction& tx) {
        if (const auto known = store::current(tx, principal.person, course)) return known->id;
        if (!host_.ask(tx, catalogue::MaySeeCourse{principal.person, course}).empty()) {
            throw not_found("There is no such course.");
        }
        return enrol(tx, Trusted(principal), principal.person, course);
    });
}

Id<Enrolment> EnrolmentService::enrol_other(const Principal& actor, Id<Person> person,
                                            Id<catalogue::Course> course) {
    return host_.db().write([&](Transaction& tx) {
        if (!may_manage(tx, actor, person)) throw not_found("There is no such person.");
        return enrol(tx, Trusted(actor), person, course);
    });
}

/// Managers give places; how somebody did is not theirs to say, and nobody's about themselves.
EnrolmentRecord EnrolmentService::record(const Principal& actor, Id<Enrolment> id, Status status,
                                         std::string_view reason) {
    return host_.db().write([&](Transaction& tx) {
        const auto enrolment = visible(tx, actor, id);
        if (!may_manage(tx, actor, enrolment.person))
            throw forbidden("You may not change this enrolment.");
        if (is_result(status)) {
            if (actor.person && actor.person == enrolment.person)
                throw forbidden("Nobody records a result of their own.");
            if (!actor.can_everywhere("enrolment.manage"))
                throw forbidden("You may enrol and withdraw people, but not record results.");
        }
        change(tx, Trusted(actor), id, status, reason);
        return *find(tx, id);
    });
}

void EnrolmentService::withdraw(const Principal& actor, Id<Enrolment> id, std::string_view reason) {
    host_.db().write([&](Transaction& tx) {
        change(tx, Trusted(actor), visible(tx, actor, id).id, Status::Withdrawn, reason);
    });
}

}  // namespace tessera::enrolment
