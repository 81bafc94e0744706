// Which activities of a SCORM 1.2 course the learner may not enter yet, by their prerequisites.
#include "api/session_impl.hpp"
#include "model/prerequisites.hpp"
#include "model/sort.hpp"

#include <algorithm>

namespace scorm {

/// The lesson status of each item; of a block the one that its items amount to. Each is worked out
/// once.
class SessionImpl::Statuses final : public StatusSource {
public:
    explicit Statuses(const SessionImpl& session)
        : session_(session), known_(session.data_.size()) {}

    std::optional<std::string_view> status_of(std::string_view identifier) const override {
        const auto& items = session_.by_identifier_;
        const auto found = std::lower_bound(
            items.begin(), items.end(), identifier,
            [](const auto& item, std::string_view wanted) { return item.first < wanted; });
        if (found == items.end() || found->first != identifier) return std::nullopt;
        std::string_view& status = known_[static_cast<std::size_t>(found->second)];
        if (status.empty()) status = word(found->second);
        return status;
    }

private:
    std::string_view word(std::int32_t activity) const {
        const auto index = static_cast<std::size_t>(activity);
        const CmiData* const cmi = session_.data_[index].cmi.get();
        if (cmi != nullptr) return session_.status_12(activity);
        const Success success = session_.success_12(activity);
        if (success != Success::Unknown) return success == Success::Passed ? "passed" : "failed";
        switch (session_.completion_12(activity)) {
            case Completion::Completed:
                return "completed";
            case Completion::Incomplete:
                return "incomplete";
            default:
                return "not attempted";
        }
    }

    const SessionImpl& session_;
    mutable std::vector<std::string_view> known_;
};

/// Browse and review are there to look at everything.
void SessionImpl::find_locks() {
    const std::vector<Activity>& all = course_.activities;
    const auto has_any = [](const Activity& activity) { return !activity.prerequisites.empty(); };
    if (!is_12() || !records() || std::none_of(all.begin(), all.end(), has_any)) return;
    for (std::size_t i = 0; i < all.size(); ++i)
        by_identifier_.emplace_back(all[i].identifier, static_cast<std::int32_t>(i));
    sort(by_identifier_);
}

void SessionImpl::update_locks() {
    if (by_identifier_.empty()) return;
    const Statuses statuses(*this);
    locked_.assign(data_.size(), false);
    for (std::size_t i = 0; i < locked_.size(); ++i)
        locked_[i] = !prerequisites_met(course_.activities[i].prerequisites, statuses);
    tree_->set_locked(locked_);
    changed();
}

}  // namespace scorm
