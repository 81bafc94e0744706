// Use cases of competencies: permission → transaction → rule → store → event.
#pragma once

#include "award_rules.hpp"
#include "store.hpp"
#include "tessera_competencies/competencies.hpp"
#include "tessera_enrolment/enrolments.hpp"

namespace tessera::competencies {

class CompetencyService final : public Competencies {
public:
    CompetencyService(Host& host, people::Directory& people, catalogue::Courses& courses)
        : host_(host), people_(people), courses_(courses) {}

    // Competencies
    std::vector<CompetencyRecord> all(Reader& reader) override;
    std::optional<CompetencyRecord> by_code(Reader& reader, std::string_view code) override;
    std::vector<Holding> holdings(Reader& reader, Id<Person> person) override;
    std::vector<Required> required(Reader& reader, Id<Person> person, Date on) override;
    std::vector<Required> required(
        Reader& reader, const std::vector<people::EmploymentRecord>& employments) override;
    std::vector<Rule> rules(Reader& reader) override;
    void each_holding(Reader& reader,
                      const std::function<void(Id<Person>, const Holding&)>& visit) override;
    Id<Award> award(Transaction& tx, const Principal& actor, const NewAward& award) override;

    /// Makes or changes a competency. Error{Invalid} with the fields.
    Id<Competency> save(const Principal& actor, std::optional<Id<Competency>> id,
                        const CompetencyDraft& draft, std::string_view locale);
    /// How many people have a current employment that a requirement on this target reaches.
    int people_reached(Reader& reader, store::Target kind, std::int64_t target);
    void attach_requirement(const Principal& actor, const store::RequirementRecord& requirement);
    void remove_requirement(const Principal& actor, Id<store::Requirement> id);
    /// Ends an award before its day. Error{NotFound} when there is no such award of this person.
    void withdraw(Transaction& tx, const Principal& actor, Id<Person> person, Id<Award> award,
                  std::string_view reason);
    /// Awards what a completed course awards, in the completion's transaction.
    void on_completed(Transaction& tx, const enrolment::EnrolmentCompleted& event);

private:
    Host& host_;
    people::Directory& people_;
    catalogue::Courses& courses_;
};

}  // namespace tessera::competencies
