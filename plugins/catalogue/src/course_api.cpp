#include "course_api.hpp"

#include "tessera/json_fields.hpp"

#include <nlohmann/json.hpp>

namespace tessera::catalogue {

namespace {

Json to_json(const CourseRecord& course) {
    return {{"id", course.id.text()},    {"title", course.title},
            {"summary", course.summary}, {"category", course.category_name},
            {"minutes", course.minutes}, {"active", course.active}};
}

}  // namespace

void declare_course_api(Registrar& registrar, Host& host, CourseService& service) {
    registrar
        .get("/api/v1/courses", Needs("catalogue.browse"),
             [&](Request& request) {
                 CourseQuery query;
                 query.text = std::string(request.query("q").value_or("")).substr(0, 200);
                 query.page_size = 100;
                 Json items = Json::array();
                 const auto list = host.db().read([&](Reader& reader) {
                     return service.list(reader, request.principal(), query);
                 });
                 for (const CourseRecord& course : list.courses) items.push_back(to_json(course));
                 return Response::json({{"courses", items}, {"more", list.more}});
             })
        .summary("Find courses")
        .query({"q", "string", "text in title, summary or keywords", false})
        .returns(200, "At most 100 courses by title");
    registrar
        .get("/api/v1/courses/{course}", Needs("catalogue.browse"),
             [&](Request& request) {
                 const auto id = request.id<Course>("course");
                 return Response::json(to_json(host.db().read([&](Reader& reader) {
                     return service.visible(reader, request.principal(), id);
                 })));
             })
        .summary("One course")
        .returns(200, "The course")
        .returns(404, "There is none, or it is not for this person");
    registrar
        .post("/api/v1/courses", Needs("catalogue.edit"),
              [&](Request& request) {
                  JsonFields body(request.json());
                  CourseDraft draft;
                  draft.title = body.text("title");
                  draft.summary = body.text("summary");
                  draft.keywords = body.text("keywords");
                  draft.category = body.text("category");
                  body.check();
                  if (draft.category.empty()) draft.category = "General";
                  const auto id = service.save(request.principal(), std::nullopt, draft, true,
                                               request.locale());
                  return Response::json({{"id", id.text()}}, 201);
              })
        .summary("Create a course")
        .body({{"title", "string", "unique title", true},
               {"summary", "string", "what it is about", false},
               {"keywords", "string", "more words to find it by", false},
               {"category", "string", "name of the category, made if there is none", false}})
        .returns(201, "The id of the course")
        .returns(422, "Values that have to be put right");
}

}  // namespace tessera::catalogue
