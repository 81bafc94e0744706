// Which authoring tool made a package, by the files that only its output has.
#pragma once

#include "content/package.hpp"

#include <string_view>

namespace content {

/// The tool's name, "Articulate Storyline"; empty when no file tells.
std::string_view tool_by_files(const Index& index);

/// The same by what a page says of itself: its generator's name, a comment.
std::string_view tool_by_page(std::string_view page);

}  // namespace content
