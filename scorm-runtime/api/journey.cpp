// The learner's way through the course: launching, navigating, delivering, leaving.
#include "api/session_impl.hpp"

#include <algorithm>

namespace scorm {

void SessionImpl::launch(Millis now) {
    if (!replaying_) log_.add('l', now);
    note_now(now);
    if (tracing()) trace_->add(TraceKind::Launch, -1);
    exception_.clear();
    changed();
    // Content may have asked for something just before the page went away.
    if (pending_ != Navigation::None) carry_out(pending_, pending_activity_, now);
    if (delivered_ >= 0)
        deliver_again();
    else if (!started_ || player_ != PlayerState::Choose)
        start(now);
    if (tracing()) note_result();
}

/// A suspended attempt is resumed, any other begins.
void SessionImpl::start(Millis now) {
    const bool resume = started_ && tree_->suspended() >= 0;
    const std::int32_t open = started_ && !resume ? first_open_12() : -1;
    if (tracing() && !started_) tree_->note_first_selection();
    started_ = true;
    player_ = PlayerState::Choose;
    if (open >= 0)
        follow(request(Navigation::Choice, open, now), false);
    else
        follow(request(resume ? Navigation::ResumeAll : Navigation::Start, -1, now), resume);

    // A course of one activity starts by itself, whatever its control modes say.
    const std::int32_t only = only_leaf();
    if (player_ == PlayerState::Choose && only >= 0 && allowed(Navigation::Choice, only))
        follow(request(Navigation::Choice, only, now), false);
    // SCORM 1.2 has nothing that ends a session at once but prerequisites that nothing can fulfil.
    if (player_ == PlayerState::Ended && is_12()) player_ = PlayerState::Blocked;
    const std::vector<bool>& choice = tree_->validity().choice;
    const bool choosable = std::find(choice.begin(), choice.end(), true) != choice.end();
    if (player_ == PlayerState::Choose && !exception_.empty() && !choosable)
        player_ = PlayerState::Blocked;
}

/// The content went away and comes back: the page was loaded again, or a request that would have
/// led elsewhere was refused. The attempt goes on.
void SessionImpl::deliver_again() {
    if (communication_ == Communication::Running) end_communication(End::Interrupted);
    if (communication_ == Communication::Terminated) data().entry = entry_after_end();
    prepare();
    if (tracing()) trace_->add(TraceKind::Delivery, delivered_).what = "again";
}

/// How the content is entered next after its communication session. There is nothing to resume
/// where nothing was kept, unless the content asked for it.
Entry SessionImpl::entry_after_end() const {
    const std::string_view exit = data().cmi->value(is_12() ? "cmi.core.exit" : "cmi.exit");
    if (exit == "suspend") return Entry::Resume;
    if (terminated_) return Entry::Neither;
    return data().kept ? Entry::Resume : Entry::AbInitio;
}

void SessionImpl::unload(Millis now, bool gone) {
    if (communication_ != Communication::Running) return;
    note_now(now);
    end_communication(gone ? End::Interrupted : End::Left);
    if (!replaying_) log_.add_unload(gone, now);
    if (tracing()) note_result();
}

Navigation SessionImpl::pending_navigation(std::int32_t& activity) const {
    activity = pending_activity_;
    return pending_;
}

void SessionImpl::navigate(Navigation request, std::int32_t activity, Millis now) {
    if (!replaying_) log_.add_navigation(request, activity, now);
    note_now(now);
    if (communication_ == Communication::Running)
        end_communication(request == Navigation::SuspendAll ? End::Interrupted : End::Left);
    const bool abandon = request == Navigation::Abandon || request == Navigation::AbandonAll;
    if (ends_session() && !abandon) request = Navigation::ExitAll;
    carry_out(request, activity, now);
    if (tracing()) note_result();
}

/// RTE 4.2.8: content that terminated with time-out or logout ends the session, whatever else the
/// learner asks for. Only before that request was carried out.
bool SessionImpl::ends_session() const {
    if (is_12() || delivered_ < 0 || pending_ != Navigation::ExitAll) return false;
    const std::string_view exit = data().cmi->value("cmi.exit");
    return exit == "time-out" || exit == "logout";
}

void SessionImpl::carry_out(Navigation request, std::int32_t activity, Millis now) {
    changed();
    // Whatever the content asked for: this request is that one, or outranks it.
    pending_ = Navigation::None;
    pending_activity_ = -1;
    exception_.clear();
    if (!allowed(request, activity)) {
        if (tracing())
            note_refusal(request, activity, now);
        else
            exception_ = refusal(request, activity, now, nullptr);
        if (delivered_ >= 0) deliver_again();
        return;
    }
    const std::int32_t left = delivered_;
    const RequestResult result = this->request(request, activity, now);
    const bool abandoned = request == Navigation::Abandon || request == Navigation::AbandonAll;
    if (abandoned && left >= 0 && result.outcome != Outcome::Refused) {
        ActivityData& data = data_[static_cast<std::size_t>(left)];
        data.total_time -= std::min(data.last_session, data.total_time);
        data.attempt_time = 0;
        data.cmi.reset();
        data.kept = data.failed = data.concluded = false;
        data.json.clear();
        update_locks();
    }
    follow(result, request == Navigation::ResumeAll);
}

/// Requests for another activity are tried before: one that leads nowhere would still end the
/// activity that is there.
bool SessionImpl::allowed(Navigation request, std::int32_t activity) const {
    const auto is_valid = [activity](const std::vector<bool>& by_activity) {
        const auto index = static_cast<std::size_t>(activity);
        return activity >= 0 && index < by_activity.size() && by_activity[index];
    };
    switch (request) {
        case Navigation::Continue:
            return tree_->validity().continue_;
        case Navigation::Previous:
            return tree_->validity().previous;
        case Navigation::Choice:
            return is_valid(tree_->validity().choice);
        case Navigation::Jump:
            return is_valid(tree_->validity().jump);
        case Navigation::None:
            return false;
        default:
            return true;
    }
}

/// The specification's label of why a request is refused, found by making it on a copy of the tree.
std::string SessionImpl::refusal(Navigation request, std::int32_t activity, Millis now,
                                 Trace* trace) const {
    constexpr std::string_view kNotARequest = "NB.2.1-13";
    const bool targeted = request == Navigation::Choice || request == Navigation::Jump;
    const bool no_target =
        activity < 0 || static_cast<std::size_t>(activity) >= course_.activities.size();
    const bool opening = request == Navigation::None || request == Navigation::Start ||
                         request == Navigation::ResumeAll;
    if (opening || (targeted && no_target)) return std::string(kNotARequest);
    const auto copy = copy_of_tree();
    copy->trace_into(trace);
    const std::string_view label = copy->request(request, activity, now).exception;
    return std::string(label.empty() ? kNotARequest : label);
}

std::unique_ptr<ActivityTree> SessionImpl::copy_of_tree() const {
    std::string text;
    json::Writer writer(text);
    tree_->write(writer);
    const auto document = json::Document::parse(text);
    const ActivityTree::Options options{opening_.seed, records()};
    auto copy = ActivityTree::open(course_, options, {}, document->root());
    copy->set_locked(locked_);
    return copy;
}

void SessionImpl::follow(const RequestResult& result, bool resume_all) {
    changed();
    exception_ = result.exception;
    const std::int32_t before = delivered_;
    delivered_ = tree_->delivered();
    switch (result.outcome) {
        case Outcome::Delivered:
            player_ = PlayerState::Running;
            // RTE 4.3.2: shared data belong to the attempt on the course.
            if (result.new_course_attempt && !course_.shared_data_global_to_system)
                for (Bucket& bucket : buckets_) bucket.store.clear();
            deliver(result.resumed, resume_all);
            return;
        case Outcome::Ended:
            player_ = PlayerState::Ended;
            break;
        case Outcome::Suspended:
            player_ = PlayerState::Suspended;
            break;
        case Outcome::Choose:
            player_ = PlayerState::Choose;
            break;
        case Outcome::Refused:
            if (before >= 0 && delivered_ < 0) player_ = PlayerState::Choose;
            if (delivered_ >= 0) deliver_again();
            break;
    }
    if (delivered_ < 0) communication_ = Communication::NotInitialized;
}

/// A new attempt has no data yet. SCORM 1.2 knows no attempts on a single activity: its data stay.
/// In review they are what the learner came to see.
void SessionImpl::deliver(bool resumed, bool resume_all) {
    ActivityData& data = this->data();
    const bool keeps = resumed || is_12() || opening_.mode == Mode::Review;
    if (data.cmi == nullptr || !keeps) {
        data.cmi = std::make_unique<CmiData>(course_.edition, tolerances_);
        data.attempt_time = 0;
        data.kept = false;
        data.entry = Entry::AbInitio;
    } else if (is_12() ? data.cmi->value("cmi.core.exit") == "suspend"
                       : resumed && data.cmi->value("cmi.exit") == "suspend") {
        data.entry = Entry::Resume;
    } else if (is_12() ? resume_all && !terminated_ : resumed) {
        data.entry = data.kept ? Entry::Resume : Entry::AbInitio;
    } else {
        data.entry = Entry::Neither;
    }
    prepare();
    if (is_12() && !activity().sco) {
        cmi().put("cmi.core.lesson_status", "completed");
        report_12();
        update_locks();
    }
}

/// Makes the delivered activity's data ready for a new communication session.
void SessionImpl::prepare() {
    communication_ = Communication::NotInitialized;
    terminated_ = false;
    own_values_ = 0;
    data().json.clear();
    for (const std::string_view element : {"cmi.exit", "cmi.session_time", "adl.nav.request",
                                           "cmi.core.exit", "cmi.core.session_time"})
        cmi().clear(element);
    // What is left of a SCORM 1.2 activity is always there when the learner comes back.
    tree_->report_suspended(is_12());
    fill();
    if (!is_12()) fill_objectives(activity());
}

std::int32_t SessionImpl::only_leaf() const {
    std::int32_t only = -1;
    for (std::size_t i = 0; i < course_.activities.size(); ++i) {
        if (!course_.activities[i].leaf()) continue;
        if (only >= 0) return -1;
        only = static_cast<std::int32_t>(i);
    }
    return only;
}

/// Where a learner who comes back to a SCORM 1.2 course goes on: the first part that is not
/// completed and may be entered; -1 when there is none. Later editions say it by sequencing.
std::int32_t SessionImpl::first_open_12() const {
    if (!is_12()) return -1;
    for (std::size_t i = 0; i < course_.activities.size(); ++i) {
        const auto activity = static_cast<std::int32_t>(i);
        if (!course_.activities[i].leaf() || completion(activity) == Completion::Completed)
            continue;
        if (allowed(Navigation::Choice, activity)) return activity;
    }
    return -1;
}

std::string SessionImpl::launch_href() const {
    return delivered_ < 0 ? std::string() : activity().href;
}

}  // namespace scorm
