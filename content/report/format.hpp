// What a file is that is no SCORM package, and what to do with it: people upload what their authoring
// tool, their colleague or their download folder gave them.
#pragma once

#include "content/package.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace content {

/// A sentence for a file that is no zip, by its first bytes (a kilobyte is enough).
std::string describe_file(std::string_view start);

struct Format {
    std::string code;  ///< of the finding
    std::string text;
    std::string where;  ///< the file that shows it
};

/// What a zip without a manifest is, by the files in it.
Format describe_zip(const Index& index);

/// A sentence for a manifest of another standard than SCORM, by its schema and namespaces (lower
/// case); nothing when neither names one.
std::optional<std::string> describe_standard(std::string_view schema, std::string_view name_spaces);

}  // namespace content
