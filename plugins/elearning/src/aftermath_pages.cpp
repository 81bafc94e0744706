#include "aftermath_pages.hpp"

#include "problem.hpp"
#include "trouble_store.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace tessera::elearning {

namespace {

constexpr std::size_t kMostBody = 8192;

}  // namespace

void AftermathPages::declare(Registrar& registrar) {
    registrar
        .get("/play/attempts/{attempt}/gained", Public,
             [this](Request& q) {
                 return with_problems(q, [this](Request& request) { return gained(request); });
             })
        .content_origin();
    registrar
        .get("/play/attempts/{attempt}/files", Public,
             [this](Request& q) {
                 return with_problems(q, [this](Request& request) { return files(request); });
             })
        .content_origin();
    registrar.get("/player-worker.js", Public, [this](Request&) { return worker(); })
        .content_origin();
    registrar
        .post("/play/attempts/{attempt}/troubles", Public,
              [this](Request& q) {
                  return with_problems(q, [this](Request& request) { return trouble(request); });
              })
        .content_origin()
        .without_csrf();
}

std::pair<AttemptRecord, std::string> AftermathPages::attempt(const Request& request,
                                                              Reader& reader) const {
    const auto id = request.id<Attempt>("attempt");
    const Launch launch = play_.launch(reader, page_request(request));
    if (launch.attempt != id) throw other_attempt();
    auto record = store::attempt(reader, id);
    if (!record) throw launch_ended();
    return {std::move(*record), launch.locale};
}

Response AftermathPages::gained(Request& request) {
    Json subject;
    host_.db().read([&](Reader& reader) {
        const auto [record, locale] = attempt(request, reader);
        subject = {{"person", record.person.text()},
                   {"enrolment", record.enrolment.text()},
                   {"course", record.course.text()},
                   {"locale", locale}};
    });
    return Response::json({{"gained", host_.slots().render("play.gained", request, &subject)},
                           {"next", host_.slots().render("play.next", request, &subject)}})
        .header("Cache-Control", "no-store");
}

Response AftermathPages::files(Request& request) {
    const std::string sha256 = host_.db().read([&](Reader& reader) {
        return courses_.get(reader, attempt(request, reader).first.version)->sha256;
    });
    Json files = Json::array();
    for (const auto& file : files_.list(sha256)) files.push_back({file.path, file.size});
    return Response::json({{"files", files}}).header("Cache-Control", "no-store");
}

Response AftermathPages::worker() const {
    return Response::text(worker_, 200, "text/javascript; charset=utf-8")
        .header("Service-Worker-Allowed", "/")
        .header("Content-Security-Policy",
                "default-src 'none'; connect-src 'self' " + host_.addresses().content_url)
        .header("Cache-Control", "no-cache");
}

Response AftermathPages::trouble(Request& request) {
    const Json body = Json::parse(request.body(kMostBody), nullptr, false);
    const auto text = [&](const char* name) {
        const auto found = body.is_object() ? body.find(name) : body.end();
        return body.is_object() && found != body.end() && found->is_string()
                   ? found->get<std::string>()
                   : std::string();
    };
    const std::string word = text("trouble"), part = text("part");
    host_.db().write([&](Transaction& tx) {
        const auto [record, locale] = attempt(request, tx);
        const auto course = courses_.get(tx, record.version);
        const auto& parts = course->course.activities;
        const bool known = std::find(kTroubles.begin(), kTroubles.end(), word) != kTroubles.end() &&
                           std::any_of(parts.begin(), parts.end(), [&](const scorm::Activity& one) {
                               return one.identifier == part;
                           });
        if (!known) {
            throw Error(ErrorKind::BadRequest, "elearning.trouble",
                        "Send {\"trouble\", \"part\"}: a known word and a part of the course.");
        }
        store::note_trouble(tx, record.id, part, word, host_.clock().now());
    });
    return Response::json({{"noted", true}});
}

}  // namespace tessera::elearning
