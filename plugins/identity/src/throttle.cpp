#include "throttle.hpp"

#include <algorithm>

namespace tessera::identity {

ThrottleAnswer take_try(const Tries& tries, const ThrottleLimit& limit, Instant now) {
    ThrottleAnswer answer;
    answer.next = tries;
    if (now < tries.paused_until) {
        answer.allowed = false;
        answer.paused_until = tries.paused_until;
        return answer;
    }
    // A pause that is over, like a window that is, leaves a clean slate.
    if (tries.paused_until.ms != 0 || now - tries.window_start >= limit.pause_ms) {
        answer.next = {0, now, {}};
    }
    ++answer.next.count;
    answer.left = std::max(0, limit.tries - answer.next.count);
    if (answer.left == 0) answer.next.paused_until = now + limit.pause_ms;
    answer.paused_until = answer.next.paused_until;
    return answer;
}

Tries give_back(const Tries& tries) {
    return {std::max(0, tries.count - 1), tries.window_start, {}};
}

}  // namespace tessera::identity
