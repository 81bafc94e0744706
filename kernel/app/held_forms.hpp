// Forms that were sent after their session had ended. What was typed is kept on the server until
// the same account has signed in again; then it is shown, and sent when the person says so.
//
// Whose form it is is told by its CSRF token, which names the account and is signed. So nobody can
// have a form kept who was not signed in when the page was made, no other site can, and nobody else
// gets to see or send it. Forms with a password are never kept.
#pragma once

#include "tessera/database.hpp"
#include "tessera/host.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tessera::kernel {

struct HeldForm {
    std::string path;  ///< with its query, as it was sent
    std::vector<std::pair<std::string, std::string>> fields;
    std::vector<std::string> files;  ///< names of file inputs: to be chosen again
};

/// The CSRF token of a session: "account.session.signature".
std::string csrf_token(const Secrets& secrets, Id<Account> account, std::string_view session_token);
/// The account a token was made for, whether or not its session goes on; nothing when it is none of
/// ours.
std::optional<Id<Account>> account_of_csrf(const Secrets& secrets, std::string_view csrf);

class HeldForms {
public:
    HeldForms(Database& db, IdSource& ids, const Clock& clock)
        : db_(db), ids_(ids), clock_(clock) {}

    /// Whether it may be kept: not too large, and without a password.
    static bool may_hold(const HeldForm& form);
    /// Returns its id as text. An account's oldest ones make room.
    std::string hold(Id<Account> account, const HeldForm& form);
    struct Found {
        bool own = false;  ///< of this account; otherwise `form` is empty
        HeldForm form;
    };
    /// Nothing when there is none, or no longer.
    std::optional<Found> find(std::string_view id, Id<Account> account);

private:
    Database& db_;
    IdSource& ids_;
    const Clock& clock_;
};

}  // namespace tessera::kernel
