// Use cases of enrolment: permission → transaction → rule → store → event.
#pragma once

#include "enrolment_store.hpp"
#include "tessera_enrolment/enrolments.hpp"
#include "tessera_people/people.hpp"

#include <string>
#include <vector>

namespace tessera::enrolment {

class EnrolmentService final : public Enrolments {
public:
    EnrolmentService(Host& host, people::Directory& people, catalogue::Courses& courses)
        : host_(host), people_(people), courses_(courses) {}

    // Enrolments
    std::optional<EnrolmentRecord> find(Reader& reader, Id<Enrolment> id) override;
    std::vector<EnrolmentRecord> current(Reader& reader, Id<Person> person) override;
    std::vector<EnrolmentRecord> history(Reader& reader, Id<Person> person, int limit) override;
    std::vector<Id<Enrolment>> open_on(Reader& reader, Id<catalogue::Course> course) override;
    Id<Enrolment> enrol(Transaction& tx, Trusted actor, Id<Person> person,
                        Id<catalogue::Course> course) override;
    void change(Transaction& tx, Trusted actor, Id<Enrolment> enrolment, Status status,
                std::string_view reason) override;

    /// The enrolment when the principal may see it: the person's own, or with the permission to
    /// manage that person. Error{NotFound} otherwise.
    EnrolmentRecord visible(Reader& reader, const Principal& principal, Id<Enrolment> id);
    /// Enrols the person that is signed in, or finds the enrolment that is current already.
    Id<Enrolment> enrol_self(const Principal& principal, Id<catalogue::Course> course);
    /// Every policy's reason against it in one paragraph; empty when there is none.
    std::string objection(Reader& reader, const Principal& actor, Id<Person> person,
                          Id<catalogue::Course> course);
    /// Enrols without asking: the caller knows the person, the course, and that nothing is against.
    Id<Enrolment> place(Transaction& tx, Trusted actor, Id<Person> person,
                        Id<catalogue::Course> course);
    /// Enrols somebody whose enrolments the actor manages. Error{NotFound} for anybody else.
    Id<Enrolment> enrol_other(const Principal& actor, Id<Person> person,
                              Id<catalogue::Course> course);
    /// Moves on the enrolment of somebody the actor manages. A result is recorded only by who manages
    /// everybody's, and by nobody for themselves.
    EnrolmentRecord record(const Principal& actor, Id<Enrolment> id, Status status,
                           std::string_view reason);
    /// Ends one that is the actor's own, or of somebody whose enrolments they manage.
    void withdraw(const Principal& actor, Id<Enrolment> id, std::string_view reason);
    bool may_manage(Reader& reader, const Principal& principal, Id<Person> person);

private:
    Host& host_;
    people::Directory& people_;
    catalogue::Courses& courses_;
};

}  // namespace tessera::enrolment
