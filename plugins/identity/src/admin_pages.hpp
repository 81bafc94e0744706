// What administrators do with sign-in: a person's account and roles, and API keys.
#pragma once

#include "account_service.hpp"
#include "api_keys.hpp"

namespace tessera::identity {

class AdminPages {
public:
    AdminPages(Host& host, people::Directory& directory, AccountService& service, ApiKeys& keys,
               OnceSecrets& once)
        : host_(host), directory_(directory), service_(service), keys_(keys), once_(once) {}

    /// The part of a person's page that leads here (slot person.sections).
    std::optional<View> section(SlotContext& context);
    Response person(Request& request);
    Response temporary_password(Request& request);
    Response block(Request& request);
    Response unblock(Request& request);
    Response grant(Request& request);
    Response remove_role(Request& request);

    Response keys(Request& request);
    Response create_key(Request& request);
    Response revoke_key(Request& request);

private:
    struct Extra {
        std::vector<FieldError> errors;
        std::string role, reach, unit;  ///< as typed
    };
    Response person_page(Request& request, const Extra& extra);
    Response keys_page(Request& request, std::string_view name,
                       const std::vector<std::string>& chosen,
                       const std::vector<FieldError>& errors);
    Response set_blocked(Request& request, bool blocked);

    Host& host_;
    people::Directory& directory_;
    AccountService& service_;
    ApiKeys& keys_;
    OnceSecrets& once_;
};

}  // namespace tessera::identity
