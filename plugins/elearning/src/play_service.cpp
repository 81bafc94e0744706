#include "play_service.hpp"

#include "daily_limits.hpp"
#include "tolerances.hpp"

#include <algorithm>

namespace tessera::elearning {

namespace {

/// A state larger than this is read anew for each commit instead of being kept. Courses stay far
/// below it: the standard gives them 64,000 characters of suspend data.
constexpr std::size_t kMostKept = 512 * 1024;
/// Every try but the first reads the attempt anew; two in a row mean heavy contention.
constexpr int kTries = 4;

std::optional<std::int64_t> units(std::optional<scorm::Real> value) {
    return value ? std::optional(value->units) : std::nullopt;
}

/// How long the page was open since the attempt was last heard of. A longer silence may be a night.
std::int64_t since_last_sign(const AttemptRecord& attempt, Instant now) {
    constexpr std::int64_t kLongestSilence = 60 * 60 * 1000;
    const Instant opened = attempt.opened.value_or(now);
    const Instant last = std::max(opened, attempt.committed.value_or(opened));
    return std::clamp<std::int64_t>(now - last, 0, kLongestSilence);
}

}  // namespace

Launch PlayService::launch_of(Id<Attempt> attempt, const PageRequest& page) const {
    Launch found = rights_.check(page);
    if (!found.attempt) throw launch_ended();
    if (found.attempt != attempt) throw other_attempt();
    return found;
}

scorm::Opening PlayService::opening(Reader& reader, const AttemptRecord& attempt,
                                    const LoadedCourse& course, const std::string& locale) {
    const auto person = people_.person(reader, attempt.person);
    if (!person) throw not_found("There is no such person.");
    scorm::Opening opening;
    opening.learner = {person->id.text(), person->family_name + ", " + person->given_name, locale};
    opening.seed = static_cast<std::uint64_t>(attempt.seed);
    opening.tolerances = store::tolerances_in_force(reader, host_.settings(), attempt.version);
    if (!course.objectives.empty()) opening.objectives = store::objectives(reader, attempt.person);
    if (!course.buckets.empty()) opening.shared_data = store::shared_data(reader, attempt.person);
    std::erase_if(opening.objectives,
                  [&](const auto& known) { return course.objectives.count(known.id) == 0; });
    std::erase_if(opening.shared_data,
                  [&](const auto& known) { return course.buckets.count(known.id) == 0; });
    return opening;
}

OpenedPage PlayService::open(Id<Attempt> id, const PageRequest& asked, std::int64_t dropped) {
    OpenedPage page;
    const Launch launch = launch_of(id, asked);
    if (auto url = versions_.carry_out(launch)) {
        live_.erase(id.value);
        throw AttemptMoved(std::move(*url), "The course has a new version.");
    }
    host_.db().write([&](Transaction& tx) {
        const auto stored = store::stored_attempt(tx, id);
        if (!stored) throw launch_ended();
        if (stored->record.version != launch.version) throw busy();
        page.now = host_.clock().now();
        page.course = courses_.get(tx, launch.version);
        page.opening = stored->record.openings + 1;
        page.number = stored->record.commit_number;
        page.state = stored->state;
        page.opening_data =
            scorm::to_json(opening(tx, stored->record, *page.course, launch.locale));
        store::open_page(tx, stored->record, page.opening, page.opening_data, page.now, dropped);
        // What the page before sent may not be counted yet.
        count_bytes(tx, host_, stored->record.person, kCountedAtOnce);
    });
    live_.erase(id.value);
    if (dropped > 0) {
        host_.metrics().count("elearning_journal_entries_dropped_total", dropped);
        host_.log().warning("A player left out journal entries that no player had signed",
                            {{"attempt", id.text()}, {"entries", std::to_string(dropped)}});
    }
    return page;
}

std::shared_ptr<PlayService::Live> PlayService::live(Id<Attempt> id, bool fresh) {
    if (fresh) {
        live_.erase(id.value);
    } else if (auto known = live_.get(id.value)) {
        return known;
    }
    auto made = std::make_shared<Live>();
    host_.db().read([&](Reader& reader) {
        auto stored = store::stored_attempt(reader, id);
        if (!stored) throw launch_ended();
        made->version = stored->page_version;
        made->course = courses_.get(reader, made->version);
        made->parts = store::parts(reader, id);
        made->log = store::log_end(reader, id);
        made->stored = std::move(*stored);
    });
    return live_.put(id.value, std::move(made));
}

std::int64_t PlayService::commit(Id<Attempt> id, const PageRequest& page,
                                 const CommitEnvelope& commit) {
    launch_of(id, page);
    for (int tried = 0; tried < kTries; ++tried) {
        const bool fresh = tried > 0;
        const auto current = live(id, fresh);
        const std::lock_guard lock(current->mutex);
        std::int64_t stored = 0;
        try {
            if (step(*current, fresh, commit, stored) == Step::Done) return stored;
        } catch (...) {
            // The session may have taken what is not on disk.
            live_.erase(id.value);
            throw;
        }
    }
    throw busy();
}

PlayService::Step PlayService::step(Live& live, bool fresh, const CommitEnvelope& commit,
                                    std::int64_t& stored) {
    const AttemptRecord before = live.stored.record;
    std::optional<store::StoredPage> page;
    std::shared_ptr<const LoadedCourse> course;
    if (commit.opening != before.opening) {
        host_.db().read([&](Reader& reader) {
            page = store::page(reader, before, commit.opening);
            if (page) course = courses_.get(reader, page->version);
        });
    }
    const auto verdict = judge({before.opening, before.commit_number}, commit.opening,
                               commit.number, page ? std::optional(page->range) : std::nullopt);
    if (verdict == CommitVerdict::Done) {
        stored = before.commit_number;
        return Step::Done;
    }
    if (verdict != CommitVerdict::Apply) {
        // What is kept here may be behind what a new page has made of the attempt.
        if (!fresh) return Step::Again;
        if (verdict == CommitVerdict::Superseded) throw superseded(before.commit_number + 1);
        throw commit_gap(before.commit_number + 1);
    }
    if (page) take_back(live, *page, std::move(course), commit.opening);
    apply(live, commit);
    if (live.rule.version != rules_.version()) live.rule = rules_.in_force(before.course);
    CommitChanges changed = changes(live, commit);
    if (!save(live, before, changed, commit.operations)) return Step::Again;
    // One learner could fill the memory with attempts of this size.
    if (changed.state.size() > kMostKept) live_.erase(before.id.value);
    stored = commit.number;
    return Step::Done;
}

/// The session goes on with what that page was opened with.
void PlayService::take_back(Live& live, const store::StoredPage& page,
                            std::shared_ptr<const LoadedCourse> course, std::int64_t opening) {
    if (live.session) live.stored.state = live.session->state();
    live.session.reset();
    live.course = std::move(course);
    live.version = page.version;
    live.stored.opening_data = page.opening_data;
    live.stored.record.opening = opening;
}

void PlayService::apply(Live& live, const CommitEnvelope& commit) {
    if (!live.session) {
        const auto opening = scorm::opening_from_json(live.stored.opening_data);
        if (opening)
            live.session = scorm::Session::open(live.course->course, *opening, live.stored.state);
        if (!live.session) {
            throw Error(
                ErrorKind::Internal, "elearning.state",
                "The stored state of attempt " + live.stored.record.id.text() + " can't be read.");
        }
        live.stored.state.clear();
    }
    const scorm::ApplyResult result = live.session->apply(commit.operations);
    if (!result.ok) throw commit_refused(result);
}

CommitChanges PlayService::changes(Live& live, const CommitEnvelope& commit) {
    scorm::Session& session = *live.session;
    const AttemptRecord& before = live.stored.record;
    const scorm::ActivitySummary whole = session.summary();
    CommitChanges out;
    out.opening = commit.opening;
    out.number = commit.number;
    out.at = host_.clock().now();
    out.score = units(whole.score_scaled);
    out.total_time = whole.total_time;
    out.concluded = whole.concluded;
    out.seen_time = before.seen_time + since_last_sign(before, out.at);
    out.ended = session.view().state == scorm::PlayerState::Ended;
    const bool single = live.course->leaves.size() == 1;
    if (single) {
        const scorm::ActivitySummary only = session.summary(live.course->leaves.front());
        out.score_raw = units(only.score_raw);
        out.score_max = units(only.score_max);
    }
    PartChanges parts = part_changes(session, *live.course, live.parts, out.at);
    out.parts = std::move(parts.changed);
    out.parts_done = parts.done;
    out.parts_opened = parts.opened;
    out.part = parts.last < 0 ? before.part : parts.last;
    out.reported_completion = completion_text(whole.completion);
    // Of several parts the standard says what the whole is; of one a fail stays until it says more.
    const bool stays =
        single && after_fail(success_of(before.reported_success), whole.completion, whole.success);
    const scorm::Success success = stays ? scorm::Success::Failed : whole.success;
    out.reported_success = success_text(success);

    const AttemptFacts facts{whole.completion,
                             success,
                             whole.score_scaled,
                             std::max(out.total_time, out.seen_time),
                             static_cast<std::int64_t>(live.course->leaves.size()),
                             out.parts_opened,
                             out.parts_done,
                             out.ended};
    const Judgement judgement = judge(live.rule.rule, facts);
    // What was reached stays reached, also when a part is taken again.
    const bool reached = completion_of(before.completion) == scorm::Completion::Completed;
    out.completion = completion_text(reached ? scorm::Completion::Completed : judgement.completion);
    out.success = success_text(judgement.success);
    out.completed = before.completed;
    if (!out.completed && judgement.complete) out.completed = out.at;
    const Result result{judgement.success, out.score, out.score_raw, out.score_max};
    const bool best = better(result, before.best);
    out.best = best ? result : before.best;
    out.best_at = best ? std::optional(out.at) : before.best_at;
    out.state = session.state();
    out.interactions = session.take_interactions();
    out.objectives = session.take_objectives();
    out.shared_data = session.take_shared_data();
    return out;
}

bool PlayService::save(Live& live, const AttemptRecord& before, const CommitChanges& changes,
                       std::string_view operations) {
    const auto size = static_cast<std::int64_t>(operations.size());
    const bool logged = store::fits_log(live.log, changes.opening, changes.number, size);
    const PackedOperations log = logged ? packed(operations) : PackedOperations{};
    // An attempt with a large state is not kept in memory, and so is its count.
    const bool due = live.uncounted + size >= kCountedAtOnce || changes.state.size() > kMostKept;
    const bool saved = host_.db().write([&](Transaction& tx) {
        if (!store::commit(tx, before, changes)) return false;
        if (due) count_bytes(tx, host_, before.person, live.uncounted + size);
        if (logged) store::keep_in_log(tx, before.id, changes, log);
        if (changes.opening != before.opening)
            store::forget_pages_after(tx, before.id, changes.opening);
        if (live.version != before.version) {
            store::set_version(tx, before.id, live.version,
                               static_cast<std::int64_t>(live.course->leaves.size()));
        }
        follow(tx, live, before, changes);
        return true;
    });
    if (!saved) return false;
    live.uncounted = due ? 0 : live.uncounted + size;
    if (logged) live.log = {changes.number, live.log.bytes + size};
    AttemptRecord& now = live.stored.record;
    now.opening = changes.opening;
    now.version = live.version;
    now.commit_number = changes.number;
    now.completed = changes.completed;
    now.completion = changes.completion;
    now.success = changes.success;
    now.reported_success = changes.reported_success;
    now.best = changes.best;
    now.best_at = changes.best_at;
    now.committed = changes.at;
    now.seen_time = changes.seen_time;
    now.part = changes.part;
    live.parts = merged(std::move(live.parts), changes.parts);
    return true;
}

/// What the result means for the enrolment, with the commit or not at all.
void PlayService::follow(Transaction& tx, const Live& live, const AttemptRecord& attempt,
                         const CommitChanges& changes) {
    const scorm::Success success = success_of(changes.success);
    const bool first_completion = changes.completed && !attempt.completed;
    bool failed = false;
    if (!changes.completed && success == scorm::Success::Failed) {
        // Asked only while a fail stands: few commits do.
        const auto package = store::package_of_course(tx, attempt.course);
        const bool left = live.session->view().state != scorm::PlayerState::Running;
        const AttemptCount count{attempt.used(), package ? package->attempt_limit : 0};
        const Judgement judgement{completion_of(changes.completion), success, false};
        failed = outcome(judgement, count, left) == Outcome::Failed;
    }
    if (!first_completion && !failed) return;
    const auto actor = outcomes_.learner(tx, attempt.person);
    if (!actor) return;
    if (failed) {
        outcomes_.failed(tx, *actor, attempt);
    } else {
        const auto score =
            changes.score ? std::optional(scorm::Real{*changes.score}) : std::nullopt;
        outcomes_.completed(tx, *actor, attempt, success, score, changes.at);
    }
}

}  // namespace tessera::elearning
