#include "course_service.hpp"

#include "tessera/text.hpp"

#include <nlohmann/json.hpp>

#include <limits>

namespace tessera::catalogue {

namespace {

constexpr int kEveryCourse = std::numeric_limits<int>::max();

std::string subject_of(Id<Course> course) { return "course:" + course.text(); }

std::string search_text(const CourseRecord& course) {
    return text::search_key(course.title + ' ' + course.summary + ' ' + course.keywords);
}

std::string snapshot(const CourseRecord& course) {
    return Json{{"title", course.title},       {"summary", course.summary},
                {"keywords", course.keywords}, {"category", course.category_name},
                {"minutes", course.minutes},   {"active", course.active}}
        .dump();
}

/// Who edits the catalogue sees all of it, whatever the guards say.
bool sees_all(const Principal& person) { return person.can_everywhere("catalogue.edit"); }

Error duplicate_title(std::string message) { return invalid("title", std::move(message)); }

}  // namespace

std::optional<CourseRecord> CourseService::course(Reader& reader, Id<Course> id) {
    return store::course(reader, id);
}

std::vector<CourseRecord> CourseService::courses(Reader& reader,
                                                 const std::vector<Id<Course>>& ids) {
    return store::courses(reader, ids);
}

std::optional<Id<Course>> CourseService::course_by_title(Reader& reader, std::string_view title) {
    return store::course_by_title(reader, title);
}

std::vector<CourseRecord> CourseService::search(Reader& reader, const Principal& viewer,
                                                std::string_view text, int limit) {
    return seen(reader, viewer, {like_pattern(text), {}, false, sight(viewer)}, limit, 0);
}

std::vector<OfferingRecord> CourseService::offerings(Reader& reader, Id<Course> course) {
    return store::offerings(reader, {course});
}

std::vector<CourseCompetency> CourseService::competencies(Reader& reader, Id<Course> course) {
    return store::competencies(reader, course);
}

std::vector<std::pair<Id<Competency>, CourseRecord>> CourseService::awarding(
    Reader& reader, const Principal& viewer, const std::vector<Id<Competency>>& competencies) {
    const Condition condition = sight(viewer);
    auto found = store::awarding(reader, competencies, condition);
    if (condition.complete) return found;
    std::vector<CourseRecord> courses;
    for (const auto& one : found) courses.push_back(one.second);
    const auto may = allowed(reader, viewer, courses);
    std::vector<std::pair<Id<Competency>, CourseRecord>> result;
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (may[i]) result.push_back(std::move(found[i]));
    }
    return result;
}

std::vector<CourseEditor> CourseService::editors(Reader& reader, Id<Course> course) {
    return store::editors(reader, course);
}

void CourseService::note_editor(Transaction& tx, Trusted trusted, Id<Course> course,
                                std::string_view kind) {
    const Principal& actor = trusted;
    if (!actor.person) return;
    store::put_editor(tx, course, {actor.person, std::string(kind), actor.name},
                      host_.clock().now());
}

Id<Course> CourseService::create(Transaction& tx, Trusted actor, const NewCourse& course) {
    CourseRecord record;
    record.title = text::line(course.title);
    if (record.title.empty()) throw invalid("title", "A course needs a title.");
    record.id = host_.ids().make<Course>();
    record.category_name = text::line(course.category);
    record.category = store::category(tx, host_.ids(), record.category_name);
    record.summary = text::lines(course.summary);
    record.keywords = text::line(course.keywords);
    record.minutes = course.minutes;
    record.active = course.active;
    store::insert(tx, record, search_text(record), host_.clock().now());
    note_editor(tx, actor, record.id, "course");
    tx.audit(actor, {"catalogue.create-course", subject_of(record.id), "", snapshot(record)});
    return record.id;
}

void CourseService::set_active(Transaction& tx, Trusted actor, Id<Course> id,
                               bool active) {
    auto course = store::course(tx, id);
    if (!course) throw not_found("There is no such course.");
    if (course->active == active) return;
    const std::string before = snapshot(*course);
    course->active = active;
    store::update(tx, *course, search_text(*course));
    note_editor(tx, actor, id, "course");
    tx.audit(actor, {"catalogue.change-course", subject_of(id), before, snapshot(*course)});
}

