// Competencies, what is required of whom, and what people hold, as other plugins see them.
#pragma once

#include "tessera_catalogue/courses.hpp"
#include "tessera_people/people.hpp"

#include <functional>
#include <map>
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

/// What a person holds of a competency at one level: of the awards not withdrawn, the one that
/// lasts longest.
struct Holding {
    Id<Award> award;
    Id<Competency> competency;
    int level = 0;
    Date achieved;
    std::optional<Date> expires;  ///< last day it counts; nothing: never
    std::string source;           ///< "course", "external", "transfer", "api", "import"
};

/// The holding that answers a requirement: of those at its level or above the one that lasts
/// longest. Null when there is none.
inline const Holding* answering(const std::vector<Holding>& holdings, Id<Competency> competency,
                                int level) {
    const Holding* best = nullptr;
    for (const Holding& holding : holdings) {
        if (holding.competency != competency || holding.level < level) continue;
        const bool longer =
            best == nullptr ||
            (best->expires && (!holding.expires || *holding.expires > *best->expires));
        if (longer) best = &holding;
    }
    return best;
}

/// A competency required of a person, and why.
struct Required {
    Id<Competency> competency;
    int level = 0;
    Id<people::Employment> employment;
    Date since;
    std::string because;  ///< the person's unit or job role that brings it
};

/// A requirement as attached: to a unit with everything below it, or to a job role.
struct Rule {
    Id<Competency> competency;
    int level = 0;
    Id<people::Unit> unit;         ///< none when attached to a job role
    Id<people::JobRole> job_role;  ///< none when attached to a unit
};

/// Compliance of some people, in whole per cent, as it is and as it would be.
struct ForecastFigures {
    int before = 100, after = 100;
};

/// What a requirement would do to compliance. Another plugin provides it, when it runs.
class Forecast {
public:
    static constexpr const char* kId = "compliance.forecast/1";
    virtual ~Forecast() = default;
    /// `reached` are the employments the rule reaches; `last_days` says of their people who hold the
    /// competency at its level or above, until which day (nothing: for ever).
    virtual ForecastFigures with(const Rule& rule,
                                 const std::vector<people::EmploymentRecord>& reached,
                                 const std::map<Id<Person>, std::optional<Date>>& last_days) = 0;
};

struct NewAward {
    Id<Person> person;
    Id<Competency> competency;
    int level = 0;
    Date achieved;
    std::optional<Date> expires;  ///< nothing: worked out from the renewal period
    std::string source;
    /// "enrolment:0123456789ABC", a file's hash, a reference, a reason. An award by hand
    /// (awarded_by_hand()) needs one.
    std::string evidence;
};

/// Somebody says so, on a page or through the REST API; no course and no import does.
inline bool awarded_by_hand(std::string_view source) {
    return source == "external" || source == "api";
}

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
    /// The same for employments that the caller has read already.
    virtual std::vector<Required> required(
        Reader& reader, const std::vector<people::EmploymentRecord>& employments) = 0;

    /// Everything that is required, for those who work it out for many people at once.
    virtual std::vector<Rule> rules(Reader& reader) = 0;
    /// Every award that was not withdrawn, ordered by person.
    virtual void each_holding(Reader& reader,
                              const std::function<void(Id<Person>, const Holding&)>& visit) = 0;

    /// In the name of somebody whose permission the caller has checked. Nobody awards themselves.
    virtual Id<Award> award(Transaction& tx, Trusted actor, const NewAward& award) = 0;
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

/// An award was withdrawn: the person may not be competent any more.
struct AwardWithdrawn {
    static constexpr const char* kId = "competencies.withdrawn/1";
    Id<Award> award;
    Id<Person> person;
    Id<Competency> competency;
    std::int64_t subject() const { return person.value; }
    template <class V>
    void fields(V& v) {
        v("award", award);
        v("person", person);
        v("competency", competency);
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
