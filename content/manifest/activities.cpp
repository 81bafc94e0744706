#include "manifest/activities.hpp"

#include "manifest/text.hpp"
#include "zip/names.hpp"

#include <algorithm>
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

ActivityReader::ActivityReader(scorm::Edition edition, bool pages_first, Resources& resources,
                               SequencingReader& sequencing, Titles& titles, const Limits& limits,
                               Deadline& deadline, Findings& findings)
    : edition_(edition),
      pages_first_(pages_first),
      resources_(resources),
      sequencing_(sequencing),
      titles_(titles),
      limits_(limits),
      deadline_(deadline),
      findings_(findings),
      values_(findings) {}

std::vector<Activity> ActivityReader::read(xml::Node organization) {
    Activity root;
    root.identifier = identifier_of(organization);
    root.title = title_of(organization);
    read_sequencing(organization, root);
    // An organization has a completion threshold too in the 4th edition.
    if (is_2004(edition_)) {
        read_completion_threshold(organization.child("completionThreshold"),
                                  root.completion_threshold);
    }
    activities_.push_back(std::move(root));
    if (pages_first_) note_identifiers(organization);
    read_items(organization, 0, 1);
    redirect_prerequisites();
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
    activity.parent = parent_index;
    values_.flag(item, "isvisible", activity.visible);
    read_details(item, activity);
    read_sequencing(item, activity);
    const bool cluster = static_cast<bool>(item.child("item"));
    activity.title = title_of(item);
    const Entry* page = cluster ? nullptr : read_launch(item, activity);
    name_item(item, page, activity);
    const std::size_t index = activities_.size();
    activities_.push_back(std::move(activity));
    if (cluster) {
        read_page_of(item, static_cast<std::int32_t>(index));
        read_items(item, static_cast<std::int32_t>(index), depth + 1);
    }
    drop_if_empty(index, item);
}

/// The page of an item that has parts too. In SCORM 1.2 it is a part like the others, in front of
/// them; all that is about playing it goes with it.
void ActivityReader::read_page_of(xml::Node item, std::int32_t index) {
    const std::string reference = item.trimmed("identifierref");
    if (reference.empty()) return;
    Activity& group = activities_[static_cast<std::size_t>(index)];
    if (!pages_first_) {
        findings_.warning(
            "manifest.cluster-page",
            "“" + group.title +
                "” has a page and parts of its own. SCORM 2004 allows one or the other: the "
                "parts are played, the page is not shown.",
            item.where());
        return;
    }
    const Resource* resource = resources_.find(reference);
    if (!resource || !resources_.has_page(*resource)) {
        findings_.warning("manifest.cluster-page-missing",
                          "“" + group.title +
                              "” has a page besides its parts, and the zip has no such page. The "
                              "parts are played without it.",
                          item.where());
        return;
    }
    if (starts_with_own_page(item)) return;
    Activity page;
    page.identifier = group.identifier + "-page";
    while (written_.count(page.identifier) != 0 || !identifiers_.insert(page.identifier).second)
        page.identifier += "-page";
    page.title = group.title;
    page.parent = index;
    page.visible = group.visible;
    page.data_from_lms.swap(group.data_from_lms);
    page.time_limit_action.swap(group.time_limit_action);
    page.mastery_score.swap(group.mastery_score);
    page.max_time_allowed.swap(group.max_time_allowed);
    page.max_time_allowed_text.swap(group.max_time_allowed_text);
    read_sequencing({}, page);
    read_launch(item, page);
    pages_of_.emplace(index, page.identifier);
    activities_.push_back(std::move(page));
}

/// Some tools give a chapter the page that its first part has as well: it would come twice.
bool ActivityReader::starts_with_own_page(xml::Node item) {
    const xml::Node first = item.child("item");
    return first.trimmed("identifierref") == item.trimmed("identifierref") &&
           first.trimmed("parameters") == item.trimmed("parameters");
}