void CourseService::rename(Transaction& tx, Trusted actor, Id<Course> id,
                           std::string_view wanted) {
    const std::string title = text::line(wanted);
    auto course = store::course(tx, id);
    if (!course) throw not_found("There is no such course.");
    if (title.empty()) throw invalid("title", "A course needs a title.");
    if (course->title == title) return;
    const auto same_title = store::course_by_title(tx, title);
    if (same_title && *same_title != id) throw duplicate_title("Another course has this title.");
    const std::string before = snapshot(*course);
    course->title = title;
    store::update(tx, *course, search_text(*course));
    note_editor(tx, actor, id, "course");
    tx.audit(actor, {"catalogue.change-course", subject_of(id), before, snapshot(*course)});
}

Id<Offering> CourseService::add_offering(Transaction& tx, Trusted actor, Id<Course> course,
                                         std::string_view kind) {
    OfferingRecord offering{host_.ids().make<Offering>(), course, std::string(kind)};
    if (store::insert_offering(tx, offering)) {
        tx.audit(actor,
                 {"catalogue.add-offering", subject_of(course), "", Json{{"kind", kind}}.dump()});
        return offering.id;
    }
    for (const OfferingRecord& known : store::offerings(tx, {course})) {
        if (known.kind == kind) return known.id;
    }
    throw not_found("There is no such course.");
}

void CourseService::attach_competency(Transaction& tx, Trusted actor, Id<Course> course,
                                      CourseCompetency competency) {
    if (!store::course(tx, course)) throw not_found("There is no such course.");
    store::put_competency(tx, course, competency);
    note_editor(tx, actor, course, "competency");
    tx.audit(
        actor,
        {"catalogue.attach-competency", subject_of(course), "",
         Json{{"competency", competency.competency.text()}, {"level", competency.level}}.dump()});
}

void CourseService::detach_competency(Transaction& tx, Trusted actor, Id<Course> course,
                                      Id<Competency> competency) {
    if (!store::remove_competency(tx, course, competency)) return;
    note_editor(tx, actor, course, "competency");
    tx.audit(actor, {"catalogue.detach-competency", subject_of(course),
                     Json{{"competency", competency.text()}}.dump(), ""});
}

bool CourseService::may_see(Reader& reader, const Principal& person, Id<Course> course) {
    if (sees_all(person)) return true;
    return host_.ask(reader, MaySeeCourse{person.person, course}).empty();
}

Condition CourseService::sight(const Principal& person) {
    if (sees_all(person)) return {};
    return host_.narrow(MaySeeCourse{person.person, {}}, "c.id");
}

std::vector<bool> CourseService::allowed(Reader& reader, const Principal& person,
                                         const std::vector<CourseRecord>& courses) {
    std::vector<MaySeeCourse> questions;
    for (const CourseRecord& course : courses) questions.push_back({person.person, course.id});
    return host_.allowed(reader, questions);
}

/// Guards that can't narrow are asked of one batch after the other; what they hide is passed over.
std::vector<CourseRecord> CourseService::seen(Reader& reader, const Principal& person,
                                              const store::Search& search, int limit, int offset) {
    constexpr int kBatch = 100;
    if (search.sight.complete) return store::search(reader, search, limit, offset);
    std::vector<CourseRecord> result;
    for (int from = 0;; from += kBatch) {
        auto batch = store::search(reader, search, kBatch, from);
        const auto may = allowed(reader, person, batch);
        for (std::size_t i = 0; i < batch.size(); ++i) {
            if (!may[i] || offset-- > 0) continue;
            result.push_back(std::move(batch[i]));
            if (static_cast<int>(result.size()) == limit) return result;
        }
        if (static_cast<int>(batch.size()) < kBatch) return result;
    }
}

std::vector<store::CategoryCount> CourseService::seen_categories(Reader& reader,
                                                                 const Principal& person,
                                                                 const Condition& sight) {
    auto categories = store::categories(reader, sight);
    if (sight.complete) return categories;
    constexpr int kMost = 10'000;
    for (auto& category : categories) category.courses = 0;
    for (const CourseRecord& course : seen(reader, person, {"%", {}, false, sight}, kMost, 0)) {
        for (auto& category : categories) category.courses += category.id == course.category;
    }
    return categories;
}

