// Who may play what with a launch's token. A launch hangs on the sign-in that made it, the person and
// the enrolment, and ends with each of them, and after a day.
//
// The address that a session's launch gives is good for one use: it is exchanged for two cookies of
// the package's origin, and the browser's history keeps an address that holds no secret. So a link
// that stays behind on a shared computer opens nothing. What an API key launched any holder of the
// address may open, again too, as tools do.
#pragma once

#include "course_cache.hpp"
#include "launch_store.hpp"
#include "tessera/sign_ins.hpp"
#include "tessera_enrolment/enrolments.hpp"

namespace tessera::elearning {

/// What a request on a content origin says of itself.
struct PageRequest {
    std::string_view token;
    std::string_view host;     ///< the Host header
    std::string_view browser;  ///< the cookie of the browser; empty: none
};

/// Thread-safe.
class LaunchRights {
public:
    LaunchRights(Host& host, enrolment::Enrolments& enrolments, CourseCache& courses)
        : host_(host), enrolments_(enrolments), courses_(courses) {}

    /// A launch that hangs on that sign-in. What it opens, version, person, enrolment and locale are
    /// the caller's to say.
    Launch made_by(const Principal& principal) const;
    /// Begins the launch; returns the address that opens the player. What another launch hangs on, its
    /// copy hangs on too.
    std::string begin(Transaction& tx, Launch launch);

    /// The launch that a page asks by. Asked of the database each time, so that what has ended has
    /// ended for the next request, whoever ended it. Error "elearning.launch-ended" when it is unknown
    /// or has ended, Error{NotFound} on another host than that of its package. These are not for the
    /// inside of a transaction.
    Launch check(const PageRequest& page) const;
    /// The same of an address that is being opened. Error "elearning.launch-ended" also when it was
    /// exchanged before.
    Launch check_address(const PageRequest& page) const;
    /// Exchanges the address: from now on it is this browser's. Returns the browser's cookie: the one
    /// it has, or a new one. Throws as check_address when another request was quicker.
    std::string exchange(const PageRequest& page);

private:
    Launch good(const PageRequest& page) const;

    Host& host_;
    enrolment::Enrolments& enrolments_;
    CourseCache& courses_;
};

/// Whether an enrolment in that status can be played, or looked at again.
bool is_playable(enrolment::Status status);

}  // namespace tessera::elearning
