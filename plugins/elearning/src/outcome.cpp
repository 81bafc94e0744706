#include "outcome.hpp"

#include <algorithm>

namespace tessera::elearning {

void Outcomes::completed(Transaction& tx, const Principal& actor, const AttemptRecord& attempt,
                         scorm::Success success, std::optional<scorm::Real> score, Instant at) {
    tx.publish(AttemptCompleted{attempt.id, attempt.enrolment, attempt.person, attempt.course,
                                success == scorm::Success::Passed, percent(score), at});
    change(tx, actor, attempt.enrolment, enrolment::Status::Completed, "");
}

void Outcomes::failed(Transaction& tx, const Principal& actor, const AttemptRecord& attempt) {
    const Messages& messages = host_.messages();
    change(tx, actor, attempt.enrolment, enrolment::Status::Failed,
           messages.text(messages.locales().front(), "elearning.reason-failed"));
}

/// An enrolment that was withdrawn or has been completed before stays as it is.
void Outcomes::change(Transaction& tx, const Principal& actor, Id<enrolment::Enrolment> id,
                      enrolment::Status status, const std::string& reason) {
    const auto enrolment = enrolments_.find(tx, id);
    if (enrolment && !enrolment::ended(enrolment->status))
        enrolments_.change(tx, Trusted(actor), id, status, reason);
}

std::optional<Principal> Outcomes::learner(Reader& reader, Id<Person> id) {
    const auto person = people_.person(reader, id);
    if (!person) return std::nullopt;
    Principal principal;
    principal.kind = Principal::Kind::Person;
    principal.person = id;
    principal.name = person->full_name();
    return principal;
}

AttemptFacts facts_of(const AttemptRecord& attempt) {
    AttemptFacts facts;
    facts.completion = completion_of(attempt.reported_completion);
    facts.success = success_of(attempt.reported_success);
    if (attempt.score) facts.score = scorm::Real{*attempt.score};
    facts.time = std::max(attempt.total_time, attempt.seen_time);
    facts.parts = attempt.parts;
    facts.parts_opened = attempt.parts_opened;
    facts.parts_done = attempt.parts_done;
    facts.ended = attempt.ended;
    return facts;
}

}  // namespace tessera::elearning
