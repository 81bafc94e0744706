#include "enrolment_rules.hpp"

#include <cstdint>
#include <initializer_list>

namespace tessera::enrolment {

namespace {

constexpr std::uint16_t set(std::initializer_list<Status> statuses) {
    std::uint16_t bits = 0;
    for (const Status status : statuses)
        bits |= static_cast<std::uint16_t>(1u << static_cast<unsigned>(status));
    return bits;
}

using enum Status;

/// What may follow each status, in the order of Status. A place can be given up or taken away as
/// long as nothing has been completed; a result can only follow a place.
constexpr std::array<std::uint16_t, kStatusTexts.size()> kFollowing{
    set({Placed, Waitlisted, Rejected, Cancelled, Withdrawn}),  // Requested
    0,                                                          // Rejected
    set({Placed, Cancelled, Withdrawn}),                        // Waitlisted
    set({InProgress, Attended, Completed, Failed, DidNotAttend, Cancelled, Withdrawn}),  // Placed
    set({Attended, Completed, Failed, DidNotAttend, Cancelled, Withdrawn}),  // InProgress
    set({Completed, Failed, Cancelled}),                                     // Attended
    0,                                                                       // Completed
    0,                                                                       // Failed
    0,                                                                       // DidNotAttend
    0,                                                                       // Cancelled
    0,                                                                       // Withdrawn
};

}  // namespace

bool may_follow(Status from, Status to) {
    return (kFollowing[static_cast<std::size_t>(from)] >> static_cast<unsigned>(to) & 1u) != 0;
}

bool is_result(Status status) {
    return (set({Attended, DidNotAttend, Completed, Failed}) >> static_cast<unsigned>(status) &
            1u) != 0;
}

}  // namespace tessera::enrolment
