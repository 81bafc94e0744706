// E-learning attempts as other plugins see them.
#pragma once

#include "tessera_enrolment/enrolments.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tessera::elearning {

struct Package;
struct Attempt;

/// The latest attempt of an enrolment, for "3 of 5 parts" beside a Play button.
struct Progress {
    Id<enrolment::Enrolment> enrolment;
    Id<Attempt> attempt;
    int parts_done = 0, parts = 0;
    Instant opened;
};

class Attempts {
public:
    static constexpr const char* kId = "elearning.attempts/1";
    virtual ~Attempts() = default;

    /// One entry per enrolment that has an attempt; one query.
    virtual std::vector<Progress> progress(Reader& reader, Id<Person> person) = 0;
    /// Courses of these that can be played (have an active package); one query.
    virtual std::vector<Id<catalogue::Course>> playable(
        Reader& reader, const std::vector<Id<catalogue::Course>>& courses) = 0;
};

/// Published in the transaction of the commit that completed the attempt for the first time.
struct AttemptCompleted {
    static constexpr const char* kId = "elearning.attempt-completed/1";
    Id<Attempt> attempt;
    Id<enrolment::Enrolment> enrolment;
    Id<Person> person;
    Id<catalogue::Course> course;
    bool passed = false;  ///< success status known and satisfied
    std::optional<int> score_percent;
    Instant at;
    std::int64_t subject() const { return person.value; }
    template <class V>
    void fields(V& v) {
        v("attempt", attempt);
        v("enrolment", enrolment);
        v("person", person);
        v("course", course);
        v("passed", passed);
        v("score_percent", score_percent);
        v("at", at);
    }
};

}  // namespace tessera::elearning
