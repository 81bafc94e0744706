// What player pages are told when something can't be done.
#pragma once

#include "scorm/session.hpp"
#include "tessera/error.hpp"

#include <string>

namespace tessera::elearning {

/// The commit can't be taken now; `expected` is the number that would be, when one is missing.
class CommitConflict : public Error {
public:
    CommitConflict(std::string code, const std::string& message, std::int64_t next)
        : Error(ErrorKind::Conflict, std::move(code), message), expected(next) {}
    std::int64_t expected;
};

/// The page loads `url` instead: a move to another version waited for it, or the attempt is
/// completed.
class AttemptMoved : public Error {
public:
    AttemptMoved(std::string to, const std::string& why)
        : Error(ErrorKind::Conflict, "elearning.moved", why), url(std::move(to)) {}
    std::string url;
};

Error launch_ended();
Error other_attempt();
/// What another package's origin says of this one's files and attempts: nothing.
Error other_origin();
CommitConflict superseded(std::int64_t next);
CommitConflict commit_gap(std::int64_t next);
Error commit_refused(const scorm::ApplyResult& result);
Error busy();
Error no_package();

}  // namespace tessera::elearning
