// SQL of courses.
#pragma once

#include "tessera_catalogue/courses.hpp"

#include <string>
#include <vector>

namespace tessera::catalogue::store {

std::optional<CourseRecord> course(Reader& reader, Id<Course> id);
std::vector<CourseRecord> courses(Reader& reader, const std::vector<Id<Course>>& ids);
/// Titles are the same when their keys are (tessera/text.hpp).
std::optional<Id<Course>> course_by_title(Reader& reader, std::string_view title);
struct Search {
    std::string pattern;      ///< for LIKE on folded text
    Id<Category> category{};  ///< may be none: any
    bool all = false;         ///< inactive ones, too
    Condition sight{};        ///< on c.id: what the person may see
};
/// By title.
std::vector<CourseRecord> search(Reader& reader, const Search& search, int limit, int offset);
std::vector<OfferingRecord> offerings(Reader& reader, const std::vector<Id<Course>>& courses);
std::vector<CourseCompetency> competencies(Reader& reader, Id<Course> course);
std::vector<std::pair<Id<Competency>, CourseRecord>> awarding(
    Reader& reader, const std::vector<Id<Competency>>& competencies, const Condition& sight);

struct CategoryCount {
    Id<Category> id;
    std::string name;
    int courses = 0;
};
/// All of them, with the active courses that pass `sight` (on c.id).
std::vector<CategoryCount> categories(Reader& reader, const Condition& sight = {});

/// The category's id, made when there is none of that name.
Id<Category> category(Transaction& tx, IdSource& ids, std::string_view name);
void insert(Transaction& tx, const CourseRecord& course, std::string_view search_text, Instant now);
void update(Transaction& tx, const CourseRecord& course, std::string_view search_text);
bool normal_form_done(Reader& reader);
void normal_form_is_done(Transaction& tx, Instant now);
/// False when the course had it.
bool insert_offering(Transaction& tx, const OfferingRecord& offering);
void remove_offerings_except(Transaction& tx, Id<Course> course,
                             const std::vector<std::string>& kinds);
void put_competency(Transaction& tx, Id<Course> course, CourseCompetency competency);
bool remove_competency(Transaction& tx, Id<Course> course, Id<Competency> competency);
std::vector<CourseEditor> editors(Reader& reader, Id<Course> course);
void put_editor(Transaction& tx, Id<Course> course, const CourseEditor& editor, Instant now);

}  // namespace tessera::catalogue::store
