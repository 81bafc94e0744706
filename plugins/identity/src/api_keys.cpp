#include "api_keys.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tessera::identity {

namespace {
constexpr std::size_t kMaxName = 100;
constexpr std::size_t kMaxScopes = 200;
constexpr const char* kKeys = "identity.api-keys";

/// "elearning.*" stands for every permission of that beginning, "*" for all there are now. What
/// matches nothing is kept as it is, to be refused by its name.
std::vector<std::string> expanded(const std::vector<std::string>& scopes,
                                  const std::vector<PermissionInfo>& permissions) {
    std::vector<std::string> result;
    for (const std::string& scope : scopes) {
        const std::size_t before = result.size();
        if (!scope.empty() && scope.back() == '*') {
            const std::string_view beginning(scope.data(), scope.size() - 1);
            for (const PermissionInfo& info : permissions) {
                if (info.id.compare(0, beginning.size(), beginning) == 0) result.push_back(info.id);
            }
        }
        if (result.size() == before) result.push_back(scope);
    }
    std::sort(result.begin(), result.end());
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

}  // namespace

std::string ApiKeys::say(const Principal& actor, std::string_view key, const TextArgs& args) const {
    return host_.messages().text(actor.locale.empty() ? "en" : actor.locale, key, args);
}

store::ApiKeyRecord ApiKeys::checked(const Principal& actor, std::string_view name,
                                     std::vector<std::string> scopes) {
    check_site(actor, kKeys);
    std::vector<FieldError> errors;
    if (name.empty() || name.size() > kMaxName) {
        errors.push_back({"name", say(actor, "identity.error.key-name")});
    }
    const auto permissions = host_.plugins().permissions();
    scopes = expanded(scopes, permissions);
    if (scopes.empty() || scopes.size() > kMaxScopes) {
        errors.push_back({"scope", say(actor, "identity.error.key-scopes")});
    }
    for (const std::string& scope : scopes) {
        const bool known =
            std::any_of(permissions.begin(), permissions.end(),
                        [&](const PermissionInfo& info) { return info.id == scope; });
        if (!known) {
            errors.push_back(
                {"scope", say(actor, "identity.error.scope-unknown", {{"scope", scope}})});
        } else if (actor.kind != Principal::Kind::System && !actor.can_everywhere(scope)) {
            errors.push_back(
                {"scope", say(actor, "identity.error.scope-not-held", {{"scope", scope}})});
        }
    }
    if (!errors.empty()) {
        throw Error(ErrorKind::Invalid, "identity.api-key", errors.front().message, errors);
    }

    store::ApiKeyRecord record;
    record.id = host_.ids().make<Account>();
    record.name = name;
    record.created_by = actor.name;
    record.created_by_person = actor.person;
    record.created_by_account = actor.account;
    record.created = host_.clock().now();
    record.scopes = std::move(scopes);
    return record;
}

void ApiKeys::insert(Transaction& tx, const Principal& actor, const store::ApiKeyRecord& record,
                     const std::string& key) {
    store::insert_api_key(tx, record, host_.secrets().digest(key));
    tx.audit(actor, {"identity.create-api-key", "api-key:" + record.id.text(), "",
                     Json{{"name", record.name}, {"scopes", record.scopes}}.dump()});
}

std::string ApiKeys::create(const Principal& actor, std::string_view name,
                            const std::vector<std::string>& scopes) {
    const auto record = checked(actor, name, scopes);
    std::string key = "tsk_" + host_.secrets().random_token();
    host_.db().write([&](Transaction& tx) { insert(tx, actor, record, key); });
    return key;
}

std::string ApiKeys::create_shown_once(const Principal& actor, std::string_view name,
                                       const std::vector<std::string>& scopes) {
    const auto record = checked(actor, name, scopes);
    const std::string key = "tsk_" + host_.secrets().random_token();
    return host_.db().write([&](Transaction& tx) {
        insert(tx, actor, record, key);
        return once_.keep(tx, actor, kOncePurpose, key);
    });
}

std::vector<store::ApiKeyRecord> ApiKeys::list() {
    return host_.db().read([](Reader& reader) { return store::api_keys(reader); });
}

void ApiKeys::revoke(const Principal& actor, std::string_view id_or_name) {
    check_site(actor, kKeys);
    std::vector<Id<Account>> found;
    bool wider = false;
    for (const auto& key : list()) {
        if (key.revoked || (key.id.text() != id_or_name && key.name != id_or_name)) continue;
        found.push_back(key.id);
        for (const std::string& scope : key.scopes) wider = wider || !actor.can_everywhere(scope);
    }
    if (found.empty()) throw not_found(say(actor, "identity.error.key-unknown"));
    if (found.size() > 1) {
        throw Error(ErrorKind::Conflict, "identity.api-key",
                    say(actor, "identity.error.key-several"));
    }
    // Another system's work must not be stopped by a key that could not do it itself. People who
    // look after keys may end each of them: that gives nobody anything.
    if (wider && actor.kind == Principal::Kind::ApiKey)
        throw forbidden(say(actor, "identity.error.key-wider"));
    host_.db().write([&](Transaction& tx) {
        if (!store::revoke(tx, found.front(), host_.clock().now())) return;
        tx.audit(actor, {"identity.revoke-api-key", "api-key:" + found.front().text(), "", ""});
    });
    cache_.forget_all();
}

}  // namespace tessera::identity
