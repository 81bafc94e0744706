// What the start pages of a package load before anybody clicks: scripts, frames, redirects, style
// sheets and what those import, pictures and films. A package whose files are all there may still
// show a blank page, because the pages ask for files that are not.
#pragma once

#include "content/package.hpp"
#include "report/findings.hpp"

#include <set>
#include <string>
#include <vector>

namespace content {

enum class LoadKind { Script, Page, Style, Media };

/// Something that a page asks for and will not get.
struct BadLoad {
    const Entry* from = nullptr;
    LoadKind kind = LoadKind::Script;
    std::string name;  ///< as people write it
};

struct Loads {
    std::vector<BadLoad> missing;   ///< the zip has no such file
    std::vector<BadLoad> absolute;  ///< "/lib/a.js": a place outside the package
    std::vector<BadLoad> local;     ///< "file:///C:/a.js": on the author's own computer
    std::vector<BadLoad> outside;   ///< scripts and frames of other websites
    std::vector<BadLoad> plugins;   ///< Flash, Java, ActiveX …: what browsers don't run any more
    std::vector<const Entry*> blank;  ///< start pages that show nothing and load nothing
    std::set<const Entry*> pages;     ///< those followed, start pages included
    bool complete = true;             ///< false: a limit ended it
};

/// Follows the start pages. Reads 8 MB at most, for Limits::parse_time at most.
Loads follow_pages(const Index& index, const std::set<const Entry*>& starts, const Limits& limits);

/// Names what will not work.
void report_loads(const Index& index, const Loads& loads, Findings& findings);

}  // namespace content
