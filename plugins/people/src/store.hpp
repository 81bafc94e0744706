// SQL of people, units and employments, next to its row mapping. No rules here.
#pragma once

#include "tessera_people/people.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::people::store {

/// A person with what only their record page shows.
struct PersonDetails : PersonRecord {
    std::string national_insurance;  ///< normalised; empty when not known
    Instant created;
};

/// Whose records a list may show.
struct Scope {
    bool everybody = false;
    Id<Person> self;                      ///< this person and their reports; none: nobody
    std::vector<std::string> unit_paths;  ///< and everybody employed in these units or below
};

struct PersonFilter {
    std::string text;               ///< words that must all be found; empty: any
    std::string unit_path;          ///< empty: any
    std::vector<Id<Person>> among;  ///< empty: any
    Scope scope;
    Date on;
    int limit = 25, offset = 0;
};

struct PersonLine {
    PersonRecord person;
    std::string unit_name, job_role_name;  ///< of the current primary employment, or empty
};

std::optional<PersonDetails> person(Reader& reader, Id<Person> id);
std::optional<PersonRecord> person_by(Reader& reader, const char* column, std::string_view value);
std::vector<PersonLine> people(Reader& reader, const PersonFilter& filter);
std::int64_t count_people(Reader& reader, const PersonFilter& filter);
void insert_person(Transaction& tx, Id<Person> id, std::string_view passport_number,
                   const NewPerson& person, Instant at);
void update_person(Transaction& tx, const PersonRecord& before, const NewPerson& after);

std::optional<UnitRecord> unit(Reader& reader, Id<Unit> id);
std::optional<Id<Unit>> unit_by_name(Reader& reader, std::string_view name);
/// Parents before children, siblings by name.
std::vector<UnitRecord> units(Reader& reader);
/// People currently employed in each unit itself, by unit.
std::map<std::int64_t, std::int64_t> people_by_unit(Reader& reader, Date on);
void insert_unit(Transaction& tx, const UnitRecord& unit, Id<Unit> organisation);
void update_unit(Transaction& tx, const UnitRecord& unit);

struct Brand {
    Id<Unit> unit;
    std::string name, short_name, colour, mark;
};
/// Of the first organisation; nothing when there is none.
std::optional<Brand> brand(Reader& reader);
void save_brand(Transaction& tx, const Brand& brand);

std::vector<JobRoleRecord> job_roles(Reader& reader);
std::optional<Id<JobRole>> job_role_by_name(Reader& reader, std::string_view name);
bool has_job_role(Reader& reader, Id<JobRole> id);
void insert_job_role(Transaction& tx, Id<JobRole> id, std::string_view name);

/// Current and coming ones, or all when `on` is absent; the primary one first.
std::vector<EmploymentRecord> employments(Reader& reader, Id<Person> person,
                                          std::optional<Date> on);
/// Whether there are employments and all of them ended before that day.
bool has_left(Reader& reader, Id<Person> person, Date on);
std::optional<EmploymentRecord> employment(Reader& reader, Id<Employment> id);
std::vector<EmploymentRecord> reports(Reader& reader, Id<Person> manager, Date on);
std::vector<EmploymentRecord> employed_in(Reader& reader, std::string_view unit_path, Date on);
/// The current primary employment of the person with this e-mail address or passport number.
std::optional<Id<Employment>> employment_of(Reader& reader, Id<Person> person, Date on);
bool is_report(Reader& reader, Id<Person> person, Id<Person> manager, Date on);
bool is_employed_in(Reader& reader, Id<Person> person, Id<Unit> unit, Date on);
bool assignment_number_taken(Reader& reader, std::string_view number);
void insert_employment(Transaction& tx, const EmploymentRecord& employment);
void update_employment(Transaction& tx, const EmploymentRecord& employment);

/// Appends to the employment's log how it is from a day on.
void log_employment(Transaction& tx, std::int64_t id, const EmploymentRecord& employment,
                    std::string_view change, Date effective, const Principal& actor, Instant at);

struct LogLine {
    std::string change, unit_name, job_role_name, actor;
    Date effective;
};
/// Everything logged about a person's employments, newest first.
std::vector<LogLine> employment_log(Reader& reader, Id<Person> person);

}  // namespace tessera::people::store
