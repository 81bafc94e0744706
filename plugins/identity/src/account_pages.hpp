// One's own account: details, password, terms, where one is signed in.
#pragma once

#include "account_service.hpp"

namespace tessera::identity {

class AccountPages {
public:
    AccountPages(Host& host, people::Directory& directory, AccountService& service)
        : host_(host), directory_(directory), service_(service) {}

    Response show(Request& request);
    Response end_session(Request& request);
    Response sign_out_elsewhere(Request& request);
    Response password(Request& request);
    Response change_password(Request& request);
    Response terms(Request& request);
    /// What others did to the account since the last sign-in.
    Response notices(Request& request);
    Response saw_notices(Request& request);
    Response accept_terms(Request& request);

private:
    Response password_page(Request& request, const std::vector<FieldError>& errors);
    Response terms_page(Request& request, const std::vector<FieldError>& errors);

    Host& host_;
    people::Directory& directory_;
    AccountService& service_;
};

/// "Manager, in Ward 7 and below": what a role is called and how far it reaches.
std::string role_words(Request& request, Reader& reader, people::Directory& directory,
                       const RoleGrant& role);

}  // namespace tessera::identity
