// What a course and its parts are called, where the manifest doesn't say it or says what a tool
// writes when its author said nothing.
#pragma once

#include "manifest/xml.hpp"
#include "report/deadline.hpp"

#include <string>
#include <string_view>

namespace content {

class Titles {
public:
    struct Found {
        std::string title;
        TitleSource source = TitleSource::None;
    };

    /// `folder` is where the manifest lies in the zip.
    Titles(const Index& index, std::string folder, const Limits& limits, Deadline& deadline)
        : index_(index), folder_(std::move(folder)), limits_(limits), deadline_(deadline) {}

    /// From the metadata of the organization or the manifest (IEEE LOM, also in a file of its own),
    /// else from the first page; empty when they don't say.
    Found of_course(xml::Node manifest, xml::Node organization, const Entry* first_page);
    /// From the item's metadata, else from its page, else from the page's name; may be empty.
    std::string of_item(xml::Node item, const Entry* page);

    /// At most 1,000 bytes of it, cut at a character.
    static std::string shortened(std::string title);

private:
    std::string of_metadata(xml::Node owner);
    std::string of_page(const Entry* page);

    const Index& index_;
    const std::string folder_;
    const Limits& limits_;
    Deadline& deadline_;
    std::size_t pages_read_ = 0;
};

/// Whether a title is one that authoring tools give by themselves: "Untitled", "Course 1", the
/// tool's own name, the course's identifier.
bool is_default_title(std::string_view title, std::string_view identifier, std::string_view tool);

}  // namespace content
