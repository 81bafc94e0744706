// Giving learners their attempts, and what came out of them.
#pragma once

#include "attempt_store.hpp"
#include "course_cache.hpp"
#include "play_service.hpp"
#include "tessera_people/people.hpp"

namespace tessera::elearning {

struct Launched {
    Id<Attempt> attempt;
    std::string url;  ///< opens the player; LaunchRights says for whom
    std::string_view mode = "normal";
};

class LaunchService final : public Attempts {
public:
    LaunchService(Host& host, people::Directory& people, enrolment::Enrolments& enrolments,
                  CourseCache& courses, LaunchRights& rights)
        : host_(host),
          people_(people),
          enrolments_(enrolments),
          courses_(courses),
          rights_(rights) {}

    // Attempts
    std::vector<Progress> progress(Reader& reader, Id<Person> person) override;
    std::vector<Id<catalogue::Course>> playable(
        Reader& reader, const std::vector<Id<catalogue::Course>>& courses) override;

    /// Resumes the latest attempt of the enrolment, or begins one. `anew` begins another one.
    /// Error{NotFound} for an enrolment of somebody else, Error{Conflict} when it can't be played.
    Launched launch(const Principal& principal, Id<enrolment::Enrolment> enrolment, bool anew,
                    const std::string& locale);
    /// Whether going on means looking again: the latest attempt is completed. Not where the package
    /// is played by the letter. Errors as launch().
    bool opens_in_review(const Principal& principal, Id<enrolment::Enrolment> enrolment);
    /// The enrolment, when the principal may play it now. Errors as launch().
    enrolment::EnrolmentRecord playable_enrolment(Reader& reader, const Principal& principal,
                                                  Id<enrolment::Enrolment> enrolment);
    /// The attempt with everything per activity, as JSON. Error{NotFound} unless the principal may
    /// see the results of that person.
    Json details(const Principal& principal, Id<Attempt> attempt);

private:
    AttemptRecord attempt_for(Transaction& tx, const enrolment::EnrolmentRecord& enrolment,
                              bool anew, std::int64_t seed);

    Host& host_;
    people::Directory& people_;
    enrolment::Enrolments& enrolments_;
    CourseCache& courses_;
    LaunchRights& rights_;
};

}  // namespace tessera::elearning
