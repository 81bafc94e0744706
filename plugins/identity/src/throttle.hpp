// How many wrong passwords are taken before sign-in pauses. Pure.
//
// A try is counted before the password is looked at and given back when it was right, so that many
// tries at once can't slip past the limit.
#pragma once

#include "tessera/time.hpp"

#include <cstdint>

namespace tessera::identity {

/// What is kept of one account or address.
struct Tries {
    int count = 0;
    Instant window_start, paused_until;
};

struct ThrottleLimit {
    int tries = 5;
    std::int64_t pause_ms = 15 * 60'000;  ///< length of the pause, and of the window tries count in
};

struct ThrottleAnswer {
    bool allowed = true;
    int left = 0;          ///< tries left after this one, if it is wrong
    Instant paused_until;  ///< when it is not allowed, or will not be after this one
    Tries next;            ///< to be kept
};

/// Takes one try.
ThrottleAnswer take_try(const Tries& tries, const ThrottleLimit& limit, Instant now);
/// Gives it back: the password was right.
Tries give_back(const Tries& tries);

}  // namespace tessera::identity
