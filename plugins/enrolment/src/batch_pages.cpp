#include "batch_pages.hpp"

#include <nlohmann/json.hpp>

#include <map>

namespace tessera::enrolment {

namespace {

/// People named on the page; all are counted.
constexpr int kNamed = 500;

std::string said(const Request& request, const std::string& reason) {
    return reason.starts_with("enrolment.refused-") ? request.t(reason) : reason;
}

}  // namespace

void BatchPages::declare(Registrar& registrar) {
    registrar.get("/admin/enrol/batches/{batch}", Needs("enrolment.manage"),
                  [this](Request& q) { return show(q); });
    registrar.post("/admin/enrol/batches/{batch}/undo", Needs("enrolment.manage"),
                   [this](Request& q) { return take_back(q); });
}

Response BatchPages::redirect_to(Id<Batch> batch) {
    return Response::redirect("/admin/enrol/batches/" + batch.text());
}

Response BatchPages::show(Request& request) {
    BatchRecord batch;
    std::map<std::string, int, std::less<>> counts;
    std::map<Id<Person>, std::string> names;
    std::vector<BatchLine> lines;
    std::string course;
    host_.db().read([&](Reader& reader) {
        batch = service_.visible(reader, request.principal(), request.id<Batch>("batch"));
        counts = store::outcomes(reader, batch.id);
        lines = store::lines(reader, batch.id, "", kNamed);
        if (const auto record = courses_.course(reader, batch.course)) course = record->title;
        std::vector<Id<Person>> people;
        for (const BatchLine& line : lines) people.push_back(line.person);
        for (const auto& person :
             people_.visible(reader, request.principal(), "enrolment.manage", people))
            names[person.id] = person.full_name();
    });
    const auto count = [&](const char* outcome) {
        const auto found = counts.find(outcome);
        return found == counts.end() ? 0 : found->second;
    };
    Json rows = Json::array();
    for (const BatchLine& line : lines) {
        const auto name = names.find(line.person);
        rows.push_back(
            {{"name", name == names.end() ? request.t("enrolment.nobody-known") : name->second},
             {"good", line.outcome == "enrolled" || line.outcome == "begun"},
             {"refused", line.outcome == "refused"},
             {"text", line.outcome == "refused" ? said(request, line.reason)
                                                : request.t("enrolment.outcome-" + line.outcome)}});
    }
    const int enrolled = count("enrolled") + count("begun"), waiting = count("waiting");
    const int left = batch.taking_back ? count("enrolled") : waiting;
    int total = 0;
    for (const auto& entry : counts) total += entry.second;
    const auto text = [&](const char* key, int number) {
        return request.t(key, {{"count", std::to_string(number)}});
    };
    const std::string title = text("enrolment.enrolled", enrolled);
    Json data = {
        {"heading", title},
        {"course", batch.course.text()},
        {"course_title", course},
        {"working", left > 0},
        {"progress", request.t("enrolment.batch-progress", {{"done", std::to_string(total - left)},
                                                            {"count", std::to_string(total)}})},
        {"percent", total == 0 ? 100 : (total - left) * 100 / total},
        {"refused", count("refused") == 0 ? "" : text("enrolment.refused-count", count("refused"))},
        {"taken_back",
         count("taken-back") == 0 ? "" : text("enrolment.taken-back-count", count("taken-back"))},
        {"may_undo", !batch.taking_back && waiting == 0 && count("enrolled") > 0},
        {"batch", batch.id.text()},
        {"more", total > kNamed ? text("enrolment.batch-more", total - kNamed) : ""},
        {"rows", rows}};
    auto response = Response::page(view("enrolment/batch", std::move(data), title));
    if (left > 0) response.header("Refresh", "3");
    return response;
}

Response BatchPages::take_back(Request& request) {
    const auto batch = request.id<Batch>("batch");
    service_.take_back(request.principal(), batch);
    return redirect_to(batch);
}

}  // namespace tessera::enrolment
