#include "rule_service.hpp"

#include "actor_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <unordered_set>

namespace tessera::elearning {

namespace {

/// Attempts completed in one transaction: each publishes events and awards what the course awards.
constexpr std::size_t kBatch = 5;
constexpr std::size_t kAtOnce = 100;

std::string subject_of(Id<Package> package) { return "package:" + package.text(); }

std::string job_payload(const Principal& actor, Id<Package> package, const CompletionRule& rule) {
    return Json{
        {"package", package.text()}, {"rule", rule_json(rule)}, {"actor", actor_json(actor)}}
        .dump();
}

}  // namespace

RuleInForce RuleService::in_force(Id<catalogue::Course> course) {
    // Read first: a change in between makes the version old and the rule is read again.
    RuleInForce found{{}, version()};
    const auto text = host_.db().read([&](Reader& reader) {
        return reader.value<std::string>("SELECT completion_rule FROM package WHERE course = ?",
                                         course);
    });
    found.rule = stored_rule(text.value_or(""));
    return found;
}

CompletionRule RuleService::rule(Reader& reader, Id<Package> package) {
    const auto text =
        reader.value<std::string>("SELECT completion_rule FROM package WHERE id = ?", package);
    if (!text) throw not_found("There is no such package.");
    return stored_rule(*text);
}

void RuleService::save(const Principal& actor, Id<Package> package, const CompletionRule& wanted) {
    check_site(actor, kPackages);
    host_.db().write([&](Transaction& tx) {
        const CompletionRule before = rule(tx, package);
        if (before == wanted) return;
        const std::string document = rule_json(wanted).dump();
        tx.execute("UPDATE package SET completion_rule = ? WHERE id = ?", document, package);
        catalogue_.note_editor(tx, Trusted(actor), store::package(tx, package)->course, "rule");
        tx.audit(actor, {"elearning.completion-rule", subject_of(package), rule_json(before).dump(),
                         document});
        tx.on_durable([this] { ++version_; });
    });
}

std::vector<Id<Attempt>> RuleService::would_complete(Reader& reader, Id<Package> package,
                                                     const CompletionRule& rule) {
    const auto record = store::package(reader, package);
    if (!record) throw not_found("There is no such package.");
    const auto open = enrolments_.open_on(reader, record->course);
    const std::unordered_set<Id<enrolment::Enrolment>> enrolled(open.begin(), open.end());
    std::vector<Id<Attempt>> found;
    for (const AttemptRecord& attempt : store::in_progress(reader, record->course)) {
        if (enrolled.count(attempt.enrolment) > 0 && judge(rule, facts_of(attempt)).complete)
            found.push_back(attempt.id);
    }
    return found;
}

RuleApplied RuleService::apply(const Principal& actor, Id<Package> package) {
    check_site(actor, kPackages);
    CompletionRule in_force;
    auto found = host_.db().read([&](Reader& reader) {
        in_force = rule(reader, package);
        return would_complete(reader, package, in_force);
    });
    RuleApplied result;
    result.more = found.size() > kAtOnce;
    found.resize(std::min(found.size(), kAtOnce));
    result.completed = complete(actor, package, in_force, found);
    if (result.more) {
        host_.db().write([&](Transaction& tx) {
            tx.enqueue(kApplyRuleJob, job_payload(actor, package, in_force));
        });
    }
    return result;
}

void RuleService::apply_rest(const JobContext& job) {
    const Json payload = Json::parse(job.payload);
    const auto package = Id<Package>::parse(payload.at("package").get<std::string>());
    const CompletionRule wanted = stored_rule(payload.at("rule").dump());
    const Principal actor = actor_from(payload.at("actor"));
    const auto found =
        host_.db().read([&](Reader& reader) { return would_complete(reader, *package, wanted); });
    const int total = static_cast<int>(found.size());
    for (std::size_t from = 0; from < found.size(); from += kAtOnce) {
        const auto first = found.begin() + static_cast<std::ptrdiff_t>(from);
        const auto last = found.size() - from > kAtOnce
                              ? first + static_cast<std::ptrdiff_t>(kAtOnce)
                              : found.end();
        complete(actor, *package, wanted, {first, last});
        job.progress(static_cast<int>(last - found.begin()), total);
    }
}

std::int64_t RuleService::complete(const Principal& actor, Id<Package> package,
                                   const CompletionRule& wanted,
                                   const std::vector<Id<Attempt>>& attempts) {
    std::int64_t completed = 0;
    for (std::size_t from = 0; from < attempts.size(); from += kBatch) {
        completed += host_.db().write([&](Transaction& tx) {
            // Somebody may have changed the rule after this was confirmed.
            if (!(rule(tx, package) == wanted)) return std::int64_t{0};
            std::int64_t done = 0;
            const std::size_t end = std::min(attempts.size(), from + kBatch);
            for (std::size_t i = from; i < end; ++i)
                done += complete_one(tx, actor, wanted, attempts[i]) ? 1 : 0;
            return done;
        });
    }
    return completed;
}

bool RuleService::complete_one(Transaction& tx, const Principal& actor, const CompletionRule& rule,
                               Id<Attempt> id) {
    const auto attempt = store::attempt(tx, id);
    if (!attempt || attempt->completed) return false;
    // Nobody completes their own course by hand; somebody else has to.
    if (actor.person && actor.person == attempt->person) return false;
    // Much may have happened since it was collected.
    const auto enrolment = enrolments_.find(tx, attempt->enrolment);
    if (!enrolment || enrolment::ended(enrolment->status)) return false;
    if (store::latest_attempt(tx, attempt->enrolment)->id != id) return false;
    const AttemptFacts facts = facts_of(*attempt);
    const Judgement judgement = judge(rule, facts);
    if (!judgement.complete) return false;
    const Instant now = host_.clock().now();
    store::complete(tx, id, completion_text(judgement.completion), success_text(judgement.success),
                    now);
    tx.audit(actor,
             {"elearning.rule-applied", "attempt:" + id.text(),
              Json{{"completion", attempt->completion}, {"success", attempt->success}}.dump(),
              Json{{"completion", completion_text(judgement.completion)},
                   {"success", success_text(judgement.success)},
                   {"rule", rule_json(rule)}}
                  .dump()});
    outcomes_.completed(tx, actor, *attempt, judgement.success, facts.score, now);
    return true;
}

}  // namespace tessera::elearning
