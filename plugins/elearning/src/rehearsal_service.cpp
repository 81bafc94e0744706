#include "rehearsal_service.hpp"

#include "tolerances.hpp"

namespace tessera::elearning {

namespace {

std::string_view mode_text(scorm::Mode mode) {
    if (mode == scorm::Mode::Normal) return "normal";
    return mode == scorm::Mode::Browse ? "browse" : "review";
}

}  // namespace

Launched RehearsalService::insert(RehearsalRecord rehearsal, Launch launch) {
    rehearsal.id = host_.ids().make<Rehearsal>();
    rehearsal.expires = host_.clock().now() + kLaunchLife;
    launch.rehearsal = rehearsal.id;
    launch.version = rehearsal.version;
    Launched launched;
    host_.db().write([&](Transaction& tx) {
        store::insert(tx, rehearsal);
        launched.url = rights_.begin(tx, launch);
    });
    return launched;
}

RehearsalRecord RehearsalService::look_of(Reader& reader, const AttemptRecord& attempt,
                                          scorm::Mode mode, const std::string& locale) {
    RehearsalRecord rehearsal;
    if (mode == scorm::Mode::Review) rehearsal.state = store::state(reader, attempt.id);
    const auto course = courses_.get(reader, attempt.version);
    scorm::Opening opening = play_.opening(reader, attempt, *course, locale);
    opening.mode = mode;
    opening.credit = false;
    rehearsal.opening_data = scorm::to_json(opening);
    rehearsal.version = attempt.version;
    rehearsal.learner_name = people_.person(reader, attempt.person)->full_name();
    rehearsal.exit_path = "/courses/" + attempt.course.text();
    rehearsal.owner = attempt.person.value;
    rehearsal.mode = mode_text(mode);
    return rehearsal;
}

std::optional<std::string> RehearsalService::instead(Id<Attempt> id, const PageRequest& page) {
    Launch launch = play_.launch_of(id, page);
    std::optional<RehearsalRecord> rehearsal;
    host_.db().read([&](Reader& reader) {
        const auto attempt = store::attempt(reader, id);
        if (!attempt->stands() || store::is_strict(reader, host_.settings(), attempt->version))
            return;
        rehearsal = look_of(reader, *attempt, scorm::Mode::Review, launch.locale);
    });
    if (!rehearsal) return std::nullopt;
    launch.attempt = {};
    return insert(std::move(*rehearsal), std::move(launch)).url;
}

Launched RehearsalService::look(const Principal& principal, Id<enrolment::Enrolment> id,
                                scorm::Mode mode, const std::string& locale) {
    RehearsalRecord rehearsal;
    Launch launch = rights_.made_by(principal);
    Id<Attempt> source;
    const auto seed = static_cast<std::int64_t>(host_.secrets().random_number());
    host_.db().read([&](Reader& reader) {
        const auto enrolment = launches_.playable_enrolment(reader, principal, id);
        const bool review = mode == scorm::Mode::Review;
        auto attempt =
            review ? store::completed_attempt(reader, id) : store::latest_attempt(reader, id);
        if (review && !attempt) {
            throw Error(ErrorKind::Conflict, "elearning.nothing-completed",
                        "There is no completed attempt to look at again.");
        }
        if (!attempt) {
            const auto package = store::package_of_course(reader, enrolment.course);
            if (!package) throw no_package();
            attempt.emplace();
            attempt->version = package->version;
            attempt->person = enrolment.person;
            attempt->course = enrolment.course;
        }
        if (!review) attempt->seed = seed;
        if (review) source = attempt->id;
        rehearsal = look_of(reader, *attempt, mode, locale);
        launch.person = enrolment.person;
        launch.enrolment = id;
        launch.locale = locale;
    });
    Launched launched = insert(std::move(rehearsal), std::move(launch));
    launched.attempt = source;
    launched.mode = mode_text(mode);
    return launched;
}

Launched RehearsalService::trial(const Principal& principal, Id<Package> package,
                                 Id<PackageVersion> version, scorm::Mode mode,
                                 const std::string& locale) {
    check_site(principal, kPackages);
    if (!principal.person) {
        throw Error(ErrorKind::Conflict, "elearning.trial-person",
                    "A trial run is played by a person. Sign in as one.");
    }
    RehearsalRecord rehearsal;
    AttemptRecord attempt;
    attempt.person = principal.person;
    attempt.seed = static_cast<std::int64_t>(host_.secrets().random_number());
    host_.db().read([&](Reader& reader) {
        attempt.version = versions_.version(reader, package, version).id;
        const auto course = courses_.get(reader, attempt.version);
        scorm::Opening opening = play_.opening(reader, attempt, *course, locale);
        // What this person has reached elsewhere would make it another course than a learner's.
        opening.objectives.clear();
        opening.shared_data.clear();
        opening.mode = mode;
        rehearsal.opening_data = scorm::to_json(opening);
    });
    rehearsal.version = attempt.version;
    rehearsal.mode = mode_text(mode);
    rehearsal.learner_name = principal.name;
    rehearsal.exit_path = "/admin/packages/" + package.text() + "/versions";
    rehearsal.owner = principal.person.value;
    Launch launch = rights_.made_by(principal);
    launch.person = principal.person;
    launch.locale = locale;
    return insert(std::move(rehearsal), std::move(launch));
}

RehearsalRecord RehearsalService::find(Reader& reader, Id<Rehearsal> id) const {
    auto found = store::rehearsal(reader, id);
    if (!found || found->expires <= host_.clock().now()) throw launch_ended();
    return std::move(*found);
}

void RehearsalService::check(Id<Rehearsal> id, const PageRequest& page) const {
    const Launch launch = rights_.check(page);
    if (!launch.rehearsal) throw launch_ended();
    if (launch.rehearsal != id) throw other_attempt();
}

OpenedPage RehearsalService::open(Id<Rehearsal> id, const PageRequest& asked) {
    check(id, asked);
    OpenedPage page;
    host_.db().write([&](Transaction& tx) {
        RehearsalRecord rehearsal = find(tx, id);
        page.now = host_.clock().now();
        page.opening = rehearsal.opening + 1;
        page.number = rehearsal.commit_number;
        page.course = courses_.get(tx, rehearsal.version);
        page.opening_data = std::move(rehearsal.opening_data);
        page.state = std::move(rehearsal.state);
        store::open_page(tx, id, page.opening);
    });
    return page;
}

std::int64_t RehearsalService::commit(Id<Rehearsal> id, const PageRequest& page,
                                      const CommitEnvelope& commit) {
    check(id, page);
    RehearsalRecord before;
    std::shared_ptr<const LoadedCourse> course;
    host_.db().read([&](Reader& reader) {
        before = find(reader, id);
        course = courses_.get(reader, before.version);
    });
    const LeaseState lease{before.opening, before.commit_number};
    switch (judge(lease, commit.opening, commit.number, std::nullopt)) {
        case CommitVerdict::Done:
            return before.commit_number;
        case CommitVerdict::Superseded:
            throw superseded(before.commit_number + 1);
        case CommitVerdict::Gap:
            throw commit_gap(before.commit_number + 1);
        case CommitVerdict::Apply:
            break;
    }
    const auto opening = scorm::opening_from_json(before.opening_data);
    const auto session =
        opening ? scorm::Session::open(course->course, *opening, before.state) : nullptr;
    if (!session) {
        throw Error(ErrorKind::Internal, "elearning.state",
                    "The stored state of rehearsal " + id.text() + " can't be read.");
    }
    const scorm::ApplyResult result = session->apply(commit.operations);
    if (!result.ok) throw commit_refused(result);
    const std::string state = session->state();
    const bool kept = host_.db().write(
        [&](Transaction& tx) { return store::keep_state(tx, before, commit.number, state); });
    if (!kept) throw busy();
    return commit.number;
}

}  // namespace tessera::elearning
