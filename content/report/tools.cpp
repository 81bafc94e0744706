#include "report/tools.hpp"

#include "report/html.hpp"
#include "zip/names.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace content {
namespace {

struct ToolRow {
    std::string_view tool;
    std::string_view part;  ///< of a path in lower case
};

/// The more telling first: several tools share a driver. A part of a path begins at the start of a
/// folder's or a file's name.
constexpr std::array kByFiles = {
    ToolRow{"Articulate Rise", "scormcontent/lib/rise/"},
    ToolRow{"Articulate Rise", "scormcontent/lib/main.bundle.js"},
    ToolRow{"Articulate Storyline", "story_content/"},
    ToolRow{"Articulate Storyline", "story_html5.html"},
    ToolRow{"Articulate Studio", "presentation_content/"},
    ToolRow{"Adobe Captivate", "scorm_support/"},
    ToolRow{"Adobe Captivate", "assets/js/cpm.js"},
    ToolRow{"Adapt", "adapt/js/"},
    ToolRow{"eXeLearning", "contentv3.xml"},
    ToolRow{"eXeLearning", "exe_jquery.js"},
    ToolRow{"Xerte", "xttracking_"},
    ToolRow{"Xerte", "rloobject.htm"},
    ToolRow{"Lectora", "trivantis"},
    ToolRow{"H5P", "h5p.json"},
    // Its folders are those of Rise, which is built on it, and of whatever else is.
    ToolRow{"a tool that uses Rustici's SCORM Driver", "scormdriver/"},
    ToolRow{"Articulate Rise", "scormcontent/"},
};

/// In lower case too; in a comment or the generator's name, not in what the course is about.
constexpr std::array kByPage = {
    ToolRow{"Articulate Storyline", "created using storyline"},
    ToolRow{"Articulate Rise", "articulate rise"},
    ToolRow{"Adobe Captivate", "adobe captivate"},
    ToolRow{"iSpring", "ispring"},
    ToolRow{"eXeLearning", "exelearning"},
    ToolRow{"Xerte", "xerte online toolkits"},
    ToolRow{"Lectora", "trivantis"},
};

bool has_part(const std::string& name, std::string_view part) {
    return name.starts_with(part) || name.find('/' + std::string(part)) != std::string::npos;
}

/// The comments of a page and what it says of its generator, in lower case.
std::string signature(std::string_view page) {
    std::string text;
    for (std::size_t at = page.find("<!--"); at != std::string_view::npos;
         at = page.find("<!--", at + 4)) {
        const std::size_t end = std::min(page.find("-->", at), page.size());
        text.append(page.substr(at, end - at)).append(" ");
        at = std::max(end, at + 4) - 4;
    }
    HtmlSink sink;
    sink.tag = [&text](const Tag& tag) {
        if (tag.name == "meta" && zip::fold_case(tag.value("name")) == "generator")
            text += tag.value("content") + " ";
    };
    read_html(page, sink);
    return zip::fold_case(text);
}

}  // namespace

std::string_view tool_by_files(const Index& index) {
    std::size_t best = kByFiles.size();
    for (const Entry& entry : index.entries()) {
        const std::string name = zip::fold_case(entry.name);
        for (std::size_t i = 0; i < best; ++i) {
            if (has_part(name, kByFiles[i].part)) best = i;
        }
    }
    return best < kByFiles.size() ? kByFiles[best].tool : std::string_view();
}

std::string_view tool_by_page(std::string_view page) {
    constexpr std::size_t kHead = 16 * 1024;
    const std::string text = signature(page.substr(0, kHead));
    for (const ToolRow& row : kByPage) {
        if (text.find(row.part) != std::string::npos) return row.tool;
    }
    return {};
}

}  // namespace content
