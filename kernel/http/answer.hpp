// From a Response to bytes on the wire: conditional requests, ranges, compression, headers.
#pragma once

#include "http/output.hpp"
#include "http/request.hpp"
#include "tessera/http.hpp"

#include <functional>
#include <string>

namespace tessera::kernel {

/// The headers every answer of an origin carries, each line ending in CRLF.
struct SiteHeaders {
    std::string always;
    std::string policy;  ///< Content-Security-Policy, unless the response brings its own
};
/// Of the pages: scripts, styles and pictures from the same origin alone, never in a frame. Forms
/// may lead to the content origin, where launches go. Packages bring their own policy by their
/// routes.
SiteHeaders public_site_headers(const Addresses& addresses);
SiteHeaders content_site_headers(const Addresses& addresses);

struct Answer {
    int status = 200;
    Output output;  ///< the whole answer, or its head when it streams
    std::function<void(BodyWriter&)> stream;
    bool keep_alive = false;
    bool chunked = false;
};

/// `may_keep_alive`: the body of the request is out of the way. Throws Error{Internal} when a
/// header of the response has characters that would break the answer apart.
Answer make_answer(Response&& response, const HttpRequest& request, const SiteHeaders& site,
                   bool may_keep_alive);

/// An answer to something that could not be read as a request, or that nobody has time for.
Output plain_answer(int status, std::string_view sentence, int retry_after_seconds = 0);

}  // namespace tessera::kernel
