// Signing in and out, and the language of the pages.
#pragma once

#include "account_service.hpp"

namespace tessera::identity {

class SignInPages {
public:
    SignInPages(Host& host, AccountService& service) : host_(host), service_(service) {}

    Response form(Request& request);
    Response sign_in(Request& request);
    Response sign_out(Request& request);
    Response language(Request& request);

private:
    struct Shown {
        std::string login, next, summary, detail;
        bool keep = false;
        int status = 200;
    };
    Response page(Request& request, const Shown& shown);
    std::string cookie(const char* name, std::string_view value, std::int64_t max_age_s) const;
    const char* device_cookie() const;
    std::string device_of(const Request& request) const;
    std::string session_cookie(std::string_view token, std::int64_t max_age_s) const;

    Host& host_;
    AccountService& service_;
};

}  // namespace tessera::identity
