// What came out of the attempt: summaries of activities, interactions, global values.
#include "api/session_impl.hpp"
#include "model/sort.hpp"

#include <algorithm>

namespace scorm {

/// One behind the last activity of the subtree: activities stand in preorder.
std::int32_t SessionImpl::subtree_end(std::int32_t activity) const {
    const auto& all = course_.activities;
    auto end = static_cast<std::size_t>(activity) + 1;
    while (end < all.size() && all[end].parent >= activity) ++end;
    return static_cast<std::int32_t>(end);
}

/// The tree as it would be if the learner left now. What content sets reaches the activities above
/// only when its attempt ends or is suspended; a learner who closes the window does neither, and
/// has still done what was done.
const ActivityTree& SessionImpl::outlook() const {
    if (delivered_ < 0 || is_12()) return *tree_;
    if (!outlook_valid_) {
        // Content that finished, or can say nothing, ends its attempt; any other goes on.
        const bool finished = terminated_ && data().cmi->value("cmi.exit") != "suspend";
        outlook_ = copy_of_tree();
        const Navigation leave =
            finished || !activity().sco ? Navigation::ExitAll : Navigation::SuspendAll;
        outlook_->request(leave, -1, 0);
        outlook_valid_ = true;
    }
    return *outlook_;
}

ActivitySummary SessionImpl::summary(std::int32_t activity) const {
    ActivitySummary out;
    if (activity < 0 || static_cast<std::size_t>(activity) >= data_.size()) return out;
    out.completion = completion(activity);
    out.success = success(activity);
    out.attempts = tree_->tracking(activity).attempts;
    const ActivityData& own = data_[static_cast<std::size_t>(activity)];
    if (is_12()) {
        out.score_scaled = score_12(activity);
    } else {
        const ObjectiveProgress primary = outlook().objective(activity, 0);
        out.score_scaled = primary.measure;
        out.progress_measure = primary.progress;
    }
    if (own.cmi != nullptr) {
        out.score_raw =
            Real::parse(own.cmi->stored(is_12() ? "cmi.core.score.raw" : "cmi.score.raw"));
        out.score_max =
            Real::parse(own.cmi->stored(is_12() ? "cmi.core.score.max" : "cmi.score.max"));
    }
    const std::int32_t end = subtree_end(activity);
    for (std::int32_t i = activity; i < end; ++i) {
        const ActivityData& part = data_[static_cast<std::size_t>(i)];
        out.total_time += part.total_time;
        out.concluded = out.concluded || part.concluded;
    }
    return out;
}

Completion SessionImpl::completion(std::int32_t activity) const {
    if (is_12()) return completion_12(activity);
    const auto completed = outlook().objective(activity, 0).completed;
    if (completed) return *completed ? Completion::Completed : Completion::Incomplete;
    return tree_->tracking(activity).attempts > 0 ? Completion::Unknown : Completion::NotAttempted;
}

Success SessionImpl::success(std::int32_t activity) const {
    if (is_12()) return success_12(activity);
    const auto satisfied = outlook().objective(activity, 0).satisfied;
    if (!satisfied) return Success::Unknown;
    return *satisfied ? Success::Passed : Success::Failed;
}

// --- SCORM 1.2 has no rollup: a part of the course is completed when all its leaves are
// ---------------

Completion SessionImpl::completion_12(std::int32_t activity) const {
    bool all = true;
    bool any = false;
    const std::int32_t end = subtree_end(activity);
    for (std::int32_t i = activity; i < end; ++i) {
        if (!course_.activities[static_cast<std::size_t>(i)].leaf()) continue;
        const ActivityData& data = data_[static_cast<std::size_t>(i)];
        const std::string_view status = status_12(i);
        all = all && (status == "completed" || status == "passed");
        any = any || data.cmi != nullptr;
    }
    if (!any) return Completion::NotAttempted;
    return all ? Completion::Completed : Completion::Incomplete;
}

/// Failed when one leaf is failed; passed when one is passed and all are completed.
Success SessionImpl::success_12(std::int32_t activity) const {
    bool passed = false;
    const std::int32_t end = subtree_end(activity);
    for (std::int32_t i = activity; i < end; ++i) {
        const ActivityData& data = data_[static_cast<std::size_t>(i)];
        if (data.cmi == nullptr) continue;
        const std::string_view status = status_12(i);
        if (status == "failed" || data.failed) return Success::Failed;
        passed = passed || status == "passed";
    }
    const bool all = passed && completion_12(activity) == Completion::Completed;
    return all ? Success::Passed : Success::Unknown;
}

/// The average of the scores that were reported.
std::optional<Real> SessionImpl::score_12(std::int32_t activity) const {
    std::int64_t sum = 0;
    std::int64_t count = 0;
    const std::int32_t end = subtree_end(activity);
    for (std::int32_t i = activity; i < end; ++i) {
        const ActivityData& data = data_[static_cast<std::size_t>(i)];
        const auto score = data.cmi == nullptr ? std::nullopt : leaf_score_12(data);
        if (!score) continue;
        sum += score->units;
        ++count;
    }
    if (count == 0) return std::nullopt;
    return Real{(sum + count / 2) / count};
}

/// The one scale of what is shown and what a mastery score is compared with: per cent of the
/// content's own range where it names one that the score is in, else points of a hundred.
std::optional<Real> SessionImpl::leaf_score_12(const ActivityData& data) {
    const auto raw = Real::parse(data.cmi->stored("cmi.core.score.raw"));
    if (!raw) return std::nullopt;
    constexpr Real hundred = Real::from_int(100);
    Real min = Real::parse(data.cmi->stored("cmi.core.score.min")).value_or(Real{});
    Real max = Real::parse(data.cmi->stored("cmi.core.score.max")).value_or(hundred);
    const bool own_range = max != hundred && min < max && *raw >= min && *raw <= max;
    if (!own_range) {
        min = Real{};
        max = hundred;
    }
    // Scores are 0 to 10,000 (model/tolerant, points), so the product stays within 64 bits.
    static_assert(Real::from_int(10'000).units <= INT64_MAX / Real::kOne);
    const std::int64_t scaled = (raw->units - min.units) * Real::kOne / (max.units - min.units);
    return Real{std::clamp<std::int64_t>(scaled, 0, Real::kOne)};
}

/// What LMSFinish would make of a status that the content has set: for credit a mastery score
/// decides between passed and failed, except where the content says that it is incomplete.
std::string_view SessionImpl::judged_12(std::int32_t activity, std::string_view status) const {
    const auto index = static_cast<std::size_t>(activity);
    const auto mastery = Real::parse(course_.activities[index].mastery_score);
    const bool credit = opening_.credit && opening_.mode == Mode::Normal;
    if (!mastery || !credit || status == "incomplete" || status == "not attempted") return status;
    const auto score = leaf_score_12(data_[index]);
    if (!score) return status;
    return score->units * 100 >= mastery->units ? "passed" : "failed";
}

/// The status as it counts: while content runs it is judged as its end would judge it, so that
/// nothing is gained that the end takes back. Completed without the score that decides waits for
/// the end.
std::string_view SessionImpl::status_12(std::int32_t activity) const {
    const auto index = static_cast<std::size_t>(activity);
    const ActivityData& data = data_[index];
    if (data.cmi == nullptr) return {};
    const std::string_view said = data.cmi->value("cmi.core.lesson_status");
    const bool running = activity == delivered_ && communication_ == Communication::Running;
    if (!running) return said;
    const bool credit = opening_.credit && opening_.mode == Mode::Normal;
    const bool decides = credit && Real::parse(course_.activities[index].mastery_score);
    const bool waits = decides && has_own(Effect::Status12) && !leaf_score_12(data) &&
                       (said == "completed" || said == "passed");
    return waits ? "incomplete" : judged_12(activity, said);
}

// --- Interactions and global values
// ---------------------------------------------------------------

std::vector<Interaction> SessionImpl::take_interactions() {
    sort(touched_);
    touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
    std::vector<Interaction> out;
    for (const std::int32_t activity : touched_) {
        CmiData* const cmi = data_[static_cast<std::size_t>(activity)].cmi.get();
        if (cmi == nullptr) continue;
        for (const std::uint32_t index : cmi->take_changed_interactions())
            out.push_back(interaction(activity, index));
    }
    touched_.clear();
    return out;
}

Interaction SessionImpl::interaction(std::int32_t activity, std::uint32_t index) const {
    const CmiData& cmi = *data_[static_cast<std::size_t>(activity)].cmi;
    const auto text = [&](std::string_view name_2004, std::string_view name_12) {
        return std::string(cmi.stored(is_12() ? name_12 : name_2004, index));
    };
    Interaction out;
    out.activity = activity;
    out.index = static_cast<std::int32_t>(index);
    out.id = text("cmi.interactions.n.id", "cmi.interactions.n.id");
    out.type = text("cmi.interactions.n.type", "cmi.interactions.n.type");
    out.learner_response =
        text("cmi.interactions.n.learner_response", "cmi.interactions.n.student_response");
    out.result = text("cmi.interactions.n.result", "cmi.interactions.n.result");
    out.timestamp = text("cmi.interactions.n.timestamp", "cmi.interactions.n.time");
    out.latency = text("cmi.interactions.n.latency", "cmi.interactions.n.latency");
    out.description = text("cmi.interactions.n.description", "");
    out.weighting = text("cmi.interactions.n.weighting", "cmi.interactions.n.weighting");
    return out;
}

std::vector<GlobalObjective> SessionImpl::take_objectives() { return tree_->take_objectives(); }

std::vector<SharedDataValue> SessionImpl::take_shared_data() {
    std::vector<SharedDataValue> out;
    for (Bucket& bucket : buckets_) {
        if (bucket.changed && course_.shared_data_global_to_system)
            out.push_back({bucket.id, bucket.store});
        bucket.changed = false;
    }
    return out;
}

}  // namespace scorm
