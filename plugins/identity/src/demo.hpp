// Accounts of the demonstration: four people who can sign in, and everybody else without a
// password.
#pragma once

#include "account_service.hpp"

namespace tessera::identity {

void fill_demo(Host& host, people::Directory& directory, AccountService& accounts);

}  // namespace tessera::identity
