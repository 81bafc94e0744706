// SQL of competencies, requirements and awards.
#pragma once

#include "tessera_competencies/competencies.hpp"

#include <string>
#include <utility>
#include <vector>

namespace tessera::competencies::store {

struct Requirement;
struct Framework;

// competency_store.cpp ---------------------------------------------------------------------------
std::vector<CompetencyRecord> competencies(Reader& reader);
std::optional<CompetencyRecord> competency(Reader& reader, Id<Competency> id);
std::optional<CompetencyRecord> competency_by_code(Reader& reader, std::string_view code);
std::vector<std::string> frameworks(Reader& reader);
/// The framework's id, made when there is none of that name.
Id<Framework> framework(Transaction& tx, IdSource& ids, std::string_view name, bool national);
void put_competency(Transaction& tx, const CompetencyRecord& competency, Id<Framework> framework);

// requirement_store.cpp --------------------------------------------------------------------------
enum class Target : std::uint8_t { Unit, JobRole };
std::string_view target_text(Target target);
std::optional<Target> target_parse(std::string_view text);

struct RequirementRecord {
    Id<Requirement> id;
    Id<Competency> competency;
    int level = 0;
    Target target_kind = Target::Unit;
    std::int64_t target = 0;
    Date since;
};
std::vector<RequirementRecord> requirements(Reader& reader);
/// Those attached to any of these units or job roles.
std::vector<RequirementRecord> requirements_of(Reader& reader,
                                               const std::vector<std::int64_t>& units,
                                               const std::vector<std::int64_t>& job_roles);
std::optional<RequirementRecord> requirement(Reader& reader, Id<Requirement> id);
std::optional<RequirementRecord> requirement_on(Reader& reader, Id<Competency> competency,
                                                Target kind, std::int64_t target);
void put_requirement(Transaction& tx, const RequirementRecord& requirement);
void remove_requirement(Transaction& tx, Id<Requirement> id);

// award_store.cpp --------------------------------------------------------------------------------
struct AwardRecord {
    Holding holding;
    std::string competency_name, evidence, awarded_by, withdrawn_reason;
    std::optional<Instant> withdrawn;
};
/// Every award of the person that was not withdrawn.
std::vector<Holding> holdings(Reader& reader, Id<Person> person);
/// The same of everybody, ordered by person.
void each_holding(Reader& reader, const std::function<void(Id<Person>, const Holding&)>& visit);
/// The same of everybody who holds this competency; one query.
std::vector<std::pair<Id<Person>, Holding>> holders(Reader& reader, Id<Competency> competency);
/// Everything ever awarded, newest first.
std::vector<AwardRecord> awards(Reader& reader, Id<Person> person);
/// Person and competency of an award that has not been withdrawn.
std::optional<std::pair<Id<Person>, Id<Competency>>> standing_award(Reader& reader, Id<Award> id);
void insert(Transaction& tx, Id<Award> id, const NewAward& award, const Principal& actor,
            Instant now);
void withdraw(Transaction& tx, Id<Award> id, std::string_view reason, Instant now);
/// An award of the person's that was withdrawn.
std::optional<NewAward> withdrawn_award(Reader& reader, Id<Person> person, Id<Award> id);
void reinstate(Transaction& tx, Id<Award> id);

}  // namespace tessera::competencies::store
