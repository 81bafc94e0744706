// Use cases of compliance.
#pragma once

#include "keeper.hpp"
#include "tessera_enrolment/enrolments.hpp"

#include <map>

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

class ComplianceService final : public competencies::Forecast {
public:
    ComplianceService(Host& host, people::Directory& people,
                      competencies::Competencies& competencies);

    /// Begins to load the index and to keep it; stop() ends that.
    void start() { keeper_.start(); }
    void stop() { keeper_.stop(); }

    /// From the tables, on a day; each competency once, whatever the number of employments.
    PersonalCompliance of_person(Reader& reader, Id<Person> person, Date on);
    /// The people who report to this one, least compliant first, from the index.
    std::vector<TeamMember> team(Reader& reader, Id<Person> manager, Date on);
    /// From the index.
    competencies::ForecastFigures with(
        const competencies::Rule& rule, const std::vector<people::EmploymentRecord>& reached,
        const std::map<Id<Person>, std::optional<Date>>& last_days) override;
    /// Whether the principal may see this person's compliance.
    bool may_see(Reader& reader, const Principal& principal, Id<Person> person);

    /// Works out a person's entries in this transaction and puts them into the index once it is on
    /// disk.
    void refresh(Transaction& tx, Id<Person> person);
    /// After this transaction everything is loaded again, before the next reader sees the index.
    void reload_after(Transaction& tx);
    /// The same for what another program wrote, as the log of events tells afterwards. What this
    /// program has followed itself costs a look and changes nothing.
    void catch_up(Id<Person> person);
    void catch_up_with_requirements();

    struct Verification {
        int checked = 0;
        std::vector<std::string> differences;  ///< a sentence each, at most a hundred
    };
    /// Compares every cell of the index with what the tables say of that person, worked out one by
    /// one.
    Verification verify();

private:
    /// Figures of the whole site for monitoring, after each load.
    void tell_figures() const;
    std::vector<Entry> read_everybody(std::int32_t day, const std::atomic<bool>& stopping);

    Host& host_;
    people::Directory& people_;
    competencies::Competencies& competencies_;
    Index index_;
    std::atomic<std::size_t> rules_known_{0};  ///< digest of the rules the index was loaded with
    Keeper keeper_;                            ///< last: its thread uses the others
};

}  // namespace tessera::compliance
