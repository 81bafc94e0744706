// What the result of an attempt does to its enrolment, whoever brought it about: the learner with a
// commit, or an administrator with a completion rule.
#pragma once

#include "attempt_store.hpp"
#include "completion.hpp"
#include "tessera_people/people.hpp"

namespace tessera::elearning {

/// Thread-safe. Everything happens in the caller's transaction.
class Outcomes {
public:
    Outcomes(Host& host, people::Directory& people, enrolment::Enrolments& enrolments)
        : host_(host), people_(people), enrolments_(enrolments) {}

    /// The attempt is complete for the first time: says so to others and completes the enrolment.
    void completed(Transaction& tx, const Principal& actor, const AttemptRecord& attempt,
                   scorm::Success success, std::optional<scorm::Real> score, Instant at);
    /// It was the last attempt allowed, and it has failed.
    void failed(Transaction& tx, const Principal& actor, const AttemptRecord& attempt);
    /// The learner, as the actor of what the learner's commits bring about.
    std::optional<Principal> learner(Reader& reader, Id<Person> id);

private:
    void change(Transaction& tx, const Principal& actor, Id<enrolment::Enrolment> id,
                enrolment::Status status, const std::string& reason);

    Host& host_;
    people::Directory& people_;
    enrolment::Enrolments& enrolments_;
};

/// What a rule is judged by, as it was stored with the last commit.
AttemptFacts facts_of(const AttemptRecord& attempt);

}  // namespace tessera::elearning