/// So that a name made for a page is never that of an item which comes later.
void ActivityReader::note_identifiers(xml::Node parent) {
    for (xml::Node node = parent.first_child(); node; node = node.next()) {
        if (!node.is("item") || deadline_.passed()) continue;
        written_.insert(node.trimmed("identifier"));
        note_identifiers(node);
    }
}

namespace {

/// A prerequisites script with one item's identifier in place of another's. Words behind "=" and
/// "<>" are statuses.
std::string with_item(std::string_view script, std::string_view from, std::string_view to) {
    constexpr std::string_view kOperators = "&|~=<>(){},*\"";
    std::string out;
    bool status = false;
    while (!script.empty()) {
        const std::size_t end = std::min(script.find_first_of(kOperators), script.size());
        const std::string_view word = script.substr(0, end);
        out += !status && trim(word) == from ? to : word;
        if (!trim(word).empty()) status = false;
        if (end < script.size()) {
            const char sign = script[end];
            if (sign == '=' || sign == '>') status = true;
            if (std::string_view("&|~(,{").find(sign) != std::string_view::npos) status = false;
            out += sign;
        }
        script.remove_prefix(std::min(end + 1, script.size()));
    }
    return out;
}

}  // namespace

/// A part that waits for the item around it means that item's page: the item itself is complete only
/// when all of its parts are, and both would wait for ever.
void ActivityReader::redirect_prerequisites() {
    if (pages_of_.empty()) return;
    for (Activity& activity : activities_) {
        if (activity.prerequisites.empty()) continue;
        for (std::int32_t up = activity.parent; up >= 0;
             up = activities_[static_cast<std::size_t>(up)].parent) {
            const auto page = pages_of_.find(up);
            if (page == pages_of_.end()) continue;
            activity.prerequisites =
                with_item(activity.prerequisites,
                          activities_[static_cast<std::size_t>(up)].identifier, page->second);
        }
    }
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
    if (deadline_.passed()) {
        report_too_slow(findings_, item.where());
        stopped_ = true;
    } else if (++items_ > limits_.items) {
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

/// The title that the manifest gives; may be empty.
std::string ActivityReader::title_of(xml::Node node) {
    const std::string title = collapse(node.child("title").text());
    const std::string cut = Titles::shortened(title);
    if (cut != title) {
        findings_.warning("manifest.long-title",
                          "The title “" + cut + "” is cut after 1,000 bytes.", node.where());
    }
    return cut;
}

/// Gives a part without a title the best name there is.
void ActivityReader::name_item(xml::Node item, const Entry* page, Activity& activity) {
    if (!activity.title.empty()) return;
    activity.title = titles_.of_item(item, page);
    const bool found = !activity.title.empty();
    if (!found) activity.title = activity.identifier;
    findings_.warning("manifest.no-title",
                      found ? "A part has no title in the manifest. It is called “" +
                                  activity.title + "”, as its page or its description says."
                            : "A part has no title. Its identifier “" + activity.identifier +
                                  "” is shown instead.",
                      item.where());
}

/// The page it starts with; null when there is none in the package.
const Entry* ActivityReader::read_launch(xml::Node item, Activity& into) {
    const std::string reference = item.trimmed("identifierref");
    if (reference.empty()) return nullptr;
    const std::string& name = into.title.empty() ? into.identifier : into.title;
    const Resource* resource = resources_.find(reference);
    if (!resource) {
        findings_.error("manifest.resource-missing",
                        "“" + name + "” refers to the resource “" + reference +
                            "”, which the manifest doesn't have. Export the course again.",
                        item.where());
        return nullptr;
    }
    into.sco = resource->sco;
    const auto launch = resources_.launch(*resource, item.trimmed("parameters"), name);
    if (!launch) return nullptr;
    into.href = launch->url;
    if (!launch->entry) return nullptr;
    if (!first_page_) first_page_ = launch->entry;
    pages_.insert(launch->entry);
    if (into.sco) sco_pages_.insert(launch->entry);
    if (!resource->typed) untyped_.push_back(activities_.size());
    return launch->entry;
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
