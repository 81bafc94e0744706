// People, organisations and employments as other plugins see them.
//
// A person owns one passport for life; employments tie the person to an organisation's unit, a job
// role and a manager's employment. Units form a tree; `path` is materialised ("/1/4/9/", ids in
// id_text form) so that a unit with everything below it is one LIKE 'path%'.
#pragma once

#include "tessera/tessera.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::people {

using tessera::Person;
struct Unit;
struct JobRole;
struct Employment;

struct PersonRecord {
    Id<Person> id;
    std::string passport_number;  ///< "TP 4821 9037 15": given once, never changes
    std::string given_name, family_name, email;
    std::string type;  ///< "employee", "applicant", "external"
    std::optional<Date> date_of_birth;

    std::string full_name() const { return given_name + " " + family_name; }
};

/// A unit of any level: the organisation itself is the root ("kind" organisation, directorate,
/// department, ward, ...).
struct UnitRecord {
    Id<Unit> id, parent;
    std::string name, kind, path;
};

struct JobRoleRecord {
    Id<JobRole> id;
    std::string name;
};

struct EmploymentRecord {
    Id<Employment> id;
    Id<Person> person;
    Id<Unit> unit;
    Id<JobRole> job_role;
    Id<Employment> manager;  ///< a manager is another employment; none at the top
    std::string assignment_number;
    bool primary = true;
    Date start;
    std::optional<Date> end;  ///< last day
    // names, joined for display
    std::string unit_name, unit_path, job_role_name, organisation_name;
};

struct NewPerson {
    std::string given_name, family_name, email, type = "employee";
    std::optional<Date> date_of_birth;
    std::string national_insurance;  ///< normalised and checked, may be empty
};

struct NewEmployment {
    Id<Person> person;
    Id<Unit> unit;
    Id<JobRole> job_role;
    Id<Employment> manager;
    Date start;
};

/// The look-up and the changes of people. Reading functions take the caller's transaction, so that
/// a page costs no more queries than it says. Changes check their input and throw Error{Invalid}
/// with the fields at fault.
class Directory {
public:
    static constexpr const char* kId = "people.directory/1";
    virtual ~Directory() = default;

    virtual std::optional<PersonRecord> person(Reader& reader, Id<Person> id) = 0;
    virtual std::optional<PersonRecord> person_by_email(Reader& reader, std::string_view email) = 0;
    /// In any spelling; nothing when the check digit is wrong.
    virtual std::optional<PersonRecord> person_by_passport(Reader& reader,
                                                           std::string_view number) = 0;
    /// A passport number as it is stored, from any spelling; empty when the check digit is wrong.
    virtual std::string passport_number(std::string_view typed) = 0;
    /// Whether the person was employed and every employment has ended before that day. False for
    /// who never was.
    virtual bool has_left(Reader& reader, Id<Person> person, Date on) = 0;
    /// Current employments, the primary one first.
    virtual std::vector<EmploymentRecord> employments(Reader& reader, Id<Person> person,
                                                      Date on) = 0;
    /// Current employments whose manager is any of this person's employments, by family name.
    virtual std::vector<EmploymentRecord> reports(Reader& reader, Id<Person> manager, Date on) = 0;
    /// Everybody employed in a unit or below it.
    virtual std::vector<EmploymentRecord> employed_in(Reader& reader, Id<Unit> unit, Date on) = 0;
    virtual std::optional<UnitRecord> unit(Reader& reader, Id<Unit> id) = 0;
    virtual std::vector<UnitRecord> units(Reader& reader) = 0;  ///< whole tree in reading order
    virtual std::optional<Id<Unit>> unit_by_name(Reader& reader, std::string_view name) = 0;
    virtual std::vector<JobRoleRecord> job_roles(Reader& reader) = 0;
    virtual std::optional<Id<JobRole>> job_role_by_name(Reader& reader, std::string_view name) = 0;
    /// People whose name, e-mail address or passport number contains the text; at most `limit`.
    virtual std::vector<PersonRecord> search(Reader& reader, std::string_view text, int limit) = 0;

    /// The same among those the principal may see with that permission, by name.
    virtual std::vector<PersonRecord> search_visible(Reader& reader, const Principal& principal,
                                                     std::string_view permission,
                                                     std::string_view text, int limit) = 0;

    // Changes in the name of somebody whose permission the caller has checked.
    virtual Id<Person> create_person(Transaction& tx, Trusted actor, const NewPerson& person) = 0;
    virtual Id<Employment> create_employment(Transaction& tx, Trusted actor,
                                             const NewEmployment& employment) = 0;
    /// Whether the principal holds the permission for this person: with reach self for themselves
    /// and who reports to them, with reach unit for everybody employed in the unit or below.
    virtual bool may_see(Reader& reader, const Principal& principal, std::string_view permission,
                         Id<Person> person) = 0;
    /// Whether the principal holds the permission for this unit: for one above it or for the site.
    /// Without a unit (a new organisation, somebody without employment): for the site.
    virtual bool may_reach(Reader& reader, const Principal& principal, std::string_view permission,
                           Id<Unit> unit) = 0;
    /// Those of these people whom the principal may see with that permission, each once, by name.
    /// One query for 500 of them, besides those for the principal's units.
    virtual std::vector<PersonRecord> visible(Reader& reader, const Principal& principal,
                                              std::string_view permission,
                                              const std::vector<Id<Person>>& people) = 0;
};

/// "May this actor change this person's e-mail address?" It is what the person signs in with, so
/// whoever owns accounts has a say.
struct MayChangeEmail {
    static constexpr const char* kId = "people.may-change-email/1";
    Id<Person> person;
    const Principal* actor = nullptr;
};

/// Published in the transaction that creates the person.
struct PersonCreated {
    static constexpr const char* kId = "people.person-created/1";
    Id<Person> person;
    std::int64_t subject() const { return person.value; }
    template <class V>
    void fields(V& v) {
        v("person", person);
    }
};

/// Published in the transaction that changes a person's name or e-mail address.
struct PersonChanged {
    static constexpr const char* kId = "people.person-changed/1";
    Id<Person> person;
    std::int64_t subject() const { return person.value; }
    template <class V>
    void fields(V& v) {
        v("person", person);
    }
};

/// An employment began, moved (unit, job role, manager) or ended: what is required of the person
/// may have changed.
struct EmploymentChanged {
    static constexpr const char* kId = "people.employment-changed/1";
    Id<Person> person;
    Id<Employment> employment;
    std::string change;  ///< "started", "moved", "ended"
    std::int64_t subject() const { return person.value; }
    template <class V>
    void fields(V& v) {
        v("person", person);
        v("employment", employment);
        v("change", change);
    }
};

}  // namespace tessera::people
