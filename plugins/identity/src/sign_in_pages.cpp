#include "sign_in_pages.hpp"

#include "page_data.hpp"

#include <algorithm>

namespace tessera::identity {

namespace {

constexpr const char* kLanguageCookie = "tessera_language";
constexpr std::int64_t kYearS = 365LL * 24 * 3600;
constexpr std::int64_t kEndsWithBrowser = -1;
constexpr const char* kDevicePurpose = "identity.device";
constexpr std::size_t kMostCookie = 200;

/// Whether a page of this site sent the form. Another site's page could sign its visitors in to an
/// account of its maker's, and they would learn, and be recorded, in that name.
bool from_own_page(const Request& request) {
    if (const auto site = request.header("Sec-Fetch-Site"))
        return *site == "same-origin" || *site == "none";
    const auto origin = request.header("Origin");
    if (!origin) return true;
    const auto scheme = origin->find("://");
    return scheme != std::string_view::npos &&
           origin->substr(scheme + 3) == request.header("Host").value_or("");
}

}  // namespace

std::string SignInPages::cookie(const char* name, std::string_view value,
                                std::int64_t max_age_s) const {
    std::string text =
        std::string(name) + "=" + std::string(value) + "; Path=/; SameSite=Lax; HttpOnly";
    if (max_age_s != kEndsWithBrowser) text += "; Max-Age=" + std::to_string(max_age_s);
    if (host_.addresses().public_url.rfind("https:", 0) == 0) text += "; Secure";
    return text;
}

std::string SignInPages::session_cookie(std::string_view token, std::int64_t max_age_s) const {
    return cookie(Authenticator::cookie(host_.addresses().public_url), token, max_age_s);
}

const char* SignInPages::device_cookie() const {
    const bool https = host_.addresses().public_url.rfind("https:", 0) == 0;
    return https ? "__Host-tessera_device" : "tessera_device";
}

/// The token of the device's cookie, "TOKEN.SIGNATURE", when this installation made it.
std::string SignInPages::device_of(const Request& request) const {
    const auto value = request.cookie(device_cookie()).value_or("");
    const auto dot = value.find('.');
    if (value.size() > kMostCookie || dot == std::string_view::npos) return {};
    const auto token = value.substr(0, dot);
    const std::string signature = host_.secrets().sign(kDevicePurpose, token);
    return host_.secrets().same(signature, value.substr(dot + 1)) ? std::string(token) : "";
}

Response SignInPages::page(Request& request, const Shown& shown) {
    const auto brand = host_.slots().render("layout.brand", request);
    const bool wrong = !shown.summary.empty();
    Json data = {{"login", shown.login},
                 {"next", shown.next},
                 {"keep", shown.keep},
                 {"wrong", wrong},
                 {"summary", shown.summary},
                 {"detail", shown.detail},
                 {"brand_mark", brand.empty() ? "" : brand.front()},
                 {"other_locale", request.locale() == "cy" ? "en" : "cy"},
                 {"form_kept", shown.next.starts_with("/held/")},
                 {"here", "/sign-in"}};
    const std::string title = page_title(request, request.t("identity.sign-in"), wrong);
    return Response::page(view("identity/sign-in", std::move(data), title, "plain"), shown.status)
        .header("Cache-Control", "no-store");
}

Response SignInPages::form(Request& request) {
    const std::string next = safe_next(request.query("next").value_or("/"));
    if (request.principal().kind == Principal::Kind::Person) return Response::redirect(next);
    Shown shown;
    shown.next = next;
    return page(request, shown);
}

Response SignInPages::sign_in(Request& request) {
    if (!from_own_page(request)) {
        throw Error(ErrorKind::Forbidden, "http.cross-site",
                    "This was asked for by a page of another site. Nothing was changed.");
    }
    const Form& typed = request.form();
    SignInForm form;
    form.login = typed["login"];
    form.keep = typed.has("keep");
    form.address = request.client_address();
    form.device = device_name(request.header("User-Agent").value_or(""));
    form.device_token = device_of(request);
    if (form.device_token.empty()) form.device_token = host_.secrets().random_token();
    // As typed: spaces at the ends of a password count.
    const auto password = std::find_if(typed.fields.begin(), typed.fields.end(),
                                       [](const auto& field) { return field.first == "password"; });
    if (password != typed.fields.end()) form.password = password->second;

    Shown shown;
    shown.login = form.login;
    shown.keep = form.keep;
    shown.next = safe_next(typed["next"]);
    if (form.login.empty() || form.password.empty()) {
        shown.summary = request.t("identity.error.sign-in-empty");
        shown.detail = request.t("identity.error.sign-in-both");
        shown.status = 422;
        return page(request, shown);
    }
    const SignInResult result = service_.sign_in(form);
    if (result.kind == SignInResult::Kind::Wrong) {
        shown.summary = request.t("identity.error.sign-in");
        shown.detail = request.t("identity.error.sign-in-left",
                                 {{"count", std::to_string(result.tries_left)},
                                  {"minutes", std::to_string(result.pause_minutes)}});
        shown.status = 422;
        return page(request, shown);
    }
    if (result.kind == SignInResult::Kind::Ended) {
        shown.summary = request.t("identity.error.temporary-ended");
        shown.detail = request.t("identity.error.temporary-ended-help");
        shown.status = 422;
        return page(request, shown);
    }
    if (result.kind == SignInResult::Kind::Paused) {
        shown.summary = request.t("identity.error.paused");
        shown.detail = request.t("identity.error.paused-for",
                                 {{"count", std::to_string(result.pause_minutes)}});
        shown.status = 429;
        return page(request, shown);
    }
    auto response = Response::redirect(
        result.has_notices ? "/account/notices?next=" + percent_encoded(shown.next) : shown.next);
    response.header(
        "Set-Cookie",
        cookie(device_cookie(),
               form.device_token + "." + host_.secrets().sign(kDevicePurpose, form.device_token),
               kYearS));
    response.header("Set-Cookie", session_cookie(result.token, form.keep ? kKeepSignedInMs / 1000
                                                                         : kEndsWithBrowser));
    if (!result.locale.empty()) {
        response.header("Set-Cookie", cookie(kLanguageCookie, result.locale, kYearS));
    }
    return response;
}

Response SignInPages::sign_out(Request& request) {
    if (request.principal().kind == Principal::Kind::Person) service_.sign_out(request.principal());
    return Response::redirect("/sign-in").header("Set-Cookie", session_cookie("", 0));
}

Response SignInPages::language(Request& request) {
    const Form& form = request.form();
    const auto& known = host_.messages().locales();
    const std::string locale(form["locale"]);
    if (std::find(known.begin(), known.end(), locale) == known.end()) {
        throw invalid("locale", request.t("identity.error.locale"));
    }
    if (request.principal().kind == Principal::Kind::Person)
        service_.set_locale(request.principal(), locale);
    const std::string_view next = form["next"];
    return Response::redirect(next.substr(0, 8) == "/sign-in" ? "/sign-in" : safe_next(next))
        .header("Set-Cookie", cookie(kLanguageCookie, locale, kYearS));
}

}  // namespace tessera::identity
