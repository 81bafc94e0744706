// One attempt and its twin: whatever content and learner do, replaying the commits must give the same
// state, and a state must open again as what it was.
#pragma once

#include "scorm/session.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>

namespace fuzz {

class Attempt {
public:
    [[noreturn]] void fail(const char* what, const std::string& one,
                           const std::string& other) const {
        std::fprintf(stderr, "%s\n%s\n%s\ncourse: %s\n", what, one.c_str(), other.c_str(),
                     scorm::to_json(course_).c_str());
        std::abort();
    }

    Attempt(const scorm::Course& course, scorm::Opening opening)
        : course_(course),
          opening_(std::move(opening)),
          session(scorm::Session::open(course, opening_, "")),
          twin_(scorm::Session::open(course, opening_, "")) {}

    scorm::Millis tick() { return now_ += 700; }

    /// The server's side of a commit.
    void commit() {
        const std::string operations = session->take_commit();
        if (operations.empty()) return;
        const scorm::ApplyResult applied = twin_->apply(operations);
        if (!applied.ok) fail("refused", applied.reason, operations);
        if (session->state() != twin_->state())
            fail("replayed otherwise", session->state(), twin_->state());
    }

    /// A page that was closed and opened again.
    void reopen() {
        commit();
        const std::string before = session->state();
        auto again = scorm::Session::open(course_, opening_, before);
        if (!again) fail("cannot be opened", before, {});
        if (again->state() != before) fail("opened otherwise", before, again->state());
        session = std::move(again);
        twin_ = scorm::Session::open(course_, opening_, before);
    }

private:
    const scorm::Course& course_;
    scorm::Opening opening_;
    scorm::Millis now_ = 1'700'000'000'000;

public:
    std::unique_ptr<scorm::Session> session;

private:
    std::unique_ptr<scorm::Session> twin_;
};

}  // namespace fuzz
