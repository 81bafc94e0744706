// Enrolments of any offering as other plugins see them.
#pragma once

#include "tessera_catalogue/courses.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tessera::enrolment {

struct Enrolment;

/// Stored as text by the names of kStatusTexts.
enum class Status : std::uint8_t {
    Requested,  ///< waits for a manager's approval
    Rejected,
    Waitlisted,
    Placed,  ///< may begin
    InProgress,
    Attended,
    Completed,
    Failed,
    DidNotAttend,
    Cancelled,
    Withdrawn
};
inline constexpr std::array<std::string_view, 11> kStatusTexts{
    "requested", "rejected", "waitlisted",     "placed",    "in-progress", "attended",
    "completed", "failed",   "did-not-attend", "cancelled", "withdrawn"};

inline std::string_view status_text(Status status) {
    return kStatusTexts[static_cast<std::size_t>(status)];
}
inline std::optional<Status> status_parse(std::string_view text) {
    for (std::size_t i = 0; i < kStatusTexts.size(); ++i) {
        if (kStatusTexts[i] == text) return static_cast<Status>(i);
    }
    return std::nullopt;
}
/// Nothing more can happen to it.
inline bool ended(Status status) {
    return status == Status::Rejected || status == Status::Completed || status == Status::Failed ||
           status == Status::DidNotAttend || status == Status::Cancelled ||
           status == Status::Withdrawn;
}

struct EnrolmentRecord {
    Id<Enrolment> id;
    Id<Person> person;
    Id<catalogue::Course> course;
    Status status = Status::Placed;
    Instant created, changed;
    std::string reason;  ///< of the last change
};

class Enrolments {
public:
    static constexpr const char* kId = "enrolment.enrolments/1";
    virtual ~Enrolments() = default;

    virtual std::optional<EnrolmentRecord> find(Reader& reader, Id<Enrolment> id) = 0;
    /// Those that have not ended, newest first.
    virtual std::vector<EnrolmentRecord> current(Reader& reader, Id<Person> person) = 0;
    virtual std::vector<EnrolmentRecord> history(Reader& reader, Id<Person> person, int limit) = 0;

    /// Those on the course that have not ended; one query.
    virtual std::vector<Id<Enrolment>> open_on(Reader& reader, Id<catalogue::Course> course) = 0;

    // Changes in the name of somebody whose permission the caller has checked.
    /// Enrols, asking every MayEnrol policy. Error{Conflict} when there is a current enrolment on
    /// the course, Error{Forbidden} with every reason when a policy says no.
    virtual Id<Enrolment> enrol(Transaction& tx, Trusted actor, Id<Person> person,
                                Id<catalogue::Course> course) = 0;
    /// Moves it on; the same status again changes nothing. Error{Conflict} when it has ended.
    /// Publishes EnrolmentChanged, and EnrolmentCompleted with Completed.
    virtual void change(Transaction& tx, Trusted actor, Id<Enrolment> enrolment, Status status,
                        std::string_view reason) = 0;
};

/// That a person holds everything a course gives.
struct Standing {
    std::optional<Date> until;  ///< the last day of all of it; nothing: for ever
};

/// Who holds what a course gives. The plugin that knows awards provides it, when it runs.
class CourseStanding {
public:
    static constexpr const char* kId = "competencies.standing/1";
    virtual ~CourseStanding() = default;
    /// Everybody who holds all of it, also those whose time has run out. A query for each
    /// competency of the course.
    virtual std::map<Id<Person>, Standing> standing(Reader& reader,
                                                    Id<catalogue::Course> course) = 0;
};

/// Policy question: may this person be enrolled on this course by that actor?
struct MayEnrol {
    static constexpr const char* kId = "enrolment.may-enrol/1";
    Id<Person> person;
    Id<catalogue::Course> course;
    const Principal* actor = nullptr;
};

struct EnrolmentChanged {
    static constexpr const char* kId = "enrolment.changed/1";
    Id<Enrolment> enrolment;
    Id<Person> person;
    Id<catalogue::Course> course;
    std::string from, to;  ///< status texts; `from` is empty for a new enrolment
    Instant at;
    std::int64_t subject() const { return person.value; }
    template <class V>
    void fields(V& v) {
        v("enrolment", enrolment);
        v("person", person);
        v("course", course);
        v("from", from);
        v("to", to);
        v("at", at);
    }
};

struct EnrolmentCompleted {
    static constexpr const char* kId = "enrolment.completed/1";
    Id<Enrolment> enrolment;
    Id<Person> person;
    Id<catalogue::Course> course;
    Instant at;
    std::int64_t subject() const { return person.value; }
    template <class V>
    void fields(V& v) {
        v("enrolment", enrolment);
        v("person", person);
        v("course", course);
        v("at", at);
    }
};

}  // namespace tessera::enrolment
