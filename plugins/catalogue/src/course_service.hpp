// Use cases of the catalogue: permission → rule → store → audit.
#pragma once

#include "course_rules.hpp"
#include "course_store.hpp"
#include "tessera_catalogue/courses.hpp"

#include <string>
#include <vector>

namespace tessera::catalogue {

/// What the person asked the list for.
struct CourseQuery {
    std::string text;
    Id<Category> category;
    bool inactive_too = false;
    int page = 1;
    int page_size = 25;
};

struct CourseList {
    std::vector<CourseRecord> courses;
    std::vector<OfferingRecord> offerings;  ///< of these courses
    std::vector<store::CategoryCount> categories;
    bool more = false;  ///< there is a next page
};

class CourseService final : public Courses {
public:
    explicit CourseService(Host& host) : host_(host) {}

    // Courses
    std::optional<CourseRecord> course(Reader& reader, Id<Course> id) override;
    std::vector<CourseRecord> courses(Reader& reader, const std::vector<Id<Course>>& ids) override;
    std::optional<Id<Course>> course_by_title(Reader& reader, std::string_view title) override;
    std::vector<CourseRecord> search(Reader& reader, const Principal& viewer, std::string_view text,
                                     int limit) override;
    std::vector<OfferingRecord> offerings(Reader& reader, Id<Course> course) override;
    std::vector<CourseCompetency> competencies(Reader& reader, Id<Course> course) override;
    std::vector<std::pair<Id<Competency>, CourseRecord>> awarding(
        Reader& reader, const Principal& viewer,
        const std::vector<Id<Competency>>& competencies) override;
    std::vector<CourseEditor> editors(Reader& reader, Id<Course> course) override;
    void note_editor(Transaction& tx, Trusted actor, Id<Course> course,
                     std::string_view kind) override;
    Id<Course> create(Transaction& tx, Trusted actor, const NewCourse& course) override;
    void set_active(Transaction& tx, Trusted actor, Id<Course> course,
                    bool active) override;
    void rename(Transaction& tx, Trusted actor, Id<Course> course,
                std::string_view title) override;
    Id<Offering> add_offering(Transaction& tx, Trusted actor, Id<Course> course,
                              std::string_view kind) override;
    void attach_competency(Transaction& tx, Trusted actor, Id<Course> course,
                           CourseCompetency competency) override;
    void detach_competency(Transaction& tx, Trusted actor, Id<Course> course,
                           Id<Competency> competency) override;

    /// A page of the list as this person may see it: what is hidden takes no place in it. One more
    /// than a page is read to know of a next.
    CourseList list(Reader& reader, const Principal& person, const CourseQuery& query);
    /// The course, if this person may see it. Error{NotFound} otherwise.
    CourseRecord visible(Reader& reader, const Principal& person, Id<Course> id);
    /// Makes or changes a course from what an administrator typed. Error{Invalid} with the fields.
    Id<Course> save(const Principal& actor, std::optional<Id<Course>> id, const CourseDraft& draft,
                    bool active, std::string_view locale);

    /// Rows of before there was a normal form of text are brought into it by a job; what would then
    /// have the title of another course keeps its own, and the log says so.
    void begin_normal_form();
    void normalise();

private:
    bool may_see(Reader& reader, const Principal& person, Id<Course> course);
    /// What SQL can say of what this person may see, for the column c.id.
    Condition sight(const Principal& person);
    /// For each of the courses whether this person may see it, as the guards say.
    std::vector<bool> allowed(Reader& reader, const Principal& person,
                              const std::vector<CourseRecord>& courses);
    std::vector<CourseRecord> seen(Reader& reader, const Principal& person,
                                   const store::Search& search, int limit, int offset);
    std::vector<store::CategoryCount> seen_categories(Reader& reader, const Principal& person,
                                                      const Condition& sight);

    Host& host_;
};

}  // namespace tessera::catalogue
