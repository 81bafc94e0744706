// What the player asks and tells beside playing: what an attempt has brought the learner, what content does not work, and
// what it takes to play on without a network.
#pragma once

#include "package_files.hpp"
#include "play_service.hpp"

namespace tessera::elearning {

class AftermathPages {
public:
    /// `worker`: the player's service worker, as the package's own origin serves it.
    AftermathPages(Host& host, PlayService& play, CourseCache& courses, PackageFiles& files,
                   std::string worker)
        : host_(host), play_(play), courses_(courses), files_(files), worker_(std::move(worker)) {}
    void declare(Registrar& registrar);

private:
    /// The attempt and the locale that the request's launch token opens.
    std::pair<AttemptRecord, std::string> attempt(const Request& request, Reader& reader) const;
    /// GET …/gained: {"gained": [html], "next": [html]} out of the slots "play.gained" and "play.next",
    /// whose subject is {"person", "enrolment", "course", "locale"}.
    Response gained(Request& request);
    /// GET …/files: {"files": [[path below content_base, bytes]]}
    Response files(Request& request);
    /// GET /player-worker.js
    Response worker() const;
    /// POST …/troubles {"trouble", "part"}
    Response trouble(Request& request);

    Host& host_;
    PlayService& play_;
    CourseCache& courses_;
    PackageFiles& files_;
    std::string worker_;
};

}  // namespace tessera::elearning
