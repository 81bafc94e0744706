#include "play_errors.hpp"

namespace tessera::elearning {

Error launch_ended() {
    return Error(ErrorKind::NotFound, "elearning.launch-ended",
                 "This link has ended. Open the course again from your learning page.");
}

Error other_attempt() {
    return Error(ErrorKind::Forbidden, "elearning.other-attempt",
                 "This link opens another attempt.");
}

Error other_origin() { return not_found("There is nothing at this address."); }

CommitConflict superseded(std::int64_t next) {
    return CommitConflict("elearning.superseded",
                          "The attempt was opened in another window or on another device.", next);
}

CommitConflict commit_gap(std::int64_t next) {
    return CommitConflict("elearning.commit-gap", "An earlier commit is missing.", next);
}

Error commit_refused(const scorm::ApplyResult& result) {
    std::vector<FieldError> fields;
    if (!result.element.empty()) fields.push_back({result.element, result.reason});
    return Error(ErrorKind::Invalid, "elearning.commit-refused",
                 "The course sent something that can't be recorded. Nothing of it was saved.",
                 std::move(fields));
}

Error busy() {
    return Error(ErrorKind::Unavailable, "elearning.busy",
                 "The attempt is being changed by others. It will be tried again.");
}

Error no_package() {
    return Error(ErrorKind::Conflict, "elearning.no-package",
                 "This course has no e-learning to play.");
}

}  // namespace tessera::elearning
