#include "http/security.hpp"

namespace tessera::kernel {

bool same_secret(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        difference |= static_cast<unsigned char>(a[i] ^ b[i]);
    return difference == 0;
}

void check_same_origin(const HttpRequest& request) {
    bool same = true;
    if (const auto site = request.header("Sec-Fetch-Site")) {
        same = *site == "same-origin" || *site == "none";
    } else if (const auto origin = request.header("Origin")) {
        const auto scheme = origin->find("://");
        same = scheme != std::string_view::npos &&
               same_token(origin->substr(scheme + 3), request.head().host);
    }
    if (!same) {
        throw Error(ErrorKind::Forbidden, "http.cross-site",
                    "This was asked for by a page of another site. Nothing was changed.");
    }
}

void check_csrf_token(HttpRequest& request) {
    std::string_view given;
    if (const auto header = request.header("X-CSRF-Token"))
        given = *header;
    else if (request.has_form())
        given = request.form()["_csrf"];
    const std::string& wanted = request.principal().csrf;
    if (wanted.empty() || !same_secret(given, wanted)) {
        throw Error(ErrorKind::Forbidden, "http.csrf",
                    "The page you sent this from is out of date. Nothing was changed. "
                    "Please load it again and repeat what you did.");
    }
}

}  // namespace tessera::kernel
