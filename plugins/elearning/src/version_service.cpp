#include "version_service.hpp"

#include "version_compare.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace tessera::elearning {

namespace {

std::string subject_of(Id<Package> package) { return "package:" + package.text(); }

PackageRecord package_of(Reader& reader, Id<Package> id) {
    const auto package = store::package(reader, id);
    if (!package) throw not_found("There is no such package.");
    return *package;
}

}  // namespace

const VersionUse& PackageVersions::in_use() const {
    return *std::find_if(versions.begin(), versions.end(),
                         [this](const auto& one) { return one.version.id == package.version; });
}

PackageVersions VersionService::overview(Reader& reader, Id<Package> id) {
    PackageVersions result{package_of(reader, id), {}};
    std::map<Id<PackageVersion>, std::int64_t> in_progress;
    const auto open = enrolments_.open_on(reader, result.package.course);
    const std::set<Id<enrolment::Enrolment>> current(open.begin(), open.end());
    for (const auto& [version, enrolment] : store::unfinished(reader, id))
        if (current.count(enrolment) != 0) ++in_progress[version];
    auto completed = store::completed(reader, id);
    auto arrived = store::arrived(reader, id);
    const auto moves = store::open_moves(reader, id);
    for (VersionRecord& version : store::versions(reader, id)) {
        VersionUse one;
        one.in_progress = in_progress[version.id];
        one.completed = completed[version.id];
        one.arrived = arrived[version.id];
        for (const MoveRecord& move : moves)
            if (move.from == version.id) one.move = move;
        if (version.id != result.package.version && (one.in_progress > 0 || one.move)) {
            one.keeps_place = same_structure(courses_.get(reader, version.id)->course,
                                             courses_.get(reader, result.package.version)->course);
        }
        one.version = std::move(version);
        result.versions.push_back(std::move(one));
    }
    return result;
}

VersionRecord VersionService::version(Reader& reader, Id<Package> package, Id<PackageVersion> id) {
    auto version = store::version(reader, id);
    if (!version || version->package != package) throw not_found("There is no such version.");
    return std::move(*version);
}

void VersionService::use(const Principal& actor, Id<Package> id, Id<PackageVersion> wanted) {
    check_site(actor, kPackages);
    host_.db().write([&](Transaction& tx) {
        const PackageRecord package = package_of(tx, id);
        const VersionRecord next = version(tx, id, wanted);
        if (package.version == wanted) return;
        const auto before = store::version(tx, package.version);
        store::use_version(tx, id, wanted);
        catalogue_.note_editor(tx, Trusted(actor), package.course, "package");
        store::end_moves(tx, id, host_.clock().now());
        tx.audit(actor,
                 {"elearning.use-version", subject_of(id), Json{{"version", before->number}}.dump(),
                  Json{{"version", next.number}}.dump()});
    });
}

void VersionService::move(const Principal& actor, Id<Package> id, Id<PackageVersion> from) {
    check_site(actor, kPackages);
    host_.db().write([&](Transaction& tx) {
        const PackageRecord package = package_of(tx, id);
        const VersionRecord before = version(tx, id, from);
        if (from == package.version) {
            throw Error(ErrorKind::Conflict, "elearning.version-in-use",
                        "People on the version in use have nowhere to move to.");
        }
        if (store::open_move(tx, from)) return;
        store::insert(tx,
                      MoveRecord{host_.ids().make<VersionMove>(), id, from, package.version,
                                 actor.name, host_.clock().now()},
                      actor);
        tx.audit(actor,
                 {"elearning.move-people", subject_of(id), Json{{"version", before.number}}.dump(),
                  Json{{"version", store::version(tx, package.version)->number}}.dump()});
    });
}

void VersionService::stop_move(const Principal& actor, Id<Package> id, Id<PackageVersion> from) {
    check_site(actor, kPackages);
    host_.db().write([&](Transaction& tx) {
        package_of(tx, id);
        const VersionRecord kept = version(tx, id, from);
        const auto move = store::open_move(tx, from);
        if (!move) return;
        store::end_move(tx, move->id, host_.clock().now());
        tx.audit(actor, {"elearning.stop-moving", subject_of(id), "",
                         Json{{"version", kept.number}}.dump()});
    });
}

bool VersionService::state_fits(const AttemptRecord& attempt, const std::string& state,
                                const std::string& opening_data, const LoadedCourse& from,
                                const LoadedCourse& to) const {
    if (attempt.commit_number == 0) return true;
    if (!same_structure(from.course, to.course)) return false;
    const auto opening = scorm::opening_from_json(opening_data);
    return opening && scorm::Session::open(to.course, *opening, state) != nullptr;
}

std::optional<std::string> VersionService::carry_out(const Launch& launch) {
    std::optional<StoredAttempt> stored;
    std::optional<MoveRecord> move;
    std::shared_ptr<const LoadedCourse> from, to;
    std::optional<AttemptRecord> record;
    host_.db().read([&](Reader& reader) {
        record = store::attempt(reader, launch.attempt);
        if (!record || record->completed) return;
        move = store::open_move(reader, record->version);
        if (!move) return;
        stored = store::stored_attempt(reader, launch.attempt);
        from = courses_.get(reader, move->from);
        to = courses_.get(reader, move->to);
    });
    if (!record || (!move && record->version == launch.version)) return std::nullopt;
    const bool fits =
        !move || state_fits(stored->record, stored->state, stored->opening_data, *from, *to);
    const auto seed = static_cast<std::int64_t>(host_.secrets().random_number());
    std::optional<std::string> url;
    host_.db().write([&](Transaction& tx) {
        AttemptRecord goes_on = *record;
        if (move) {
            const auto parts = static_cast<std::int64_t>(to->leaves.size());
            if (fits) {
                // Whether or not another page was quicker: this one sees what there is then.
                store::bring_over(tx, stored->record, *move, parts);
                goes_on = *store::attempt(tx, record->id);
            } else {
                goes_on = next_attempt(tx, stored->record, *move, parts, seed);
            }
        }
        if (goes_on.id == launch.attempt && goes_on.version == launch.version) return;
        Launch next = launch;
        next.attempt = goes_on.id;
        next.version = goes_on.version;
        url = rights_.begin(tx, next);
    });
    return url;
}

/// What was done stays as it is, with its version. A page that plays it can go on to commit.
AttemptRecord VersionService::next_attempt(Transaction& tx, const AttemptRecord& before,
                                           const MoveRecord& move, std::int64_t parts,
                                           std::int64_t seed) {
    const auto latest = store::latest_attempt(tx, before.enrolment);
    if (latest->id != before.id || latest->completed) return *latest;
    AttemptRecord next;
    next.id = host_.ids().make<Attempt>();
    next.enrolment = before.enrolment;
    next.number = before.number + 1;
    next.moves = before.moves + 1;
    next.moved_by = move.id;
    next.person = before.person;
    next.course = before.course;
    next.version = move.to;
    next.seed = seed;
    next.created = host_.clock().now();
    next.parts = parts;
    store::insert(tx, next);
    return next;
}

}  // namespace tessera::elearning
