#include "report/tools.hpp"

#include "zip/names.hpp"

#include <array>

namespace content {
namespace {

struct ToolRow {
    std::string_view tool;
    std::string_view part;  ///< of a path in lower case
};

/// The more telling first: several tools share a driver.
constexpr std::array kByFiles = {
    ToolRow{"Articulate Rise", "scormcontent/"},
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
};

/// In lower case too.
constexpr std::array kByPage = {
    ToolRow{"Articulate Storyline", "created using storyline"},
    ToolRow{"Adobe Captivate", "adobe captivate"},
    ToolRow{"iSpring", "ispring"},
    ToolRow{"eXeLearning", "exelearning"},
    ToolRow{"Xerte", "xerte online toolkits"},
    ToolRow{"Lectora", "trivantis"},
};

}  // namespace

std::string_view tool_by_files(const Index& index) {
    std::size_t best = kByFiles.size();
    for (const Entry& entry : index.entries()) {
        const std::string name = zip::fold_case(entry.name);
        for (std::size_t i = 0; i < best; ++i) {
            if (name.find(kByFiles[i].part) != std::string::npos) best = i;
        }
    }
    return best < kByFiles.size() ? kByFiles[best].tool : std::string_view();
}

std::string_view tool_by_page(std::string_view page) {
    constexpr std::size_t kHead = 16 * 1024;
    const std::string text = zip::fold_case(page.substr(0, kHead));
    for (const ToolRow& row : kByPage) {
        if (text.find(row.part) != std::string::npos) return row.tool;
    }
    return {};
}

}  // namespace content
