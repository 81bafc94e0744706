#include "timeline_service.hpp"

#include <unordered_map>

namespace tessera::elearning {

namespace {

/// People that a text may stand for.
constexpr int kMostPeople = 200;
constexpr std::int64_t kDay = std::int64_t{24} * 60 * 60 * 1000;
/// Attempts whose records are taken away in one transaction.
constexpr int kBatch = 20;

}  // namespace

TimelineSource TimelineService::source(const Principal& principal, Id<Attempt> id) {
    return host_.db().read([&](Reader& reader) {
        const auto stored = store::stored_attempt(reader, id);
        const bool may_see =
            stored && people_.may_see(reader, principal, kPermission, stored->record.person);
        if (!may_see) throw not_found("There is no such attempt.");
        TimelineSource source{stored->record, stored->state, {}, {}, store::left_out(reader, id)};
        store::each_logged(reader, id, [&](const LoggedCommit& commit) {
            source.commits.push_back(commit);
            return true;
        });
        for (const LoggedCommit& commit : source.commits) {
            if (source.pages.count(commit.opening) != 0) continue;
            const auto page = store::logged_page(reader, id, commit.opening);
            if (!page) continue;
            source.pages.emplace(
                commit.opening,
                LoggedPage{page->opening_data, courses_.get(reader, page->version), page->at});
        }
        return source;
    });
}

AttemptLines TimelineService::attempts(Reader& reader, const Principal& principal,
                                       Id<Package> package, const AttemptFilter& filter) {
    AttemptLines out;
    std::vector<Id<Person>> wanted;
    if (!filter.text.empty()) {
        for (const auto& person :
             people_.search_visible(reader, principal, kPermission, filter.text, kMostPeople + 1))
            wanted.push_back(person.id);
        if (wanted.empty()) return {};
        out.many_people = wanted.size() > static_cast<std::size_t>(kMostPeople);
        if (out.many_people) wanted.pop_back();
    }
    std::vector<store::PackageAttempt> found = store::attempts_of_package(
        reader, package, {filter.state, wanted, kPageSize + 1, filter.offset});
    out.more = found.size() > kPageSize;
    if (out.more) found.pop_back();
    std::vector<Id<Person>> people;
    for (const auto& one : found) people.push_back(one.attempt.person);
    std::unordered_map<Id<Person>, std::string> names;
    for (const auto& person : people_.visible(reader, principal, kPermission, people))
        names.emplace(person.id, person.full_name());
    for (auto& one : found) {
        const auto name = names.find(one.attempt.person);
        if (name != names.end())
            out.lines.push_back({std::move(one.attempt), one.version, name->second});
    }
    return out;
}

void TimelineService::forget_old() {
    const std::int64_t days = host_.settings().integer("elearning.timeline-days");
    const Instant before = host_.clock().now() + -days * kDay;
    Id<Attempt> last;
    for (;;) {
        const auto old = host_.db().read(
            [&](Reader& reader) { return store::logged_before(reader, before, last, kBatch); });
        if (old.empty()) return;
        last = old.back();
        host_.db().write([&](Transaction& tx) {
            for (const Id<Attempt> attempt : old) store::remove_log(tx, attempt, before);
        });
    }
}

}  // namespace tessera::elearning
