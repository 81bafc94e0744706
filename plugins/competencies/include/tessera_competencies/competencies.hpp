// Competencies, what is required of whom, and what people hold, as other plugins see them.
#pragma once

#include "tessera_catalogue/courses.hpp"
#include "tessera_people/people.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::competencies {

using catalogue::Competency;
struct Award;

struct CompetencyRecord {
    Id<Competency> id;
    std::string code;  ///< unique in the framework: "DSA"
    std::string name;
    std::string framework;
    int levels = 0;          ///< 0: none
    int renewal_months = 0;  ///< 0: never expires
};

/// What a person holds: the award that counts, the latest to expire of those not withdrawn.
struct Holding {
    Id<Award> award;
    Id<Competency> competency;
    int level = 0;
    Date achieved;
    std::optional<Date> expires;  ///< last day it counts; nothing: never
    std::string source;  ///< "elearning", "attendance", "external", "transfer", "api", "import"
};

/// A competency required of a person, and why.
struct Required {
    Id<Competency> competency;
    int level = 0;
    Id<people::Employment> employment;
    Date since;
    std::string because;  ///< name of the unit, job role or position it is attached to
};

struct NewAward {
    Id<Person> person;
    Id<Competency> competency;
    int level = 0;
    Date achieved;
    std::optional<Date> expires;  ///< nothing: worked out from the renewal period
    std::string source;
    std::string evidence;  ///< "enrolment:0123456789ABC", a file's hash, a reference
};

class Competencies {
public:
    static constexpr const char* kId = "competencies.competencies/1";
    virtual ~Competencies() = default;

    virtual std::vector<CompetencyRecord> all(Reader& reader) = 0;
    virtual std::optional<CompetencyRecord> by_code(Reader& reader, std::string_view code) = 0;
    virtual std::vector<Holding> holdings(Reader& reader, Id<Person> person) = 0;
    /// What is required of the person on that day over all current employments, each competency
    /// once per employment at its highest level.
    virtual std::vector<Required> required(Reader& reader, Id<Person> person, Date on) = 0;

    virtual Id<Award> award(Transaction& tx, const Principal& actor, const NewAward& award) = 0;
};

struct CompetencyAwarded {
    static constexpr const char* kId = "competencies.awarded/1";
    Id<Award> award;
    Id<Person> person;
    Id<Competency> competency;
    int level = 0;
    Date achieved;
    std::optional<Date> expires;
    std::string source;
    std::int64_t subject() const { return person.value; }
    template <class V>
    void fields(V& v) {
        v("award", award);
        v("person", person);
        v("competency", competency);
        v("level", level);
        v("achieved", achieved);
        v("expires", expires);
        v("source", source);
    }
};

/// A requirement was attached, changed or taken away: everybody's cells may have changed.
struct RequirementsChanged {
    static constexpr const char* kId = "competencies.requirements-changed/1";
    Id<Competency> competency;
    std::int64_t subject() const { return competency.value; }
    template <class V>
    void fields(V& v) {
        v("competency", competency);
    }
};

}  // namespace tessera::competencies
