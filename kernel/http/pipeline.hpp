// What happens to every request between its header and its answer: route, principal, permission,
// CSRF, handler, errors, page. One place, so that no route can forget a step.
#pragma once

#include "http/answer.hpp"
#include "http/gate.hpp"
#include "http/request.hpp"
#include "http/site_url.hpp"

#include <functional>
#include <optional>

namespace tessera::kernel {

/// Thread-safe.
class Pipeline {
public:
    explicit Pipeline(Gate& gate);

    /// The origin that the Host header names, or nothing when it is not one of this site. Public
    /// for HTTP/1.0 without one, which no browser speaks.
    std::optional<Origin> origin_of(const RequestHead& head) const;
    const SiteHeaders& site(Origin origin) const {
        return sites_[static_cast<std::size_t>(origin)];
    }

    /// Makes the response and gives it to `deliver` while the route's plugin is still held open,
    /// since a streamed body runs its code. Lets through only ClientGone and what `deliver` throws.
    void run(HttpRequest& request, const std::function<void(Response&&)>& deliver);

private:
    void keep_note(HttpRequest& request, Response& response);
    Response answer(HttpRequest& request, const MountedRoute& mounted);
    /// What somebody without the permission gets instead of the handler's response.
    std::optional<Response> refuse(HttpRequest& request, const Route& route);
    Response ask_to_sign_in(HttpRequest& request);
    Response failure(const std::exception_ptr& error, HttpRequest& request);
    Response no_route(HttpRequest& request, const std::string& allow);
    Response wrong_host(HttpRequest& request);

    Gate& gate_;
    SiteHosts hosts_;
    SiteHeaders sites_[2];
};

}  // namespace tessera::kernel