CourseList CourseService::list(Reader& reader, const Principal& person, const CourseQuery& query) {
    CourseList result;
    const bool all = query.inactive_too && person.can("catalogue.edit");
    const store::Search search{like_pattern(query.text), query.category, all, sight(person)};
    result.courses =
        seen(reader, person, search, query.page_size + 1, (query.page - 1) * query.page_size);
    result.more = static_cast<int>(result.courses.size()) > query.page_size;
    if (result.more) result.courses.pop_back();
    std::vector<Id<Course>> ids;
    for (const CourseRecord& course : result.courses) ids.push_back(course.id);
    result.offerings = store::offerings(reader, ids);
    result.categories = seen_categories(reader, person, search.sight);
    return result;
}

CourseRecord CourseService::visible(Reader& reader, const Principal& person, Id<Course> id) {
    auto course = store::course(reader, id);
    const bool hidden = course && !course->active && !person.can("catalogue.edit");
    if (!course || hidden || !may_see(reader, person, id))
        throw not_found("There is no such course.");
    return *course;
}

Id<Course> CourseService::save(const Principal& actor, std::optional<Id<Course>> id,
                               const CourseDraft& typed, bool active, std::string_view locale) {
    check_site(actor, "catalogue.edit");
    const CourseDraft draft = tidied(typed);
    std::vector<FieldError> errors;
    for (const auto& [field, key] : problems(draft)) {
        errors.push_back({field, host_.messages().text(locale, key)});
    }
    if (!errors.empty()) {
        throw Error(ErrorKind::Invalid, "catalogue.course", "Some values have to be put right.",
                    errors);
    }
    return host_.db().write([&](Transaction& tx) {
        const auto same_title = store::course_by_title(tx, draft.title);
        if (same_title && same_title != id) {
            throw duplicate_title(host_.messages().text(locale, "catalogue.error-title-taken"));
        }
        CourseRecord record;
        std::string before;
        if (id) {
            const auto known = store::course(tx, *id);
            if (!known) throw not_found("There is no such course.");
            before = snapshot(*known);
        }
        record.id = id ? *id : host_.ids().make<Course>();
        record.category = store::category(tx, host_.ids(), draft.category);
        record.category_name = draft.category;
        record.title = draft.title;
        record.summary = draft.summary;
        record.keywords = draft.keywords;
        record.minutes = draft.minutes.empty() ? 0 : std::stoi(draft.minutes);
        record.active = active;
        if (id) {
            store::update(tx, record, search_text(record));
        } else {
            store::insert(tx, record, search_text(record), host_.clock().now());
        }
        note_editor(tx, Trusted(actor), record.id, "course");
        store::remove_offerings_except(tx, record.id, draft.kinds);
        for (const std::string& kind : draft.kinds) {
            store::insert_offering(tx, {host_.ids().make<Offering>(), record.id, kind});
        }
        tx.audit(actor, {id ? "catalogue.change-course" : "catalogue.create-course",
                         subject_of(record.id), before, snapshot(record)});
        return record.id;
    });
}

void CourseService::begin_normal_form() {
    if (host_.db().read(store::normal_form_done)) return;
    host_.db().write([](Transaction& tx) { tx.enqueue("catalogue.normal-form", "{}"); });
}

void CourseService::normalise() {
    host_.db().write([&](Transaction& tx) {
        if (store::normal_form_done(tx)) return;
        for (CourseRecord& course : store::search(tx, {"%", {}, true, {}}, kEveryCourse, 0)) {
            const std::string title = text::line(course.title);
            const auto same = store::course_by_title(tx, title);
            if (same && *same != course.id) {
                host_.log().warning("Two courses have the same title; neither was changed",
                                    {{"course", course.id.text()}, {"other", same->text()}});
            } else {
                course.title = title;
            }
            store::update(tx, course, search_text(course));
        }
        store::normal_form_is_done(tx, host_.clock().now());
    });
}

}  // namespace tessera::catalogue
