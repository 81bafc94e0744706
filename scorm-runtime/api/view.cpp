// What the player shows: the state of the session, the controls, the table of contents.
#include "api/names.hpp"
#include "api/session_impl.hpp"

namespace scorm {

const View& SessionImpl::view() const {
    if (!view_valid_) {
        view_ = View();
        view_.state = player_;
        view_.activity = delivered_;
        view_.exception = exception_;
        make_controls();
        make_contents();
        view_valid_ = true;
    }
    return view_;
}

/// A control is there unless the manifest hides it while the activity is delivered (CAM 5.2.1
/// adlnav:hideLMSUI), and usable when its request would be carried out.
void SessionImpl::make_controls() const {
    const Validity& validity = tree_->validity();
    const Activity none;
    const Activity& activity = delivered_ >= 0 ? this->activity() : none;
    const bool single = only_leaf() >= 0;
    const auto control = [](bool valid, bool hidden) {
        if (hidden) return ControlState::Hidden;
        return valid ? ControlState::Enabled : ControlState::Disabled;
    };
    const auto move = [&](bool valid, bool hidden) {
        return control(valid, hidden || (single && !valid));
    };
    // Exit and abandon mean nothing to SCORM 1.2, whose content knows no attempts.
    const bool old = is_12();
    view_.continue_ = move(validity.continue_, activity.hide_continue);
    view_.previous = move(validity.previous, activity.hide_previous);
    view_.exit = control(validity.exit, old || activity.hide_exit);
    view_.exit_all = control(validity.exit_all, activity.hide_exit_all);
    view_.abandon = control(validity.abandon, old || activity.hide_abandon);
    view_.abandon_all = control(validity.abandon_all, old || activity.hide_abandon_all);
    view_.suspend_all = control(validity.suspend_all, activity.hide_suspend_all);
}

void SessionImpl::make_contents() const {
    const std::int32_t only = only_leaf();
    // The one activity of a course without flow started by itself; there is nothing to choose.
    const bool fixed = only >= 0 && !course_.activities.front().sequencing.control.flow;
    for (const ContentsEntry& line : tree_->contents()) {
        TocEntry entry;
        entry.activity = line.activity;
        entry.depth = line.depth;
        entry.leaf = course_.activities[static_cast<std::size_t>(line.activity)].leaf();
        entry.choosable = line.choosable && !fixed;
        entry.current = line.activity == delivered_;
        entry.completion = completion(line.activity);
        entry.success = success(line.activity);
        view_.toc.push_back(entry);
    }
}

std::string to_json(const View& view, const Course& course) {
    std::string out;
    json::Writer writer(out);
    writer.begin_object().key("state").string(name_of(view.state));
    writer.key("activity").integer(view.activity);
    writer.key("exception").string(view.exception);
    writer.key("controls").begin_object();
    writer.key("continue").string(name_of(view.continue_));
    writer.key("previous").string(name_of(view.previous));
    writer.key("exit").string(name_of(view.exit));
    writer.key("exitAll").string(name_of(view.exit_all));
    writer.key("abandon").string(name_of(view.abandon));
    writer.key("abandonAll").string(name_of(view.abandon_all));
    writer.key("suspendAll").string(name_of(view.suspend_all));
    writer.end_object().key("toc").begin_array();
    for (const TocEntry& entry : view.toc) {
        const Activity& activity = course.activities[static_cast<std::size_t>(entry.activity)];
        writer.begin_object().key("activity").integer(entry.activity);
        writer.key("id").string(activity.identifier).key("title").string(activity.title);
        writer.key("depth").integer(entry.depth).key("leaf").boolean(entry.leaf);
        writer.key("choosable").boolean(entry.choosable).key("current").boolean(entry.current);
        writer.key("completion").string(name_of(entry.completion));
        writer.key("success").string(name_of(entry.success)).end_object();
    }
    writer.end_array().end_object();
    return out;
}

}  // namespace scorm
