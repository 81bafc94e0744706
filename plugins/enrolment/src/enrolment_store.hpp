// SQL of enrolments.
#pragma once

#include "tessera_enrolment/enrolments.hpp"
#include "tessera_people/people.hpp"

namespace tessera::enrolment::store {

std::optional<EnrolmentRecord> find(Reader& reader, Id<Enrolment> id);
std::optional<EnrolmentRecord> current(Reader& reader, Id<Person> person,
                                       Id<catalogue::Course> course);
std::vector<EnrolmentRecord> current(Reader& reader, Id<Person> person);
/// Ended ones, latest change first; on one course only when `course` is not none.
std::vector<EnrolmentRecord> ended(Reader& reader, Id<Person> person, Id<catalogue::Course> course,
                                   int limit);
std::vector<Id<Enrolment>> open_on(Reader& reader, Id<catalogue::Course> course);

void insert(Transaction& tx, const EnrolmentRecord& enrolment);
void update(Transaction& tx, const EnrolmentRecord& enrolment);
/// Where the person worked when completing.
void keep_place(Transaction& tx, Id<Enrolment> enrolment,
                const people::EmploymentRecord& employment);
void log(Transaction& tx, std::int64_t id, const EnrolmentRecord& enrolment, std::string_view from,
         const Principal& actor);

}  // namespace tessera::enrolment::store
