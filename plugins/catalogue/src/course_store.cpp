#include "course_store.hpp"

#include "tessera/text.hpp"

namespace tessera::catalogue::store {

namespace {

constexpr std::string_view kSelect =
    "SELECT c.id, c.category, g.name, c.title, c.summary, c.keywords, c.minutes, c.active "
    "FROM course c JOIN course_category g ON g.id = c.category ";

CourseRecord to_course(Row row, int from = 0) {
    CourseRecord course;
    course.id = row.get<Id<Course>>(from);
    course.category = row.get<Id<Category>>(from + 1);
    course.category_name = row.get<std::string>(from + 2);
    course.title = row.get<std::string>(from + 3);
    course.summary = row.get<std::string>(from + 4);
    course.keywords = row.get<std::string>(from + 5);
    course.minutes = row.get<int>(from + 6);
    course.active = row.get<bool>(from + 7);
    return course;
}

/// "(?, ?, ?)" for a list of ids and the ids as parameters.
template <class Tag>
std::string in_list(const std::vector<Id<Tag>>& ids, std::vector<Param>& params) {
    std::string list = "(";
    for (const auto id : ids) {
        list += params.empty() ? "?" : ", ?";
        params.emplace_back(id);
    }
    return list += ')';
}

}  // namespace

std::optional<CourseRecord> course(Reader& reader, Id<Course> id) {
    return reader.first([](Row row) { return to_course(row); },
                        std::string(kSelect) + "WHERE c.id = ?", id);
}

std::vector<CourseRecord> courses(Reader& reader, const std::vector<Id<Course>>& ids) {
    std::vector<CourseRecord> result;
    if (ids.empty()) return result;
    std::vector<Param> params;
    const std::string sql = std::string(kSelect) + "WHERE c.id IN " + in_list(ids, params);
    for (Row row : reader.query_with(sql, params)) result.push_back(to_course(row));
    return result;
}

std::optional<Id<Course>> course_by_title(Reader& reader, std::string_view title) {
    const std::string key = text::key(title);
    for (Row row : reader.query("SELECT id, title FROM course ORDER BY id")) {
        if (text::key(row.get<std::string_view>(1)) == key) return row.get<Id<Course>>(0);
    }
    return std::nullopt;
}

std::vector<CourseRecord> search(Reader& reader, const Search& search, int limit, int offset) {
    std::vector<Param> params{search.pattern, search.category, search.category, search.all};
    search.sight.bind(params);
    params.emplace_back(limit);
    params.emplace_back(offset);
    const std::string sql = std::string(kSelect) +
                            "WHERE c.search_text LIKE ? ESCAPE '\\' AND (? = 0 OR c.category = ?) "
                            "AND (c.active = 1 OR ? = 1) AND (" +
                            search.sight.sql + ") ORDER BY c.title, c.id LIMIT ? OFFSET ?";
    std::vector<CourseRecord> result;
    for (Row row : reader.query_with(sql, params)) result.push_back(to_course(row));
    return result;
}

std::vector<OfferingRecord> offerings(Reader& reader, const std::vector<Id<Course>>& courses) {
    std::vector<OfferingRecord> result;
    if (courses.empty()) return result;
    std::vector<Param> params;
    const std::string sql = "SELECT id, course, kind FROM course_offering WHERE course IN " +
                            in_list(courses, params) + " ORDER BY course, id";
    for (Row row : reader.query_with(sql, params)) {
        result.push_back(
            {row.get<Id<Offering>>(0), row.get<Id<Course>>(1), row.get<std::string>(2)});
    }
    return result;
}

std::vector<CourseCompetency> competencies(Reader& reader, Id<Course> course) {
    return reader.all(
        [](Row row) {
            return CourseCompetency{row.get<Id<Competency>>(0), row.get<int>(1)};
        },
        "SELECT competency, level FROM course_competency WHERE course = ? ORDER BY competency",
        course);
}

std::vector<std::pair<Id<Competency>, CourseRecord>> awarding(
    Reader& reader, const std::vector<Id<Competency>>& competencies, const Condition& sight) {
    std::vector<std::pair<Id<Competency>, CourseRecord>> result;
    if (competencies.empty()) return result;
    std::vector<Param> params;
    const std::string sql =
        "SELECT a.competency, c.id, c.category, g.name, c.title, c.summary, c.keywords, c.minutes, "
        "c.active "
        "FROM course_competency a JOIN course c ON c.id = a.course "
        "JOIN course_category g ON g.id = c.category "
        "WHERE c.active = 1 AND a.competency IN " +
        in_list(competencies, params) + " AND (" + sight.sql + ") ORDER BY c.title, c.id";
    sight.bind(params);
    for (Row row : reader.query_with(sql, params)) {
        result.emplace_back(row.get<Id<Competency>>(0), to_course(row, 1));
    }
    return result;
}

std::vector<CategoryCount> categories(Reader& reader, const Condition& sight) {
    std::vector<Param> params;
    sight.bind(params);
    const std::string sql =
        "SELECT g.id, g.name, COUNT(c.id) FROM course_category g "
        "LEFT JOIN course c ON c.category = g.id AND c.active = 1 AND (" +
        sight.sql + ") GROUP BY g.id, g.name ORDER BY g.name";
    std::vector<CategoryCount> result;
    for (Row row : reader.query_with(sql, params)) {
        result.push_back({row.get<Id<Category>>(0), row.get<std::string>(1), row.get<int>(2)});
    }
    return result;
}

Id<Category> category(Transaction& tx, IdSource& ids, std::string_view name) {
    const std::string key = text::key(name);
    for (const CategoryCount& known : categories(tx)) {
        if (text::key(known.name) == key) return known.id;
    }
    const auto id = ids.make<Category>();
    tx.execute("INSERT INTO course_category (id, name) VALUES (?, ?)", id, name);
    return id;
}

void insert(Transaction& tx, const CourseRecord& course, std::string_view search_text,
            Instant now) {
    tx.execute(
        "INSERT INTO course (id, category, title, summary, keywords, search_text, minutes, active, "
        "created_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        course.id, course.category, course.title, course.summary, course.keywords, search_text,
        course.minutes, course.active, now);
}

void update(Transaction& tx, const CourseRecord& course, std::string_view search_text) {
    tx.execute(
        "UPDATE course SET category = ?, title = ?, summary = ?, keywords = ?, search_text = ?, "
        "minutes = ?, "
        "active = ? WHERE id = ?",
        course.category, course.title, course.summary, course.keywords, search_text, course.minutes,
        course.active, course.id);
}

bool normal_form_done(Reader& reader) {
    return reader.value<int>("SELECT 1 FROM catalogue_normal_form WHERE form = 1").has_value();
}

void normal_form_is_done(Transaction& tx, Instant now) {
    tx.execute("INSERT INTO catalogue_normal_form (form, done_at) VALUES (1, ?)", now);
}

bool insert_offering(Transaction& tx, const OfferingRecord& offering) {
    return tx.execute(
               "INSERT INTO course_offering (id, course, kind) VALUES (?, ?, ?) "
               "ON CONFLICT (course, kind) DO NOTHING",
               offering.id, offering.course, offering.kind) == 1;
}

void remove_offerings_except(Transaction& tx, Id<Course> course,
                             const std::vector<std::string>& kinds) {
    for (const OfferingRecord& offering : offerings(tx, {course})) {
        bool kept = false;
        for (const std::string& kind : kinds) kept = kept || kind == offering.kind;
        if (!kept) tx.execute("DELETE FROM course_offering WHERE id = ?", offering.id);
    }
}

void put_competency(Transaction& tx, Id<Course> course, CourseCompetency competency) {
    tx.execute(
        "INSERT INTO course_competency (course, competency, level) VALUES (?, ?, ?) "
        "ON CONFLICT (course, competency) DO UPDATE SET level = excluded.level",
        course, competency.competency, competency.level);
}

bool remove_competency(Transaction& tx, Id<Course> course, Id<Competency> competency) {
    return tx.execute("DELETE FROM course_competency WHERE course = ? AND competency = ?", course,
                      competency) == 1;
}

std::vector<CourseEditor> editors(Reader& reader, Id<Course> course) {
    return reader.all(
        [](Row row) {
            return CourseEditor{row.get<Id<Person>>(0), row.get<std::string>(1),
                                row.get<std::string>(2)};
        },
        "SELECT person, kind, name FROM course_editor WHERE course = ? "
        "ORDER BY changed_at DESC, person, kind",
        course);
}

void put_editor(Transaction& tx, Id<Course> course, const CourseEditor& editor, Instant now) {
    tx.execute(
        "INSERT INTO course_editor (course, person, kind, name, changed_at) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (course, person, kind) DO UPDATE SET name = excluded.name, "
        "changed_at = excluded.changed_at",
        course, editor.person, editor.kind, editor.name, now);
}

}  // namespace tessera::catalogue::store
