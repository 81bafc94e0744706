// The catalogue as other plugins see it: category → course → offering.
#pragma once

#include "tessera/tessera.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tessera::catalogue {

struct Course;
struct Category;
struct Offering;
struct Competency;  ///< owned by the competencies plugin

/// A competency the course awards when it is completed.
struct CourseCompetency {
    Id<Competency> competency;
    int level = 0;  ///< 0: the competency has no levels
};

struct CourseRecord {
    Id<Course> id;
    Id<Category> category;
    std::string category_name;
    std::string title, summary, keywords;
    int minutes = 0;  ///< how long it takes; 0 unknown
    bool active = true;
};

/// One way to take a course.
struct OfferingRecord {
    Id<Offering> id;
    Id<Course> course;
    std::string kind;  ///< "elearning", "classroom", "online-class", "blended", "external"
};

/// Somebody who had a hand in what a course is.
struct CourseEditor {
    Id<tessera::Person> person;
    std::string kind;  ///< "course", "competency" (what it awards), "package" or "rule"
    std::string name;  ///< as it was then
};

struct NewCourse {
    std::string title, summary, keywords, category = "General";
    int minutes = 0;
    bool active = true;  ///< else nobody is offered it yet
};

class Courses {
public:
    static constexpr const char* kId = "catalogue.courses/1";
    virtual ~Courses() = default;

    virtual std::optional<CourseRecord> course(Reader& reader, Id<Course> id) = 0;
    /// Several at once, in any order; unknown ids are left out.
    virtual std::vector<CourseRecord> courses(Reader& reader,
                                              const std::vector<Id<Course>>& ids) = 0;
    virtual std::optional<Id<Course>> course_by_title(Reader& reader, std::string_view title) = 0;
    /// Active courses that `viewer` may see, by title.
    virtual std::vector<CourseRecord> search(Reader& reader, const Principal& viewer,
                                             std::string_view text, int limit) = 0;
    virtual std::vector<OfferingRecord> offerings(Reader& reader, Id<Course> course) = 0;
    virtual std::vector<CourseCompetency> competencies(Reader& reader, Id<Course> course) = 0;
    /// Active courses that award one of these competencies and that `viewer` may see, each with the
    /// competency it awards.
    virtual std::vector<std::pair<Id<Competency>, CourseRecord>> awarding(
        Reader& reader, const Principal& viewer,
        const std::vector<Id<Competency>>& competencies) = 0;

    /// Everybody who had a hand in it, the latest first.
    virtual std::vector<CourseEditor> editors(Reader& reader, Id<Course> course) = 0;

    /// Remembers that the actor, if a person, had a hand in the course: for plugins that own a part
    /// of it (its package, its completion rule).
    virtual void note_editor(Transaction& tx, Trusted actor, Id<Course> course,
                             std::string_view kind) = 0;
    // Changes in the name of somebody whose permission the caller has checked.
    virtual Id<Course> create(Transaction& tx, Trusted actor, const NewCourse& course) = 0;
    /// Error{NotFound} for an unknown course.
    virtual void set_active(Transaction& tx, Trusted actor, Id<Course> course,
                            bool active) = 0;
    /// Error{Invalid, field "title"} when the title is empty or another course's.
    virtual void rename(Transaction& tx, Trusted actor, Id<Course> course,
                        std::string_view title) = 0;
    virtual Id<Offering> add_offering(Transaction& tx, Trusted actor, Id<Course> course,
                                      std::string_view kind) = 0;
    virtual void attach_competency(Transaction& tx, Trusted actor, Id<Course> course,
                                   CourseCompetency competency) = 0;
    virtual void detach_competency(Transaction& tx, Trusted actor, Id<Course> course,
                                   Id<Competency> competency) = 0;
};

/// "May this person see this course?" Asked for lists, pages and search; the course is the subject.
/// Not asked about people with catalogue.edit everywhere.
struct MaySeeCourse {
    static constexpr const char* kId = "catalogue.may-see-course/1";
    Id<Person> person;
    Id<Course> course;
};

}  // namespace tessera::catalogue
