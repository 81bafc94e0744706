#include "player_pages.hpp"

#include "problem.hpp"

#include <nlohmann/json.hpp>

#include <fstream>

namespace tessera::elearning {

namespace {

constexpr std::size_t kMostCommit = 2 * 1024 * 1024;
constexpr std::size_t kMostOpen = 4096;
constexpr std::string_view kPrefix = "elearning.player-";

/// The player is ours and runs nothing inline; the frame shows the package, or a page on the web.
constexpr const char* kPlayerPolicy =
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:; "
    "frame-src 'self' https: http:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";

/// The token of "Authorization: Launch TOKEN".
std::string_view token_of(const Request& request) {
    constexpr std::string_view kScheme = "Launch ";
    const std::string_view value = request.header("Authorization").value_or("");
    return value.substr(0, kScheme.size()) == kScheme ? value.substr(kScheme.size())
                                                      : std::string_view();
}

/// JSON that can't end the script element it stands in.
std::string embeddable(const Json& document) {
    std::string out;
    for (const char c : document.dump()) {
        if (c == '<')
            out += "\\u003c";
        else
            out += c;
    }
    return out;
}

}  // namespace

std::vector<std::string> player_words(const std::filesystem::path& plugin_folder) {
    std::ifstream file(plugin_folder / "i18n" / "en.json");
    const Json texts = Json::parse(file, nullptr, false);
    std::vector<std::string> words;
    for (const auto& [key, value] : texts.items()) {
        if (key.compare(0, kPrefix.size(), kPrefix) == 0)
            words.push_back(key.substr(kPrefix.size()));
    }
    return words;
}

void PlayerPages::declare(Registrar& registrar) {
    registrar.get("/play/{token}", Public, [this](Request& q) { return player(q); })
        .content_origin();
    registrar
        .post("/play/attempts/{attempt}/open", Public,
              [this](Request& q) {
                  return with_problems(q, [this](Request& request) { return open(request); });
              })
        .content_origin()
        .without_csrf();
    registrar
        .post("/play/attempts/{attempt}/commits", Public,
              [this](Request& q) {
                  return with_problems(q, [this](Request& request) { return commit(request); });
              })
        .content_origin()
        .without_csrf();
    registrar.get("/c/{hash}/{path...}", Public, [this](Request& q) { return files_.serve(q); })
        .content_origin();
}

/// The organisation's mark and colour, which these pages of another origin have no layout for.
std::string PlayerPages::mark(Request& request) const {
    auto marks = host_.slots().render("layout.mark", request);
    return marks.empty() ? std::string() : std::move(marks.front());
}

Response PlayerPages::launch_ended(Request& request) const {
    return Response::page(view("elearning/launch-ended",
                               {{"learning_url", host_.addresses().public_url + "/learning"},
                                {"mark", mark(request)}},
                               request.t("elearning.launch-ended-title"), ""),
                          410);
}

Response PlayerPages::player(Request& request) {
    const std::string_view token = request.param("token");
    Launch launch;
    AttemptRecord attempt;
    std::string title, learner;
    std::shared_ptr<const LoadedCourse> course;
    try {
        host_.db().read([&](Reader& reader) {
            launch = play_.launch(reader, token);
            attempt = *store::attempt(reader, launch.attempt);
            course = courses_.get(reader, attempt.version);
            const auto record = catalogue_.course(reader, attempt.course);
            title = record ? record->title : course->course.title;
            const auto person = people_.person(reader, attempt.person);
            learner = person ? person->full_name() : "";
        });
    } catch (const Error& error) {
        if (error.code() != "elearning.launch-ended") throw;
        return launch_ended(request);
    }
    Json texts = Json::object();
    for (const std::string& word : words_)
        texts[word] = host_.messages().text(launch.locale, std::string(kPrefix) + word);
    const std::string id = attempt.id.text();
    const std::string exit = host_.addresses().public_url + "/learning";
    const Json block{{"attempt", id},
                     {"token", token},
                     {"title", course->course.title},
                     {"course_title", title},
                     {"learner_name", learner},
                     {"locale", launch.locale},
                     {"mode", "normal"},
                     {"texts", texts},
                     {"urls",
                      {{"open", "/play/attempts/" + id + "/open"},
                       {"commits", "/play/attempts/" + id + "/commits"},
                       {"content_base", "/c/" + course->sha256 + "/"},
                       {"exit", exit}}}};
    return Response::page(view("elearning/player",
                               {{"locale", launch.locale},
                                {"course_title", title},
                                {"mark", mark(request)},
                                {"attempt_json", embeddable(block)},
                                {"text", texts},
                                {"exit_url", exit}},
                               title, ""))
        .header("Content-Security-Policy", kPlayerPolicy)
        .header("Permissions-Policy", "unload=(self)")
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-store");
}

Response PlayerPages::open(Request& request) {
    // The page tells how far its journal goes. Nothing depends on it: it sends the journal itself.
    request.body(kMostOpen);
    const OpenedPage page = play_.open(request.id<Attempt>("attempt"), token_of(request));
    return Response::json({{"opening", page.opening},
                           {"number", page.number},
                           {"course", page.course->json},
                           {"opening_data", page.opening_data},
                           {"state", page.state},
                           {"now", page.now.ms}});
}

Response PlayerPages::commit(Request& request) {
    const auto attempt = request.id<Attempt>("attempt");
    const auto envelope = read_commit(request.body(kMostCommit));
    if (!envelope) {
        throw Error(ErrorKind::BadRequest, "elearning.commit",
                    "Send {\"opening\", \"number\", \"operations\": [...]}.");
    }
    const std::int64_t stored = play_.commit(attempt, token_of(request), *envelope);
    return Response::json_text("{\"number\":" + std::to_string(stored) + '}');
}

}  // namespace tessera::elearning
