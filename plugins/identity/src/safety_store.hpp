// SQL of what keeps accounts safe: known devices, notices to their owners, secrets that are shown
// once. No rules here.
#pragma once

#include "account_store.hpp"

namespace tessera::identity::store {

bool knows_device(Reader& reader, Id<Account> account, std::string_view digest);
/// Adds or refreshes it. Of many the least recently used are forgotten.
void keep_device(Transaction& tx, Id<Account> account, std::string_view digest, Instant now);
void forget_devices(Transaction& tx, Id<Account> account);
void forget_old_devices(Transaction& tx, Instant before);

/// Something that was done to an account by somebody else.
struct Notice {
    std::int64_t id = 0;
    std::string kind;    ///< "temporary-password", "email"
    std::string detail;  ///< "email": the address before
    std::string actor;   ///< may be empty
    Instant at;
};
void insert(Transaction& tx, Id<Account> account, const Notice& notice);
/// Newest first, 20 at most.
std::vector<Notice> unseen(Reader& reader, Id<Account> account);
/// Those up to `last`, so that what came since is not missed.
void seen_up_to(Transaction& tx, Id<Account> account, std::int64_t last, Instant now);
void forget_seen(Transaction& tx, Instant before);

struct OnceRecord {
    std::int64_t maker = 0;
    std::string purpose, sealed;
    Instant expires;
};
void insert(Transaction& tx, std::string_view digest, const OnceRecord& record);
std::optional<OnceRecord> once(Reader& reader, std::string_view digest);
bool delete_once(Transaction& tx, std::string_view digest);
void delete_expired_once(Transaction& tx, Instant now);

}  // namespace tessera::identity::store
