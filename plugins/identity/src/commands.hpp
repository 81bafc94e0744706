// Commands: account create, api-key create|list|revoke.
#pragma once

#include "account_service.hpp"
#include "api_keys.hpp"

namespace tessera::identity {

class Commands {
public:
    Commands(Host& host, people::Directory& directory, AccountService& accounts, ApiKeys& keys)
        : host_(host), directory_(directory), accounts_(accounts), keys_(keys) {}

    void declare(Registrar& registrar);

private:
    int create_account(const CommandLine& line);
    int create_key(const CommandLine& line);
    int list_keys(const CommandLine& line);
    int revoke_key(const CommandLine& line);

    Host& host_;
    people::Directory& directory_;
    AccountService& accounts_;
    ApiKeys& keys_;
};

}  // namespace tessera::identity
