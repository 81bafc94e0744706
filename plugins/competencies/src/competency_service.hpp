// Use cases of competencies: permission → transaction → rule → store → event.
#pragma once

#include "award_rules.hpp"
#include "store.hpp"
#include "tessera_competencies/competencies.hpp"
#include "tessera_enrolment/enrolments.hpp"
#include "waiting_store.hpp"

namespace tessera::competencies {

/// What a preview showed, as far as it must still be true when it is acted on.
struct Shown {
    int people = 0;             ///< whom the requirement reaches
    int holding = 0;            ///< of them, who holds it in date
    std::string who;            ///< digest of the people
    int level_before = 0;       ///< required of this target so far; -1: nothing
    int before = 0, after = 0;  ///< compliance in per cent; -1: unknown

    friend bool operator==(const Shown&, const Shown&) = default;
};

struct Preview {
    Shown shown;
    CompetencyRecord competency;
    std::string target_name;
    std::vector<Id<Person>> people;
};

class CompetencyService final : public Competencies, public enrolment::CourseStanding {
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
    Id<Award> award(Transaction& tx, Trusted actor, const NewAward& award) override;

    // enrolment::CourseStanding
    std::map<Id<Person>, enrolment::Standing> standing(Reader& reader,
                                                       Id<catalogue::Course> course) override;

    /// Awards by hand. Error{NotFound} for people to whom the actor may award nothing.
    Id<Award> award(Transaction& tx, const Principal& actor, const NewAward& award);
    /// What completing the course awards.
    void attach_to_course(Transaction& tx, const Principal& actor, Id<catalogue::Course> course,
                          catalogue::CourseCompetency competency, std::string_view locale);
    void detach_from_course(Transaction& tx, const Principal& actor, Id<catalogue::Course> course,
                            Id<Competency> competency);
    /// Makes or changes a competency. Error{Invalid} with the fields.
    Id<Competency> save(const Principal& actor, std::optional<Id<Competency>> id,
                        const CompetencyDraft& draft, std::string_view locale);
    // requirement_service.cpp
    /// Whether the actor may require something of the target: of a unit within their reach, of a job
    /// role only for the whole site, since people of all units have it.
    bool may_require(Reader& reader, const Principal& actor, store::Target kind,
                     std::int64_t target);
    /// What attaching this would do. Error{Invalid} with the fields that can't stay: a competency
    /// or a target there is none of, a level it does not have, or one that is required already.
    Preview preview(Reader& reader, const store::RequirementRecord& wanted, std::string_view locale,
                    bool with_forecast = true);
    /// Attaches what `shown` showed, its forecast aside: the index is not asked inside the writer.
    /// Error{Conflict, "competencies.figures-changed"} when it would
    /// do something else now. Returns what was required of this target before, if anything.
    std::optional<store::RequirementRecord> attach_requirement(
        Transaction& tx, const Principal& actor, const store::RequirementRecord& wanted,
        const Shown& shown, std::string_view locale);
    /// Returns what was required.
    store::RequirementRecord remove_requirement(Transaction& tx, const Principal& actor,
                                                Id<store::Requirement> id);
    /// Takes a removal or a change of level back.
    void restore_requirement(Transaction& tx, const Principal& actor,
                             const store::RequirementRecord& requirement);
    /// Ends an award before its day. Error{NotFound} when there is no such award of this person.
    void withdraw(Transaction& tx, const Principal& actor, Id<Person> person, Id<Award> award,
                  std::string_view reason);
    /// Takes a withdrawal back.
    void reinstate(Transaction& tx, const Principal& actor, Id<Person> person, Id<Award> award);
    /// Awards what a completed course awards, in the completion's transaction; what the person had a
    /// hand in themselves waits for a second person.
    void on_completed(Transaction& tx, const enrolment::EnrolmentCompleted& event);
    /// Awards that wait and that the actor may confirm.
    std::vector<store::WaitingRecord> to_confirm(Reader& reader, const Principal& actor);
    /// Awards it, or refuses to. Error{Forbidden} for one's own, Error{Conflict} when it is decided.
    std::optional<Id<Award>> decide(const Principal& actor, Id<WaitingAward> id, bool confirmed);

private:
    /// `behind` is JSON for the trail: who stands behind the award. Empty: nobody but the actor.
    Id<Award> award(Transaction& tx, Trusted actor, const NewAward& award,
                    const std::string& behind);
    void let_wait(Transaction& tx, const NewAward& award, Id<catalogue::Course> course,
                  const std::string& behind);
    void note_editor(Transaction& tx, const Principal& actor, Id<Competency> competency);
    void check_require(Reader& reader, const Principal& actor,
                       const store::RequirementRecord& requirement);
    std::vector<people::EmploymentRecord> reached(Reader& reader, store::Target kind,
                                                  std::int64_t target);

    Host& host_;
    people::Directory& people_;
    catalogue::Courses& courses_;
};

}  // namespace tessera::competencies
