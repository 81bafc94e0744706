// Whether a sign-in still stands, for what goes on without its holder being asked to sign in each time
// (a course that plays on another origin). The plugin that knows accounts provides it.
#pragma once

#include "tessera/principal.hpp"

namespace tessera {

/// On what something hangs.
struct SignIn {
    Id<Session> session;  ///< or
    Id<Account> key;      ///< an API key; neither: nothing but the person
    Id<Person> person;    ///< in whose name it goes on
};

/// Thread-safe.
class SignIns {
public:
    static constexpr const char* kId = "tessera.sign-ins/1";
    virtual ~SignIns() = default;
    /// Whether the session has not ended, the key is not revoked, and the person's account is not
    /// blocked. It counts as a use of the session, which puts off its end; so it is not for the inside
    /// of a transaction.
    virtual bool stands(const SignIn& by) = 0;
};

}  // namespace tessera
