// Which SCORM a manifest is written for.
#pragma once

#include "manifest/xml.hpp"

#include <optional>
#include <string>

namespace content {

/// Reads metadata/schemaversion; falls back on the namespaces, with a warning. Nothing, with an
/// error, when the manifest is of another standard.
std::optional<scorm::Edition> detect_edition(xml::Node manifest, Findings& findings);

/// "SCORM 1.2", "SCORM 2004 4th edition".
std::string edition_name(scorm::Edition edition);

}  // namespace content
