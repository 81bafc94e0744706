// SQL of launches: who may play what, on whose sign-in. Of tokens digests are kept.
#pragma once

#include "package_store.hpp"
#include "tessera/database.hpp"

namespace tessera::elearning {

struct Rehearsal;

/// How long a launch lives at most, however much it is used: ms.
inline constexpr std::int64_t kLaunchLife = std::int64_t{24} * 60 * 60 * 1000;
/// How long the address that a session's launch gave may wait for its first use: ms.
inline constexpr std::int64_t kAddressLife = std::int64_t{10} * 60 * 1000;

/// What a token gives a right to, and what this right hangs on.
struct Launch {
    Id<Attempt> attempt;         ///< or
    Id<Rehearsal> rehearsal;     ///< what it opens
    Id<PackageVersion> version;  ///< on whose origin it opens the player
    Id<Person> person;
    Id<enrolment::Enrolment> enrolment;  ///< none: a trial run
    Id<Session> session;                 ///< it works in one browser of this session's alone; or
    Id<Account> key;  ///< any holder of the address may use it. Neither: the demo
    std::string locale;
    Instant started, expires;
    std::string browser;  ///< digest of that browser's cookie; empty: the address was not used yet
};

namespace store {

std::optional<Launch> launch(Reader& reader, std::string_view digest);
/// Also ends the person's oldest ones when there are very many.
void insert_launch(Transaction& tx, std::string_view digest, const Launch& launch);
/// False when the launch has a browser already.
bool set_browser(Transaction& tx, std::string_view digest, std::string_view browser);
/// Returns how many were removed.
std::int64_t remove_launches(Transaction& tx, Instant expired_before);

}  // namespace store
}  // namespace tessera::elearning
