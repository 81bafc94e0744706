#include "stuck.hpp"

#include <algorithm>

namespace tessera::elearning {

namespace {

using scorm::Completion;

/// Hidden in the contents, and the learner can't come to it by going on.
bool unreachable(const scorm::Course& course, std::size_t activity) {
    bool hidden = false;
    bool flows = true;
    for (auto i = static_cast<std::int32_t>(activity); i >= 0;) {
        const scorm::Activity& one = course.activities[static_cast<std::size_t>(i)];
        hidden = hidden || !one.visible;
        if (one.parent >= 0) {
            const auto& parent = course.activities[static_cast<std::size_t>(one.parent)];
            flows = flows && parent.sequencing.control.flow;
        }
        i = one.parent;
    }
    return hidden && !flows;
}

const PartFacts* find(const std::vector<PartFacts>& parts, std::int32_t activity) {
    const auto found = std::lower_bound(
        parts.begin(), parts.end(), activity,
        [](const PartFacts& part, std::int32_t wanted) { return part.activity < wanted; });
    return found != parts.end() && found->activity == activity ? &*found : nullptr;
}

/// The learner has had the chance to complete that part.
bool was_through(const Stay& stay, std::int32_t part) {
    return stay.part != part || stay.facts.ended || stay.idle_days >= 1;
}

/// Where completion comes from the parts: which of them stands in the way by itself.
Stuck by_parts(const CompletionRule& rule, const std::vector<PartFacts>& parts, const Stay& stay) {
    const AttemptFacts& facts = stay.facts;
    for (const OpenPart& open : stay.undone) {
        const PartFacts* const part = find(parts, open.activity);
        if (part == nullptr || !was_through(stay, open.activity)) continue;
        if (part->by_measure && open.completion == Completion::Unknown)
            return {Reason::NoMeasure, open.activity};
        // One who came to the end is enough to say it, as long as nobody shows that it can be done.
        const bool through = facts.ended && facts.parts_opened >= facts.parts;
        if (part->done == 0 && (through || part->opened >= kEnoughPeople))
            return {Reason::NeverReports, open.activity};
    }
    if (rule.when == CompleteWhen::Reported && facts.parts_done >= facts.parts)
        return {Reason::WholeIncomplete, -1};
    return {};
}

/// Everything else was opened, and is done where that counts.
Stuck by_reach(const CompletionRule& rule, const std::vector<PartFacts>& parts, const Stay& stay) {
    const auto hidden = [](const PartFacts& part) { return part.unreachable; };
    const auto count = std::count_if(parts.begin(), parts.end(), hidden);
    const bool waits = stay.facts.parts_opened < stay.facts.parts &&
                       stay.facts.parts_opened + count >= stay.facts.parts;
    const bool opening_is_enough = rule.when == CompleteWhen::PartsOpened;
    if (!waits || (!opening_is_enough && !stay.undone.empty())) return {};
    return {Reason::Unreachable, std::find_if(parts.begin(), parts.end(), hidden)->activity};
}

}  // namespace

std::vector<PartFacts> part_facts(const scorm::Course& course) {
    std::vector<PartFacts> parts;
    for (std::size_t i = 0; i < course.activities.size(); ++i) {
        const scorm::Activity& activity = course.activities[i];
        if (!activity.leaf()) continue;
        PartFacts part;
        part.activity = static_cast<std::int32_t>(i);
        part.by_measure = activity.completion_threshold.completed_by_measure;
        part.unreachable = unreachable(course, i);
        parts.push_back(part);
    }
    return parts;
}

Stuck why_stuck(const CompletionRule& rule, const std::vector<PartFacts>& parts, const Stay& stay) {
    const Judgement judgement = judge(rule, stay.facts);
    if (judgement.success == scorm::Success::Failed && !rule.failed_completes)
        return {stay.last_attempt ? Reason::NoAttemptsLeft : Reason::Failed, -1};

    const bool parts_count =
        rule.when == CompleteWhen::Reported || rule.when == CompleteWhen::PartsDone;
    if (parts_count) {
        if (const Stuck stuck = by_parts(rule, parts, stay); stuck.reason != Reason::None)
            return stuck;
    }
    if (parts_count || rule.when == CompleteWhen::PartsOpened) {
        if (const Stuck stuck = by_reach(rule, parts, stay); stuck.reason != Reason::None)
            return stuck;
    }
    const bool over = stay.facts.ended || stay.idle_days > kStoppedDays;
    if (rule.when == CompleteWhen::Score && !stay.facts.score && over &&
        stay.facts.parts_opened >= stay.facts.parts) {
        return {Reason::NoScore, -1};
    }
    if (stay.facts.ended) return {Reason::EndedEarly, -1};
    if (stay.idle_days > kStoppedDays) return {Reason::Stopped, stay.part};
    return {};
}

}  // namespace tessera::elearning
