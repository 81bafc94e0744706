// Use cases of people, units and employments: rule → store → audit → event. Implements the look-up
// other plugins get. What takes a Principal checks what the actor may do.
#pragma once

#include "person_rules.hpp"
#include "store.hpp"

namespace tessera::people {

struct NewUnit {
    Id<Unit> parent;  ///< none: an organisation
    std::string name, kind;
};

/// From a day on: another unit, job role or manager.
struct EmploymentMove {
    Id<Employment> employment;
    Id<Unit> unit;
    Id<JobRole> job_role;
    Id<Employment> manager;
    Date effective;
};

class PeopleService : public Directory {
public:
    explicit PeopleService(Host& host) : host_(host) {}

    std::optional<PersonRecord> person(Reader& reader, Id<Person> id) override;
    std::optional<PersonRecord> person_by_email(Reader& reader, std::string_view email) override;
    std::optional<PersonRecord> person_by_passport(Reader& reader,
                                                   std::string_view number) override;
    std::string passport_number(std::string_view typed) override;
    bool has_left(Reader& reader, Id<Person> person, Date on) override;
    std::vector<EmploymentRecord> employments(Reader& reader, Id<Person> person, Date on) override;
    std::vector<EmploymentRecord> reports(Reader& reader, Id<Person> manager, Date on) override;
    std::vector<EmploymentRecord> employed_in(Reader& reader, Id<Unit> unit, Date on) override;
    std::optional<UnitRecord> unit(Reader& reader, Id<Unit> id) override;
    std::vector<UnitRecord> units(Reader& reader) override;
    std::optional<Id<Unit>> unit_by_name(Reader& reader, std::string_view name) override;
    std::vector<JobRoleRecord> job_roles(Reader& reader) override;
    std::optional<Id<JobRole>> job_role_by_name(Reader& reader, std::string_view name) override;
    std::vector<PersonRecord> search(Reader& reader, std::string_view text, int limit) override;
    std::vector<PersonRecord> search_visible(Reader& reader, const Principal& principal,
                                             std::string_view permission, std::string_view text,
                                             int limit) override;
    Id<Person> create_person(Transaction& tx, Trusted actor, const NewPerson& person) override;
    Id<Employment> create_employment(Transaction& tx, Trusted actor,
                                     const NewEmployment& employment) override;
    std::vector<PersonRecord> visible(Reader& reader, const Principal& principal,
                                      std::string_view permission,
                                      const std::vector<Id<Person>>& people) override;
    bool may_see(Reader& reader, const Principal& principal, std::string_view permission,
                 Id<Person> person) override;
    bool may_reach(Reader& reader, const Principal& principal, std::string_view permission,
                   Id<Unit> unit) override;

    /// Adds somebody, with a first employment if one is given. Error{Invalid, "unit"} for a unit out
    /// of the actor's reach; without an employment the actor needs the whole site.
    Id<Person> add_person(Transaction& tx, const Principal& actor, const NewPerson& person,
                          std::optional<NewEmployment> employment);
    /// Error{NotFound} for people out of reach, Error{Invalid, "unit"} for a unit out of it.
    Id<Employment> employ(Transaction& tx, const Principal& actor, const NewEmployment& employment);
    /// The same with a number of one's own: an import or the demonstration. The number is checked.
    Id<Person> create_person(Transaction& tx, Trusted actor, const NewPerson& person,
                             std::string_view passport_number);
    void update_person(Transaction& tx, const Principal& actor, Id<Person> id,
                       const NewPerson& person);
    void move_employment(Transaction& tx, const Principal& actor, const EmploymentMove& move);
    /// The employment ends on that day instead, or goes on: takes an end back.
    void reopen_employment(Transaction& tx, const Principal& actor, Id<Employment> id,
                           std::optional<Date> last_day);
    void end_employment(Transaction& tx, const Principal& actor, Id<Employment> id, Date last_day);

    Id<Unit> create_unit(Transaction& tx, const Principal& actor, const NewUnit& unit);
    void rename_unit(Transaction& tx, const Principal& actor, Id<Unit> id, const NewUnit& unit);
    void save_brand(Transaction& tx, const Principal& actor, store::Brand brand);
    Id<JobRole> create_job_role(Transaction& tx, const Principal& actor, std::string_view name);

    /// Whose records the principal may list with that permission.
    store::Scope scope_of(Reader& reader, const Principal& principal, std::string_view permission);

private:
    std::vector<PersonRecord> found(Reader& reader, store::Scope scope, std::string_view text,
                                    int limit);
    void refuse_doubles(Reader& reader, std::vector<Problem>& problems, const NewPerson& person,
                        Id<Person> except);
    void check_place(Reader& reader, std::vector<Problem>& problems, Id<Person> person,
                     Id<Unit> unit, Id<JobRole> job_role, Id<Employment> manager);
    std::string free_passport_number(Reader& reader);
    std::string free_assignment_number(Reader& reader);
    void check_unit(Reader& reader, std::vector<Problem>& problems, const NewUnit& unit,
                    Id<Unit> except);
    /// Error{NotFound} for people the actor may not edit.
    void check_edit(Reader& reader, const Principal& actor, Id<Person> person);
    /// A problem when the unit is out of the actor's reach.
    void check_reach(Reader& reader, std::vector<Problem>& problems, const Principal& actor,
                     std::string_view permission, Id<Unit> unit);
    /// Error{Invalid} in the actor's language when there are any.
    void refuse(const std::vector<Problem>& problems, const Principal& actor) const;

    Host& host_;
};

}  // namespace tessera::people
