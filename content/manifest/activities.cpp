#include "manifest/activities.hpp"

#include "manifest/text.hpp"
#include "zip/names.hpp"

#include <array>
#include <utility>

namespace content {
namespace {

using scorm::Activity;
using scorm::TimeLimitAction;

constexpr std::array<Token<TimeLimitAction>, 4> kTimeLimitActions = {{
    {"exit,message", TimeLimitAction::ExitMessage},
    {"exit,no message", TimeLimitAction::ExitNoMessage},
    {"continue,message", TimeLimitAction::ContinueMessage},
    {"continue,no message", TimeLimitAction::ContinueNoMessage},
}};

constexpr std::array<Token<bool Activity::*>, 7> kHideable = {{
    {"previous", &Activity::hide_previous},
    {"continue", &Activity::hide_continue},
    {"exit", &Activity::hide_exit},
    {"exitAll", &Activity::hide_exit_all},
    {"abandon", &Activity::hide_abandon},
    {"abandonAll", &Activity::hide_abandon_all},
    {"suspendAll", &Activity::hide_suspend_all},
}};

}  // namespace

ActivityReader::ActivityReader(scorm::Edition edition, Resources& resources,
                               SequencingReader& sequencing, const Limits& limits,
                               Findings& findings)
    : edition_(edition),
      resources_(resources),
      sequencing_(sequencing),
      limits_(limits),
      findings_(findings),
      values_(findings) {}

std::vector<Activity> ActivityReader::read(xml::Node organization) {
    Activity root;
    root.identifier = identifier_of(organization);
    root.title = title_of(organization, root.identifier);
    read_sequencing(organization, root);
    // An organization has a completion threshold too in the 4th edition.
    if (is_2004(edition_)) {
        read_completion_threshold(organization.child("completionThreshold"),
                                  root.completion_threshold);
    }
    activities_.push_back(std::move(root));
    read_items(organization, 0, 1);
    return std::move(activities_);
}

void ActivityReader::read_items(xml::Node parent, std::int32_t parent_index, std::uint32_t depth) {
    for (xml::Node node = parent.first_child(); node && !stopped_; node = node.next()) {
        if (node.is("item")) read_item(node, parent_index, depth);
    }
}

void ActivityReader::read_item(xml::Node item, std::int32_t parent_index, std::uint32_t depth) {
    if (!within_limits(item, depth)) return;
    Activity activity;
    activity.identifier = identifier_of(item);
    activity.title = title_of(item, activity.identifier);
    activity.parent = parent_index;
    values_.flag(item, "isvisible", activity.visible);
    read_details(item, activity);
    read_sequencing(item, activity);
    const bool cluster = static_cast<bool>(item.child("item"));
    if (!cluster) {
        read_launch(item, activity);
    } else if (!item.trimmed("identifierref").empty()) {
        findings_.warning(
            "manifest.cluster-page",
            "“" + activity.title +
                "” has a page and parts of its own. SCORM allows one or the other: the "
                "parts are played, the page is not shown.",
            item.where());
    }
    const std::size_t index = activities_.size();
    activities_.push_back(std::move(activity));
    if (cluster) read_items(item, static_cast<std::int32_t>(index), depth + 1);
    drop_if_empty(index, item);
}

/// A part without a page and without parts can't be delivered, and sequencing does not expect it.
void ActivityReader::drop_if_empty(std::size_t index, xml::Node item) {
    const bool has_children = activities_.size() > index + 1;
    // Where a page was named but not found there is an error already, and the item stays.
    if (has_children || activities_[index].leaf() || findings_.has_errors()) return;
    findings_.tolerate("parts-left-out", "manifest.item-empty",
                       "“" + activities_[index].title +
                           "” has neither a page nor parts. It is left out of the contents.",
                       item.where());
    activities_.pop_back();
}

bool ActivityReader::within_limits(xml::Node item, std::uint32_t depth) {
    if (++items_ > limits_.items) {
        findings_.error("manifest.too-many-items",
                        "The course has more than " + count_of(limits_.items, "part", "parts") +
                            ". Split it into several packages.",
                        item.where());
        stopped_ = true;
    } else if (depth > limits_.depth) {
        findings_.error("manifest.too-deep",
                        "The course's parts are nested more than " + std::to_string(limits_.depth) +
                            " deep. Export it again with fewer levels.",
                        item.where());
        stopped_ = true;
    }
    return !stopped_;
}

std::string ActivityReader::identifier_of(xml::Node item) {
    std::string identifier = item.trimmed("identifier");
    if (!identifier.empty() && identifiers_.insert(identifier).second) return identifier;
    const std::string stem = (identifier.empty() ? "item" : identifier) + "-";
    std::string made;
    do {
        made = stem + std::to_string(++made_identifiers_);
    } while (!identifiers_.insert(made).second);
    findings_.tolerate("identifiers-made-unique", "manifest.identifier",
                       identifier.empty()
                           ? "A part has no identifier. It gets the name “" + made + "”."
                           : "Two parts have the identifier “" + identifier +
                                 "”. The second gets the name “" + made + "”.",
                       item.where());
    return made;
}

std::string ActivityReader::title_of(xml::Node node, const std::string& identifier) {
    constexpr std::size_t kMost = 1'000;
    std::string title = collapse(node.child("title").text());
    if (title.size() > kMost) {
        title.resize(kMost);
        while (!zip::is_utf8(title)) title.pop_back();
        findings_.warning("manifest.long-title",
                          "The title “" + title + "” is cut after 1,000 bytes.", node.where());
    }
    if (!title.empty()) return title;
    findings_.warning("manifest.no-title",
                      "A part has no title. Its identifier “" + identifier + "” is shown instead.",
                      node.where());
    return identifier;
}

void ActivityReader::read_launch(xml::Node item, Activity& into) {
    const std::string reference = item.trimmed("identifierref");
    if (reference.empty()) return;
    const Resource* resource = resources_.find(reference);
    if (!resource) {
        findings_.error("manifest.resource-missing",
                        "“" + into.title + "” refers to the resource “" + reference +
                            "”, which the manifest doesn't have. Export the course again.",
                        item.where());
        return;
    }
    into.sco = resource->sco;
    const auto launch = resources_.launch(*resource, item.trimmed("parameters"), into.title);
    if (!launch) return;
    into.href = launch->url;
    if (!launch->entry) return;
    pages_.insert(launch->entry);
    if (into.sco) sco_pages_.insert(launch->entry);
    if (!resource->typed) untyped_.push_back(activities_.size());
}

void ActivityReader::read_details(xml::Node item, Activity& into) {
    into.data_from_lms = item.child("dataFromLMS").text();
    const xml::Node action = item.child("timeLimitAction");
    if (action) {
        TimeLimitAction value{};
        // "exit, message" with a space is seen about as often as the standard's spelling.
        std::string written = collapse(action.text());
        if (const std::size_t at = written.find(", "); at != std::string::npos)
            written.erase(at + 1, 1);
        if (values_.token_value(action, written, "the text", kTimeLimitActions, value)) {
            into.time_limit_action = value;
        }
    }
    if (is_2004(edition_))
        read_details_2004(item, into);
    else
        read_details_12(item, into);
}

void ActivityReader::read_details_12(xml::Node item, Activity& into) {
    into.prerequisites = collapse(item.child("prerequisites").text());
    const xml::Node mastery = item.child("masteryscore");
    into.mastery_score = collapse(mastery.text());
    if (!into.mastery_score.empty() && !scorm::Real::parse(into.mastery_score)) {
        values_.bad_value(mastery, "the text", into.mastery_score);
        into.mastery_score.clear();
    }
    const xml::Node time = item.child("maxtimeallowed");
    const std::string written = time.text();
    if (trim(written).empty()) return;
    into.max_time_allowed = parse_timespan(written);
    if (into.max_time_allowed)
        into.max_time_allowed_text = trim(written);
    else
        values_.bad_value(time, "the text", written);
}

void ActivityReader::read_details_2004(xml::Node item, Activity& into) {
    read_completion_threshold(item.child("completionThreshold"), into.completion_threshold);
    read_shared_data(item.child("data"), into);
    read_presentation(item.child("presentation"), into);
}

void ActivityReader::read_completion_threshold(xml::Node element,
                                               scorm::CompletionThreshold& into) {
    if (!element) return;
    // 2nd and 3rd edition: the threshold is the text. 4th edition: attributes.
    if (!trim(element.text()).empty()) {
        into.completed_by_measure = true;
        values_.real_text(element, 0, 1, into.minimum_progress_measure);
    }
    values_.flag(element, "completedByMeasure", into.completed_by_measure);
    values_.real(element, "minProgressMeasure", 0, 1, into.minimum_progress_measure);
    values_.real(element, "progressWeight", 0, 1, into.progress_weight);
}

void ActivityReader::read_shared_data(xml::Node data, Activity& into) {
    for (const xml::Node map : data.children("map")) {
        scorm::SharedData shared;
        shared.target = uri_id(map.trimmed("targetID"));
        values_.flag(map, "readSharedData", shared.read);
        values_.flag(map, "writeSharedData", shared.write);
        if (shared.target.empty())
            values_.bad_value(map, "targetID", "");
        else
            into.shared_data.push_back(std::move(shared));
    }
}

void ActivityReader::read_presentation(xml::Node presentation, Activity& into) {
    for (const xml::Node hide : presentation.child("navigationInterface").children("hideLMSUI")) {
        bool Activity::*control = nullptr;
        if (values_.token_value(hide, hide.text(), "the text", kHideable, control)) {
            into.*control = true;
        }
    }
}

void ActivityReader::read_sequencing(xml::Node node, Activity& into) {
    if (is_2004(edition_)) {
        into.sequencing = sequencing_.read(node.child("sequencing"));
        return;
    }
    // SCORM 1.2 leaves the way through a course to the learner and the LMS.
    into.sequencing = sequencing_.read({});
    into.sequencing.control.flow = true;
}

}  // namespace content
