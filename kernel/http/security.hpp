// Whether a request that changes something was made on purpose by the person it comes from.
#pragma once

#include "http/request.hpp"

namespace tessera::kernel {

/// Refuses a change that a page of another origin asks for (Sec-Fetch-Site, or Origin with browsers
/// that do not send it). The content origin is another one. Throws Error{Forbidden,
/// "http.cross-site"}.
void check_same_origin(const HttpRequest& request);

/// Demands the principal's token: header X-CSRF-Token or form field _csrf, which comes before any
/// file. Throws Error{Forbidden, "http.csrf"}.
void check_csrf_token(HttpRequest& request);

/// Compares in a time that does not depend on where they differ.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace tessera::kernel
