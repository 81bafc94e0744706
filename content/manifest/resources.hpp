// The resources of a manifest and the files they name.
#pragma once

#include "manifest/href.hpp"
#include "manifest/xml.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace content {

struct Resource {
    std::string href;  ///< as written, may be empty
    bool sco = false;
    bool typed = false;  ///< it says whether it is a SCO or an asset
    xml::Node node;
};

/// Where an item starts.
struct Launch {
    std::string
        url;  ///< percent-encoded path in the package with query and fragment, or a web address
    const Entry* entry = nullptr;  ///< the page; null for a web address
};

class Resources {
public:
    /// `folder` is where the manifest lies in the zip: empty, or "course/".
    Resources(xml::Node manifest, const Index& index, std::string folder, Deadline& deadline,
              Findings& findings);

    const Resource* find(const std::string& identifier);

    /// Finds the start page of an item. Nothing, with an error naming `title`, when there is none.
    std::optional<Launch> launch(const Resource& resource, std::string_view parameters,
                                 const std::string& title);

    /// Whether the start page of a resource is in the zip, or elsewhere on the web. Says nothing.
    bool has_page(const Resource& resource) const;

    /// Warns of files and dependencies that are listed but not there.
    void check_lists();

private:
    /// A file's place in the package and in which way its name had to be read differently.
    struct Found {
        const Entry* entry = nullptr;
        bool other_case = false;
        bool loose_base = false;
        bool whole = false;  ///< the name has signs that are reserved in a URL
    };

    Found locate(xml::Node resource, const std::string& href, Href& resolved) const;
    Found lookup(const std::string& path) const;
    std::string base_of(xml::Node resource, bool loose) const;
    void report_tolerances(const Href& href, const Found& found, const std::string& written,
                           const std::string& where);
    void add(xml::Node list);
    std::string first_page(const Resource& resource);
    void report_type(const std::string& type, xml::Node resource);
    void check_file(xml::Node resource, xml::Node file);
    void check_dependency(xml::Node dependency);

    const Index& index_;
    std::string folder_;
    Deadline& deadline_;
    Findings& findings_;
    xml::Node list_;
    std::unordered_map<std::string, Resource> by_id_;
    std::unordered_map<std::string, const Resource*> by_folded_id_;
};

}  // namespace content
