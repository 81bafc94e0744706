// A view of a plugin as HTML, with the fields every template may use.
#pragma once

#include "templates/templates.hpp"
#include "tessera/http.hpp"

#include <string>

namespace tessera::kernel {

/// csrf, locale, path, request_id, signed_in, principal{name, initials}; README.md describes them.
Json common_fields(const Request& request);

/// The view without a layout, in the request's language.
std::string render_fragment(const Templates& templates, const View& view, const Request& request);

/// "Ada Lovelace King" → "AK".
std::string initials(std::string_view name);

}  // namespace tessera::kernel
