#include "app/gate.hpp"

#include "app/notes.hpp"
#include "http/text.hpp"
#include "plugin/call.hpp"
#include "templates/fragment.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>

namespace tessera::kernel {

namespace {

std::string page_class(const std::string& view) {
    std::string result = view;
    std::replace(result.begin(), result.end(), '/', '-');
    return result;
}

/// The sentence in the person's language where the kernel has it by the error's code. Of our own
/// faults a person need not know the inner words; the log has them.
std::string message_of(const ErrorReport& report, const std::string& locale,
                       const Snapshot& snapshot, const Messages& messages) {
    std::string key = "kernel.message." + report.code;
    if (report.status == 500) key = "kernel.error-500-help";
    // The code of a missing permission is the permission.
    if (snapshot.permission_about(report.code.substr(0, report.code.find('.')), report.code))
        key = "kernel.message.permission";
    return snapshot.catalogue()->find(locale, key) ? messages.text(locale, key) : report.message;
}

/// The layout for an error: people who are signed in keep their navigation.
std::string error_layout(const Request& request) {
    return request.principal().signed_in() ? "app" : "plain";
}

}  // namespace

std::string accepted_locale(std::string_view header) {
    std::string best;
    double best_weight = 0;
    while (!header.empty()) {
        const auto comma = header.find(',');
        const auto item = trim_blanks(header.substr(0, comma));
        const auto semicolon = item.find(';');
        const auto language = trim_blanks(item.substr(0, semicolon));
        double weight = 1;
        if (semicolon != std::string_view::npos) {
            const std::string parameter(trim_blanks(item.substr(semicolon + 1)));
            if (parameter.rfind("q=", 0) == 0) weight = std::strtod(parameter.c_str() + 2, nullptr);
        }
        const auto known = known_locale(language.substr(0, language.find('-')));
        if (!known.empty() && weight > best_weight) {
            best = known;
            best_weight = weight;
        }
        if (comma == std::string_view::npos) break;
        header.remove_prefix(comma + 1);
    }
    return best;
}

SiteGate::SiteGate(const Registry& registry, Slots& slots, const Messages& messages,
                   const Secrets& secrets, const Addresses& addresses, Log& log,
                   HeldForms* held_forms)
    : registry_(registry),
      slots_(slots),
      messages_(messages),
      secrets_(secrets),
      addresses_(addresses),
      log_(log),
      held_forms_(held_forms) {}

std::shared_ptr<const RouteTable> SiteGate::routes() const { return registry_.now()->routes(); }

template <class R, class F>
R SiteGate::ask_authenticator(R otherwise, F&& ask) {
    const auto snapshot = registry_.now();
    const auto [service, id] = snapshot->service(Authenticator::kId);
    const Mounted* plugin = service ? snapshot->plugin(id) : nullptr;
    if (!plugin) return otherwise;
    const UsageScope inside(*plugin->usage);
    if (!inside) return otherwise;
    return call_plugin(id, [&, s = service] { return ask(*static_cast<Authenticator*>(s)); });
}

Principal SiteGate::from_session(std::string_view token) {
    auto principal = ask_authenticator(Principal(), [&](Authenticator& authenticator) {
        return authenticator.from_session(token);
    });
    // Bound to the session, so it needs no place of its own and ends with it.
    if (principal.signed_in()) principal.csrf = csrf_token(secrets_, principal.account, token);
    return principal;
}

Principal SiteGate::from_api_key(std::string_view key) {
    return ask_authenticator(
        Principal(), [&](Authenticator& authenticator) { return authenticator.from_api_key(key); });
}

std::string SiteGate::sign_in_path() {
    return ask_authenticator(
        std::string(), [](Authenticator& authenticator) { return authenticator.sign_in_path(); });
}

std::string SiteGate::detour(const Principal& principal, std::string_view path) {
    return ask_authenticator(std::string(), [&](Authenticator& authenticator) {
        return authenticator.detour(principal, path);
    });
}

std::string SiteGate::locale(const Request& request) const {
    const auto own = known_locale(request.principal().locale);
    if (!own.empty()) return std::string(own);
    if (const auto cookie = request.cookie(kLanguageCookie)) {
        const auto known = known_locale(*cookie);
        if (!known.empty()) return std::string(known);
    }
    const auto header = request.header("Accept-Language");
    const auto accepted = header ? accepted_locale(*header) : std::string();
    return accepted.empty() ? known_locales().front() : accepted;
}

std::string SiteGate::text(std::string_view locale, std::string_view key,
                           const TextArgs& args) const {
    return messages_.text(locale, key, args);
}

/// The groups of the main navigation that have items for this person.
Json SiteGate::navigation(Request& request) {
    Json groups = Json::array();
    for (const char* group : {"learning", "team", "administration"}) {
        auto items = slots_.render(std::string("nav.") + group, request);
        if (items.empty()) continue;
        groups.push_back({{"heading", request.t(std::string("kernel.nav-") + group)},
                          {"items", std::move(items)}});
    }
    return groups;
}

Json SiteGate::note(const Request& request) const {
    const auto cookie = request.cookie(kNoteCookie);
    const auto note = cookie ? unpacked_note(secrets_, request.principal(), *cookie) : std::nullopt;
    if (!note) return false;
    TextArgs args;
    for (const Json& pair : (*note)["args"])
        args.emplace_back(pair[0].get<std::string>(), pair[1].get<std::string>());
    return {{"text", request.t((*note)["key"].get<std::string>(), args)},
            {"undo", (*note)["undo"]},
            {"sealed", (*note)["sealed"]}};
}

std::string SiteGate::cookie(const char* name, std::string_view value, int max_age_s) const {
    std::string text = std::string(name) + "=" + std::string(value) +
                       "; Path=/; SameSite=Lax; HttpOnly; Max-Age=" + std::to_string(max_age_s);
    if (addresses_.public_url.starts_with("https:")) text += "; Secure";
    return text;
}

std::string SiteGate::keep_note(std::string_view note, const Request& request) {
    constexpr int kUntilNextPageS = 300;
    const std::string packed = packed_note(secrets_, request.principal(), note);
    return packed.empty() ? packed : cookie(kNoteCookie, packed, kUntilNextPageS);
}

std::string SiteGate::hold_form(const Request& request, const Form& form,
                                const std::vector<std::string>& files) {
    const auto account = account_of_csrf(secrets_, form["_csrf"]);
    if (!account || held_forms_ == nullptr) return {};
    HeldForm held;
    held.path = std::string(request.path());
    if (!request.raw_query().empty()) held.path += "?" + std::string(request.raw_query());
    for (const auto& field : form.fields) {
        if (field.first != "_csrf") held.fields.push_back(field);
    }
    held.files = files;
    if (!HeldForms::may_hold(held)) return {};
    return "/held/" + held_forms_->hold(*account, held);
}

std::string SiteGate::forget_note(const Request& request) {
    return request.cookie(kNoteCookie) ? cookie(kNoteCookie, "", 0) : "";
}

std::string SiteGate::in_layout(const Snapshot& snapshot, const std::string& layout,
                                std::string content, const View& view, Request& request) {
    Json data = {{"title", view.title},
                 {"content", std::move(content)},
                 {"page_class", page_class(view.name)},
                 {"nav", Json::array()},
                 {"tabs", Json::array()},
                 {"account_menu", Json::array()},
                 {"note", note(request)},
                 {"brand", ""}};
    const auto& locales = known_locales();
    data["locale_other"] = request.locale() == locales[0] ? locales[1] : locales[0];
    if (layout == "app") {
        data["nav"] = navigation(request);
        data["tabs"] = slots_.render("nav.tabs", request);
    }
    data["account_menu"] = slots_.render("layout.account", request);
    auto brand = slots_.render("layout.brand", request);
    if (!brand.empty()) data["brand"] = std::move(brand.front());
    return snapshot.templates().render("layout/" + layout, request.locale(), common_fields(request),
                                       data);
}

std::string SiteGate::render(const View& view, Request& request) {
    const auto snapshot = registry_.now();
    auto content = render_fragment(snapshot->templates(), view, request);
    if (view.layout.empty()) return content;
    return in_layout(*snapshot, view.layout, std::move(content), view, request);
}

std::string SiteGate::error_page(const ErrorReport& report, Request& request) {
    const auto snapshot = registry_.now();
    const std::string& locale = request.locale();
    std::string kind = std::to_string(report.status);
    if (!snapshot->catalogue()->find(locale, "kernel.error-" + kind)) {
        kind = report.status < 500 ? "400" : "500";
    }
    Json fields = Json::array();
    for (const FieldError& field : report.fields) {
        fields.push_back({{"field", field.field}, {"message", field.message}});
    }
    const std::string heading = messages_.text(locale, "kernel.error-" + kind);
    const Json data = {{"status", report.status},
                       {"heading", heading},
                       {"message", message_of(report, locale, *snapshot, messages_)},
                       {"code", report.code},
                       {"fields", std::move(fields)},
                       {"has_fields", !report.fields.empty()},
                       {"ours", report.status == 500}};
    const char* name = snapshot->templates().has("theme/error") ? "theme/error" : "kernel/error";
    const View error = view(name, data, heading, error_layout(request));
    try {
        return render(error, request);
    } catch (const Error& problem) {
        // The navigation may be what failed.
        log_.error("The error page failed", {{"reason", problem.what()}});
        auto content = render_fragment(snapshot->templates(), error, request);
        return "<!doctype html><html lang=\"" + locale + "\"><title>" + html_escape(heading) +
               "</title>" + content;
    }
}

}  // namespace tessera::kernel
