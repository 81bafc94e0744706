// What package files are, by name and first bytes.
#pragma once

#include <string>
#include <string_view>

namespace tessera::elearning {

/// The media type by the extension of the name, without a charset; application/octet-stream when it
/// is unknown.
std::string_view media_type(std::string_view name);

/// Whether a charset may have to be named for the type: text that is not required to be UTF-8
/// anyway.
bool may_need_charset(std::string_view type);

/// Whether the file should be sent as UTF-8: it is UTF-8 and says nothing about it itself. A file
/// that names its encoding is left to it, since a header would overrule it.
bool needs_utf8(std::string_view type, std::string_view bytes);

}  // namespace tessera::elearning
