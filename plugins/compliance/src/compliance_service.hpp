// Use cases of compliance.
#pragma once

#include "index.hpp"
#include "tessera_enrolment/enrolments.hpp"

#include <atomic>
#include <map>
#include <mutex>

namespace tessera::compliance {

/// A competency on somebody's page: required, or held without being required.
struct Line {
    competencies::CompetencyRecord competency;
    int level = 0;
    Status status = Status::Never;
    std::optional<Date> last_day;  ///< nothing: never achieved, or never ends
    std::optional<Date> required_since;
    std::string because;
};

struct PersonalCompliance {
    std::vector<people::EmploymentRecord> employments;
    std::vector<Line> required;  ///< most urgent first: red, then by last day
    std::vector<Line> held;      ///< not required
    Counts counts;
};

struct TeamMember {
    people::EmploymentRecord employment;
    people::PersonRecord person;
    std::map<Id<catalogue::Competency>, Cell> cells;
    Counts counts;
};

class ComplianceService {
public:
    ComplianceService(Host& host, people::Directory& people,
                      competencies::Competencies& competencies)
        : host_(host), people_(people), competencies_(competencies) {}

    /// From the tables, on a day; each competency once, whatever the number of employments.
    PersonalCompliance of_person(Reader& reader, Id<Person> person, Date on);
    /// The people who report to this one, least compliant first, from the index.
    std::vector<TeamMember> team(Reader& reader, Id<Person> manager, Date on);
    /// Whether the principal may see this person's compliance.
    bool may_see(Reader& reader, const Principal& principal, Id<Person> person);

    /// Loads the whole index; also when a day has begun, since employments start and end.
    void load();
    /// Works out a person's entries in this transaction and puts them into the index once it is on
    /// disk.
    void refresh(Transaction& tx, Id<Person> person);
    /// After this transaction everything is loaded again, before the next reader sees the index.
    void reload_after(Transaction& tx);

    struct Verification {
        int checked = 0;
        std::vector<std::string> differences;  ///< a sentence each, at most a hundred
    };
    /// Compares every cell of the index with what the tables say of that person, worked out one by
    /// one.
    Verification verify();

private:
    /// Loads when the day has changed or somebody asked for it.
    void ensure_current();

    Host& host_;
    people::Directory& people_;
    competencies::Competencies& competencies_;
    Index index_;
    std::mutex loading_;
    std::atomic<std::int32_t> loaded_day_{0};  ///< 0: load before the next use
};

}  // namespace tessera::compliance
