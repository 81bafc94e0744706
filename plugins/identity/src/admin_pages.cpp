#include "admin_pages.hpp"

#include "account_pages.hpp"
#include "page_data.hpp"

#include <algorithm>

namespace tessera::identity {

namespace {

std::string back_to(Id<Person> person) { return "/people/" + person.text() + "/account?saved"; }

Json options_json(const std::vector<std::pair<std::string, std::string>>& options,
                  std::string_view chosen) {
    Json json = Json::array();
    for (const auto& [value, label] : options) {
        json.push_back({{"value", value}, {"label", label}, {"selected", value == chosen}});
    }
    return json;
}

}  // namespace

std::optional<View> AdminPages::section(SlotContext& context) {
    Request& request = *context.request;
    const auto person = Id<Person>::parse(context.subject->at("person").get<std::string>());
    if (!person) return std::nullopt;
    std::optional<store::AccountRecord> account;
    const bool may = host_.db().read([&](Reader& reader) {
        account = store::account_of(reader, *person);
        return directory_.may_see(reader, request.principal(), "identity.accounts", *person);
    });
    if (!may) return std::nullopt;
    const char* state = !account                         ? "identity.state-none"
                        : account->blocked               ? "identity.state-blocked"
                        : account->password_hash.empty() ? "identity.state-no-password"
                                                         : "identity.state-ready";
    return view("identity/person-section",
                {{"person", person->text()},
                 {"state", request.t(state)},
                 {"last", account && account->last_sign_in
                              ? host_.messages().date_time(request.locale(), *account->last_sign_in)
                              : ""}},
                {}, "");
}

Response AdminPages::person_page(Request& request, const Extra& extra) {
    const auto id = request.id<Person>("person");
    const Principal actor = speaking(request);
    const bool may_grant = actor.can_everywhere("identity.roles");
    Json data = {{"person", id.text()}, {"password", ""}, {"roles", Json::array()}};
    if (extra.errors.empty()) {
        data["password"] =
            once_.take(actor, "password:" + id.text(), request.query("once").value_or(""));
    }
    host_.db().read([&](Reader& reader) {
        const auto account = service_.administrable(reader, actor, id);
        data["name"] = directory_.person(reader, id)->full_name();
        data["has_account"] = account.has_value();
        data["blocked"] = account && account->blocked;
        data["email"] = account ? account->email : "";
        data["own"] = account && account->id == actor.account;
        for (const auto& held :
             account ? store::roles(reader, account->id) : std::vector<store::RoleRecord>()) {
            data["roles"].push_back({{"id", id_text(held.id)},
                                     {"person", id.text()},
                                     {"text", role_words(request, reader, directory_, held.grant)},
                                     {"may_remove", may_grant}});
        }
        std::vector<std::pair<std::string, std::string>> units = {
            {"", request.t("identity.no-unit")}};
        if (may_grant) {
            for (const auto& unit : directory_.units(reader))
                units.emplace_back(unit.id.text(), unit.name);
        }
        data["units"] = options_json(units, extra.unit);
    });
    const std::pair<std::string, std::string> choose = {"", request.t("identity.no-unit")};
    std::vector<std::pair<std::string, std::string>> roles = {choose}, reaches = {choose};
    for (const char* role : kRoles)
        roles.emplace_back(role, request.t(std::string("identity.role.") + role));
    for (const Reach reach : {Reach::Self, Reach::Unit, Reach::Site}) {
        reaches.emplace_back(reach_text(reach),
                             request.t(std::string("identity.reach.") + reach_text(reach)));
    }
    data["role_options"] = options_json(roles, extra.role);
    data["reach_options"] = options_json(reaches, extra.reach);
    data["has_roles"] = !data["roles"].empty();
    data["may_grant"] = may_grant && data["has_account"].get<bool>();
    data["saved"] = request.query("saved").has_value() && extra.errors.empty();
    add_errors(data, extra.errors, {"role", "reach", "unit"});
    const std::string title =
        page_title(request, request.t("identity.person-title", {{"name", data["name"]}}),
                   !extra.errors.empty());
    return Response::page(view("identity/person", std::move(data), title),
                          extra.errors.empty() ? 200 : 422)
        .header("Cache-Control", "no-store");
}

Response AdminPages::person(Request& request) { return person_page(request, {}); }

Response AdminPages::temporary_password(Request& request) {
    const auto id = request.id<Person>("person");
    const std::string token = service_.give_temporary_password(speaking(request), id);
    return Response::redirect("/people/" + id.text() + "/account?once=" + token);
}

Response AdminPages::set_blocked(Request& request, bool blocked) {
    const auto id = request.id<Person>("person");
    service_.set_blocked(speaking(request), id, blocked);
    return Response::redirect(back_to(id));
}

Response AdminPages::block(Request& request) { return set_blocked(request, true); }
Response AdminPages::unblock(Request& request) { return set_blocked(request, false); }

Response AdminPages::grant(Request& request) {
    const auto id = request.id<Person>("person");
    const Form& form = request.form();
    Extra extra;
    extra.role = form["role"];
    extra.reach = form["reach"];
    extra.unit = form["unit"];
    const auto reach = parse_reach(extra.reach);
    // Never a reach of our own choosing: it would give more or less than was meant.
    if (!reach) {
        extra.errors = {{"reach", request.t("identity.error.reach")}};
        return person_page(request, extra);
    }
    RoleGrant role{extra.role, *reach, 0};
    if (role.reach == Reach::Unit) role.unit = id_parse(extra.unit).value_or(0);
    try {
        service_.grant_role(speaking(request), id, role);
    } catch (const Error& problem) {
        if (problem.kind() != ErrorKind::Invalid) throw;
        extra.errors = problem.fields();
        return person_page(request, extra);
    }
    return Response::redirect(back_to(id));
}

Response AdminPages::remove_role(Request& request) {
    const auto id = request.id<Person>("person");
    const auto role = id_parse(request.param("role"));
    if (!role) throw not_found(request.t("identity.no-role"));
    service_.remove_role(speaking(request), id, *role);
    return Response::redirect(back_to(id));
}

Response AdminPages::keys_page(Request& request, std::string_view name,
                               const std::vector<std::string>& chosen,
                               const std::vector<FieldError>& errors) {
    const auto& messages = host_.messages();
    Json data = {
        {"made", ""}, {"name", name}, {"keys", Json::array()}, {"permissions", Json::array()}};
    if (errors.empty()) {
        data["made"] = once_.take(request.principal(), ApiKeys::kOncePurpose,
                                  request.query("once").value_or(""));
    }
    for (const auto& key : keys_.list()) {
        std::string scopes;
        for (const std::string& scope : key.scopes) scopes += (scopes.empty() ? "" : ", ") + scope;
        data["keys"].push_back(
            {{"id", key.id.text()},
             {"name", key.name},
             {"scopes", scopes},
             {"made", request.t("identity.key-made",
                                {{"who", key.created_by},
                                 {"when", messages.date_time(request.locale(), key.created)}})},
             {"used", key.last_used ? request.t("identity.key-used",
                                                {{"when", messages.date_time(request.locale(),
                                                                             *key.last_used)}})
                                    : request.t("identity.key-unused")},
             {"revoked", key.revoked.has_value()}});
    }
    for (const PermissionInfo& info : host_.plugins().permissions()) {
        if (!request.principal().can_everywhere(info.id)) continue;
        data["permissions"].push_back(
            {{"permission", info.id},
             {"label", info.label},
             {"checked", std::find(chosen.begin(), chosen.end(), info.id) != chosen.end()}});
    }
    data["has_keys"] = !data["keys"].empty();
    data["saved"] = request.query("saved").has_value() && errors.empty();
    add_errors(data, errors, {"name", "scope"});
    const std::string title = page_title(request, request.t("identity.keys"), !errors.empty());
    return Response::page(view("identity/api-keys", std::move(data), title),
                          errors.empty() ? 200 : 422)
        .header("Cache-Control", "no-store");
}

Response AdminPages::keys(Request& request) { return keys_page(request, "", {}, {}); }

Response AdminPages::create_key(Request& request) {
    const Form& form = request.form();
    const std::string_view name = form["name"];
    std::vector<std::string> scopes;
    for (const std::string_view scope : form.all("scope")) scopes.emplace_back(scope);
    try {
        const std::string token = keys_.create_shown_once(speaking(request), name, scopes);
        return Response::redirect("/admin/api-keys?once=" + token);
    } catch (const Error& problem) {
        if (problem.kind() != ErrorKind::Invalid) throw;
        return keys_page(request, name, scopes, problem.fields());
    }
}

Response AdminPages::revoke_key(Request& request) {
    keys_.revoke(speaking(request), request.id<Account>("key").text());
    return Response::redirect("/admin/api-keys?saved");
}

}  // namespace tessera::identity
