// References of a manifest: where a resource's start page lies and how it is launched.
// Sources: CAM 3.4.3.1 (xml:base), CAM 3.4.1.12 (joining item parameters to an href).
#pragma once

#include <string>
#include <string_view>

namespace content {

/// An href split up and joined with its xml:base values.
struct Href {
    enum class Kind {
        Inside,     ///< `path` lies in the package
        Outside,    ///< `path` is an http or https address
        Climbs,     ///< leaves the package
        BadScheme,  ///< file:, javascript:, a drive letter …
        Empty
    };
    Kind kind = Kind::Empty;
    std::string path;      ///< as written but with forward slashes and without "." and ".."
    std::string query;     ///< with its "?", or empty
    std::string fragment;  ///< with its "#", or empty
    bool had_backslash = false;
    bool had_leading_slash = false;
};

/// Resolves `href` against `base`, which is empty, a path in the package, or an http(s) address.
Href resolve(std::string_view base, std::string_view href);

/// The same for a file's name in which "?" and "#" mean nothing.
Href resolve_name(std::string_view base, std::string_view name);

/// Joins two xml:base values, outer first. One that names a folder ends in "/", so what stands
/// after the last slash of the outer one is dropped, as for any URI.
std::string join_base(std::string_view outer, std::string_view inner);

/// CAM 3.4.1.12: adds an item's parameters to the query and fragment of its resource's href.
void add_parameters(Href& href, std::string_view parameters);

std::string percent_decode(std::string_view text);
/// Everything but what may stand in a path unescaped becomes %XX; slashes stay.
std::string percent_encode_path(std::string_view path);
/// Escapes only what may never stand in a URL (white space, quotes, angle brackets, bytes over
/// 127).
std::string percent_encode_rest(std::string_view text);

}  // namespace content
