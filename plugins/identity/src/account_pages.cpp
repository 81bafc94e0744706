#include "account_pages.hpp"

#include "page_data.hpp"

#include <algorithm>

namespace tessera::identity {

std::string role_words(Request& request, Reader& reader, people::Directory& directory,
                       const RoleGrant& role) {
    const std::string name = request.t("identity.role." + role.role);
    switch (role.reach) {
        case Reach::Self:
            return name;
        case Reach::Site:
            return request.t("identity.role-site", {{"role", name}});
        case Reach::Unit:
            break;
    }
    const auto unit = directory.unit(reader, Id<people::Unit>{role.unit});
    return request.t("identity.role-unit", {{"role", name}, {"unit", unit ? unit->name : ""}});
}

Response AccountPages::show(Request& request) {
    const Principal& me = request.principal();
    const auto& messages = host_.messages();
    Json data = {{"roles", Json::array()}, {"sessions", Json::array()}};
    host_.db().read([&](Reader& reader) {
        const auto account = store::account(reader, me.account);
        if (!account) throw not_found(request.t("identity.no-account"));
        const auto person = directory_.person(reader, account->person);
        data["name"] = account->display_name;
        data["email"] = account->email;
        data["passport_number"] = person ? person->passport_number : "";
        data["person"] = account->person.text();
        for (const RoleGrant& role : store::role_grants(reader, account->id)) {
            data["roles"].push_back({{"text", role_words(request, reader, directory_, role)}});
        }
        for (const auto& session : store::sessions(reader, account->id, host_.clock().now())) {
            data["sessions"].push_back(
                {{"id", session.id.text()},
                 {"device",
                  session.device.empty() ? request.t("identity.unknown-device") : session.device},
                 {"seen", messages.date_time(request.locale(), session.last_seen)},
                 {"here", session.id == me.session}});
        }
    });
    data["has_roles"] = !data["roles"].empty();
    data["several"] = data["sessions"].size() > 1;
    data["saved"] = request.query("saved").has_value();
    data["may_see_record"] = me.can("people.view");
    for (const std::string& locale : messages.locales()) {
        data["languages"].push_back({{"locale", locale},
                                     {"label", request.t("identity.language." + locale)},
                                     {"current", locale == request.locale()}});
    }
    return Response::page(view("identity/account", std::move(data), request.t("identity.account")));
}

Response AccountPages::end_session(Request& request) {
    const auto session = request.id<Session>("session");
    service_.end_session(request.principal(), session);
    return Response::redirect(session == request.principal().session ? "/sign-in"
                                                                     : "/account?saved");
}

Response AccountPages::sign_out_elsewhere(Request& request) {
    service_.sign_out_elsewhere(request.principal());
    return Response::redirect("/account?saved");
}

Response AccountPages::password_page(Request& request, const std::vector<FieldError>& errors) {
    const bool forced = request.principal().pending == kPendingPassword;
    Json data = {{"forced", forced}, {"name", request.principal().name}};
    add_errors(data, errors, {"current", "password", "again"});
    const std::string title =
        page_title(request, request.t("identity.change-password"), !errors.empty());
    return Response::page(
        view("identity/password", std::move(data), title, forced ? "task" : "app"),
        errors.empty() ? 200 : 422);
}

Response AccountPages::password(Request& request) { return password_page(request, {}); }

Response AccountPages::change_password(Request& request) {
    // Passwords are taken as typed, with the spaces at their ends.
    std::string typed[3];
    for (const auto& [name, value] : request.form().fields) {
        if (name == "current") typed[0] = value;
        if (name == "password") typed[1] = value;
        if (name == "again") typed[2] = value;
    }
    const bool forced = request.principal().pending == kPendingPassword;
    try {
        service_.change_password(speaking(request), typed[0], typed[1], typed[2]);
    } catch (const Error& problem) {
        if (problem.kind() != ErrorKind::Invalid) throw;
        return password_page(request, problem.fields());
    }
    return Response::redirect(forced ? "/" : "/account?saved");
}

Response AccountPages::terms_page(Request& request, const std::vector<FieldError>& errors) {
    Json data = Json::object();
    add_errors(data, errors, {"accept"});
    const std::string title = page_title(request, request.t("identity.terms"), !errors.empty());
    return Response::page(view("identity/terms", std::move(data), title, "task"),
                          errors.empty() ? 200 : 422);
}

Response AccountPages::terms(Request& request) { return terms_page(request, {}); }

Response AccountPages::accept_terms(Request& request) {
    if (!request.form().has("accept")) {
        return terms_page(request, {{"accept", request.t("identity.error.terms")}});
    }
    service_.accept_terms(speaking(request));
    return Response::redirect("/");
}

Response AccountPages::notices(Request& request) {
    const std::string next = safe_next(request.query("next").value_or("/"));
    Json rows = Json::array();
    std::int64_t last = 0;
    for (const auto& notice : host_.db().read(
             [&](Reader& reader) { return service_.notices(reader, request.principal()); })) {
        last = std::max(last, notice.id);
        rows.push_back({{"text", request.t("identity.notice." + notice.kind,
                                           {{"before", notice.detail}, {"who", notice.actor}})},
                        {"when", host_.messages().date_time(request.locale(), notice.at)}});
    }
    if (rows.empty()) return Response::redirect(next);
    return Response::page(view("identity/notices",
                               {{"rows", rows}, {"last", id_text(last)}, {"next", next}},
                               request.t("identity.notices"), "task"));
}

Response AccountPages::saw_notices(Request& request) {
    const auto last = id_parse(request.form()["last"]);
    if (!last) throw invalid("last", request.t("identity.error.notices"));
    service_.saw_notices(request.principal(), *last);
    return Response::redirect(safe_next(request.form()["next"]));
}

}  // namespace tessera::identity
