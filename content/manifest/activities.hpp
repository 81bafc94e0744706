// Turns an organization and its items into the activity tree (CAM 3.4.1, 1.2 CAM 2.3.2.5).
#pragma once

#include "manifest/resources.hpp"
#include "manifest/sequencing.hpp"
#include "manifest/titles.hpp"
#include "scorm/course.hpp"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace content {

class ActivityReader {
public:
    /// `pages_first`: an item may have a page and parts, and the page is its first part. That is so
    /// in manifests of SCORM 1.2, whatever edition they are played in.
    ActivityReader(scorm::Edition edition, bool pages_first, Resources& resources,
                   SequencingReader& sequencing, Titles& titles, const Limits& limits,
                   Deadline& deadline, Findings& findings);

    /// The activities of the organization in preorder; the organization itself is the first.
    std::vector<scorm::Activity> read(xml::Node organization);

    /// Start pages of the SCOs read so far.
    const std::set<const Entry*>& sco_pages() const { return sco_pages_; }
    /// Start pages of all parts read so far.
    const std::set<const Entry*>& pages() const { return pages_; }
    /// Activities whose resource says nothing of its type.
    const std::vector<std::size_t>& untyped() const { return untyped_; }
    /// The start page of the first part that has one in the package; null when none has.
    const Entry* first_page() const { return first_page_; }

private:
    void read_items(xml::Node parent, std::int32_t parent_index, std::uint32_t depth);
    void read_item(xml::Node item, std::int32_t parent_index, std::uint32_t depth);
    bool within_limits(xml::Node item, std::uint32_t depth);
    std::string identifier_of(xml::Node item);
    std::string title_of(xml::Node node);
    const Entry* read_launch(xml::Node item, scorm::Activity& into);
    void read_page_of(xml::Node item, std::int32_t index);
    bool starts_with_own_page(xml::Node item);
    void name_item(xml::Node item, const Entry* page, scorm::Activity& activity);
    void note_identifiers(xml::Node parent);
    void redirect_prerequisites();
    void read_details(xml::Node item, scorm::Activity& into);
    void read_details_12(xml::Node item, scorm::Activity& into);
    void read_details_2004(xml::Node item, scorm::Activity& into);
    void read_completion_threshold(xml::Node element, scorm::CompletionThreshold& into);
    void read_shared_data(xml::Node data, scorm::Activity& into);
    void read_presentation(xml::Node presentation, scorm::Activity& into);
    void read_sequencing(xml::Node node, scorm::Activity& into);
    void drop_if_empty(std::size_t index, xml::Node item);

    scorm::Edition edition_;
    const bool pages_first_;
    Resources& resources_;
    SequencingReader& sequencing_;
    Titles& titles_;
    const Limits& limits_;
    Deadline& deadline_;
    Findings& findings_;
    Values values_;
    std::vector<scorm::Activity> activities_;
    std::set<std::string> identifiers_;
    std::set<std::string> written_;                 // identifiers of all items there are
    std::map<std::int32_t, std::string> pages_of_;  // activity to the identifier of its page
    const Entry* first_page_ = nullptr;
    std::set<const Entry*> sco_pages_, pages_;
    std::vector<std::size_t> untyped_;
    std::uint32_t items_ = 0;
    std::uint32_t made_identifiers_ = 0;  // only grows, so that making names stays linear
    bool stopped_ = false;                // a limit was passed; the rest is not read
};

}  // namespace content
