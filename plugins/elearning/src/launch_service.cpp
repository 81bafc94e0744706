#include "launch_service.hpp"

#include "attempt_view.hpp"
#include "daily_limits.hpp"
#include "tolerances.hpp"

#include <nlohmann/json.hpp>

namespace tessera::elearning {

namespace {

using enrolment::EnrolmentRecord;
using enrolment::Status;

Error conflict(const char* code, const char* message) {
    return Error(ErrorKind::Conflict, code, message);
}

/// What has been completed may be looked at again; what was never begun or was given up may not.
void check_playable(const EnrolmentRecord& enrolment) {
    if (is_playable(enrolment.status)) return;
    if (enrolment.status == Status::Requested || enrolment.status == Status::Waitlisted)
        throw conflict("elearning.not-placed", "This enrolment has no place yet.");
    throw conflict("elearning.enrolment-ended",
                   "This enrolment has ended. Enrol again to take the course.");
}

}  // namespace

std::vector<Progress> LaunchService::progress(Reader& reader, Id<Person> person) {
    return store::progress(reader, person);
}

std::vector<Id<catalogue::Course>> LaunchService::playable(
    Reader& reader, const std::vector<Id<catalogue::Course>>& courses) {
    return store::playable(reader, courses);
}

EnrolmentRecord LaunchService::playable_enrolment(Reader& reader, const Principal& principal,
                                                  Id<enrolment::Enrolment> id) {
    auto enrolment = enrolments_.find(reader, id);
    // Nobody plays in another person's name but tools that were given the right to.
    const bool tool =
        principal.kind == Principal::Kind::ApiKey && principal.can_everywhere("elearning.play");
    if (!principal.can("elearning.play") || !enrolment ||
        (!tool && enrolment->person != principal.person))
        throw not_found("There is no such enrolment.");
    check_playable(*enrolment);
    return std::move(*enrolment);
}

AttemptRecord LaunchService::attempt_for(Transaction& tx, const EnrolmentRecord& enrolment,
                                         bool anew, std::int64_t seed) {
    const auto latest = store::latest_attempt(tx, enrolment.id);
    // One that nothing was done in is as good as new.
    if (latest && (!anew || latest->commit_number == 0)) return *latest;
    const auto package = store::published_of_course(tx, enrolment.course);
    if (!package) throw no_package();
    AttemptRecord attempt;
    attempt.number = latest ? latest->number + 1 : 1;
    attempt.moves = latest ? latest->moves : 0;
    if (package->attempt_limit > 0 && attempt.used() > package->attempt_limit)
        throw conflict("elearning.no-attempts-left", "There are no attempts left.");
    count_attempt(tx, host_, enrolment.person);
    attempt.id = host_.ids().make<Attempt>();
    attempt.enrolment = enrolment.id;
    attempt.person = enrolment.person;
    attempt.course = enrolment.course;
    attempt.version = package->version;
    attempt.seed = seed;
    attempt.created = host_.clock().now();
    attempt.parts = store::version(tx, package->version)->parts;
    store::insert(tx, attempt);
    return attempt;
}

Launched LaunchService::launch(const Principal& principal, Id<enrolment::Enrolment> id, bool anew,
                               const std::string& locale) {
    const auto seed = static_cast<std::int64_t>(host_.secrets().random_number());
    Launched launched;
    host_.db().write([&](Transaction& tx) {
        const EnrolmentRecord enrolment = playable_enrolment(tx, principal, id);
        const AttemptRecord attempt = attempt_for(tx, enrolment, anew, seed);
        if (enrolment.status == Status::Placed)
            enrolments_.change(tx, Trusted(principal), id, Status::InProgress, "");
        Launch launch = rights_.made_by(principal);
        launch.attempt = attempt.id;
        launch.version = attempt.version;
        launch.person = enrolment.person;
        launch.enrolment = enrolment.id;
        launch.locale = locale;
        launched.url = rights_.begin(tx, launch);
        launched.attempt = attempt.id;
    });
    return launched;
}

bool LaunchService::opens_in_review(const Principal& principal, Id<enrolment::Enrolment> id) {
    return host_.db().read([&](Reader& reader) {
        playable_enrolment(reader, principal, id);
        const auto latest = store::latest_attempt(reader, id);
        return latest && latest->stands() &&
               !store::is_strict(reader, host_.settings(), latest->version);
    });
}

Json LaunchService::details(const Principal& principal, Id<Attempt> id) {
    return host_.db().read([&](Reader& reader) {
        const auto stored = store::stored_attempt(reader, id);
        constexpr const char* kPermission = "elearning.results";
        const bool may_see =
            stored && people_.may_see(reader, principal, kPermission, stored->record.person);
        if (!may_see) throw not_found("There is no such attempt.");
        const auto course = courses_.get(reader, stored->record.version);
        return attempt_json(*stored, *course, store::interactions(reader, id));
    });
}

}  // namespace tessera::elearning
