// adlcp:prerequisites of SCORM 1.2 (CAM 1.2 section 2.3.2.5), written in aicc_script: what must be
// done before an item may be entered.
//     intro & ~(quiz="failed") | 2*{a, b, c}
// An identifier alone holds when that item is passed or completed. Of a status word the first
// letter counts, as in AICC: passed, completed, browsed, failed, not attempted, incomplete.
#pragma once

#include <optional>
#include <string_view>

namespace scorm {

/// Tells a script how far the learner is.
class StatusSource {
public:
    virtual ~StatusSource() = default;
    /// The lesson status of the item with that identifier; nothing when the course has no such
    /// item.
    virtual std::optional<std::string_view> status_of(std::string_view identifier) const = 0;
};

/// Whether the script lets the learner in. A script that cannot be read, nests more than 32 levels
/// deep or names an item that is not there keeps nobody out: it could never be fulfilled.
bool prerequisites_met(std::string_view script, const StatusSource& items);

}  // namespace scorm
