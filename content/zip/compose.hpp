// Letters with marks have two spellings in Unicode: macOS writes file names with the mark behind the
// letter, everybody else with one character for both.
#pragma once

#include <string>
#include <string_view>

namespace content::zip {

/// UTF-8 with one character for each Latin letter and the mark behind it; the rest unchanged.
std::string composed(std::string_view name);

}  // namespace content::zip
