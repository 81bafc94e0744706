#include "http/pipeline.hpp"

#include "http/problem.hpp"
#include "http/security.hpp"
#include "log/doing.hpp"
#include "tessera/note.hpp"

#include <algorithm>
#include <iterator>

namespace tessera::kernel {
namespace {

std::optional<Method> method_of(std::string_view name) {
    if (name == "GET" || name == "HEAD") return Method::Get;
    for (const Method method : {Method::Post, Method::Put, Method::Patch, Method::Delete}) {
        if (name == method_name(method)) return method;
    }
    return std::nullopt;
}

ErrorReport report(const HttpRequest& request, int status, std::string code, std::string message) {
    return {status, std::move(code), std::move(message), {}, request.request_id()};
}

/// Monitoring asks a server by its address, and there is no secret in the answers.
bool any_host(const Route& route) {
    constexpr std::string_view kHealth[] = {"/healthz", "/readyz", "/metrics"};
    return std::find(std::begin(kHealth), std::end(kHealth), route.pattern) != std::end(kHealth);
}

/// Where to come back to after signing in: only pages, never the target of a form.
std::string next_parameter(const HttpRequest& request) {
    std::string target(request.head().path);
    if (!request.raw_query().empty()) target.append("?").append(request.raw_query());
    return "?next=" + percent_encode(target);
}

}  // namespace

Pipeline::Pipeline(Gate& gate) : gate_(gate), hosts_(gate.addresses()) {
    sites_[static_cast<std::size_t>(Origin::Public)] = public_site_headers(gate.addresses());
    sites_[static_cast<std::size_t>(Origin::Content)] = content_site_headers(gate.addresses());
}

std::optional<Origin> Pipeline::origin_of(const RequestHead& head) const {
    return head.http_1_0 && head.host.empty() ? Origin::Public : hosts_.origin_of(head.host);
}

Response Pipeline::failure(const std::exception_ptr& error, HttpRequest& request) {
    return error_response(report_of(error, request, gate_.log()), request, gate_);
}

Response Pipeline::no_route(HttpRequest& request, const std::string& allow) {
    if (allow.empty()) {
        return error_response(
            report(request, 404, "http.not-found", "There is nothing at this address."), request,
            gate_);
    }
    if (request.head().method == "OPTIONS")
        return Response::empty().header("Allow", allow + ", OPTIONS");
    Response response = error_response(
        report(request, 405, "http.method", "This address can't be used in that way."), request,
        gate_);
    response.header("Allow", allow);
    return response;
}

/// No page and no redirect: an address made from another site's name could lead there.
Response Pipeline::wrong_host(HttpRequest& request) {
    const ErrorReport said =
        report(request, 421, "http.host",
               "This server has no site under that host name. Please use the site's own address.");
    if (request.wants_json())
        return Response::text(problem_json(said), said.status, "application/problem+json");
    return Response::text(request.t("kernel.message.http.host") + "\n", said.status);
}

Response Pipeline::ask_to_sign_in(HttpRequest& request) {
    const std::string page = gate_.sign_in_path();
    const bool html = !request.wants_json() && !page.empty();
    if (html && request.method() == Method::Get && !request.is_fragment()) {
        return Response::redirect(page + next_parameter(request));
    }
    if (html && request.method() == Method::Post && !request.is_fragment() && request.has_form()) {
        const Form& form = request.form();
        std::vector<std::string> files;
        if (const auto file = request.pending_file()) files.push_back(*file);
        const std::string held = gate_.hold_form(request, form, files);
        if (!held.empty()) return Response::redirect(page + "?next=" + percent_encode(held));
    }
    Response response = error_response(
        report(request, 401, "http.sign-in", "Please sign in first."), request, gate_);
    // htmx would put the answer into the page; this makes it leave for the sign-in page instead.
    if (html && request.is_fragment()) response.header("HX-Redirect", page);
    return response;
}

std::optional<Response> Pipeline::refuse(HttpRequest& request, const Route& route) {
    const Principal& principal = request.principal();
    const std::string& permission = route.access.permission;
    if (!principal.signed_in()) return ask_to_sign_in(request);
    if (principal.kind == Principal::Kind::Person) {
        const std::string detour = gate_.detour(principal, request.path());
        if (!detour.empty()) {
            const bool page = request.method() == Method::Get && !request.wants_json();
            if (page && !request.is_fragment()) return Response::redirect(detour);
            return error_response(
                report(request, 403, "http.detour",
                       "Something else has to be done first: open " + detour + "."),
                request, gate_);
        }
    }
    if (principal.can(permission, route.access.about)) return std::nullopt;
    return error_response(
        report(request, 403, permission, "You don't have the permission this needs."), request,
        gate_);
}

/// The plugin's note becomes a cookie; the header that carried it goes no further.
void Pipeline::keep_note(HttpRequest& request, Response& response) {
    const auto found = std::find_if(response.headers.begin(), response.headers.end(),
                                    [](const auto& header) { return header.first == kNoteHeader; });
    if (found == response.headers.end()) return;
    std::string cookie = gate_.keep_note(found->second, request);
    response.headers.erase(found);
    if (!cookie.empty()) response.header("Set-Cookie", std::move(cookie));
}

Response Pipeline::answer(HttpRequest& request, const MountedRoute& mounted) {
    const Route& route = mounted.route;
    // A GET that is exempt uses a token up. Who wants only the header has not used it.
    if (request.is_head() && route.csrf_exempt) return Response::empty(200);
    const bool guarded = route.method != Method::Get && !route.csrf_exempt;
    if (guarded && !request.has_api_key()) check_same_origin(request);
    if (!route.access.permission.empty()) {
        if (auto refusal = refuse(request, route)) return std::move(*refusal);
    }
    if (route.method != Method::Get || !route.access.permission.empty()) request.settle_waiting();
    if (guarded && request.principal().signed_in() &&
        request.credential() == HttpRequest::Credential::Cookie) {
        check_csrf_token(request);
    }
    Response response = route.handler(request);
    keep_note(request, response);
    if (response.view) {
        if (!response.view->layout.empty()) {
            if (auto cookie = gate_.forget_note(request); !cookie.empty())
                response.header("Set-Cookie", std::move(cookie));
        }
        response.bytes = gate_.render(*response.view, request);
        response.header("Content-Type", "text/html; charset=utf-8");
        response.view.reset();
    }
    return response;
}

void Pipeline::run(HttpRequest& request, const std::function<void(Response&&)>& deliver) {
    const std::shared_ptr<const RouteTable> routes = gate_.routes();
    const auto method = method_of(request.head().method);
    RouteTable::Match match =
        routes->find(request.origin(), method.value_or(Method::Get), request.head().path);
    if (match.route != nullptr && !method) {
        // TRACE, OPTIONS and the like: the path is known, so name what it can do.
        match.allow = routes->allowed(request.origin(), request.head().path);
        match.route = nullptr;
    }
    if (!request.known_host() && (match.route == nullptr || !any_host(match.route->route))) {
        deliver(wrong_host(request));
        return;
    }
    if (match.route == nullptr) {
        deliver(no_route(request, match.allow));
        return;
    }
    request.matched(*method, std::move(match.params));
    const UsageScope usage(*match.route->owner);
    if (!usage) {
        deliver(error_response(
            report(request, 503, "http.plugin-stopped",
                   "This part of the site is being changed. Please try again in a moment."),
            request, gate_));
        return;
    }
    const Doing doing("request", match.route->route.pattern, match.route->owner->plugin(),
                      request.head().method);
    Response response;
    try {
        response = answer(request, *match.route);
    } catch (const ClientGone&) {
        throw;
    } catch (...) {
        response = failure(std::current_exception(), request);
    }
    deliver(std::move(response));
}

}  // namespace tessera::kernel
