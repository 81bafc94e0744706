#include "player_pages.hpp"

#include "problem.hpp"

#include <nlohmann/json.hpp>

#include <fstream>

namespace tessera::elearning {

namespace {

constexpr std::size_t kMostCommit = 2 * 1024 * 1024;
constexpr std::size_t kMostOpen = 4096;
constexpr std::string_view kPrefix = "elearning.player-";

/// The player is ours and runs nothing inline. It has its own files from the content host, and its
/// worker from a text of its own, since a worker's address has to be of the page's origin. The frame
/// shows the package, or a page on the web.
std::string player_policy(const std::string& files) {
    return "default-src 'self' " + files + "; script-src 'self' 'wasm-unsafe-eval' " + files +
           "; worker-src 'self' blob: " + files + "; img-src 'self' data: " + files +
           "; frame-src 'self' https: http:; connect-src 'self' " + files +
           "; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
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

/// What the player says otherwise when nothing is recorded.
constexpr const char* kRehearsalWords[] = {"saved", "saved-at", "save-and-exit",
                                           "back-to-learning"};

Handler opening(std::function<OpenedPage(Request&)> open) {
    return [open = std::move(open)](Request& q) {
        return with_problems(q, [&](Request& request) {
            // The page tells how far its journal goes. Nothing depends on it: it sends the journal
            // itself.
            request.body(kMostOpen);
            const OpenedPage page = open(request);
            return Response::json({{"opening", page.opening},
                                   {"number", page.number},
                                   {"course", page.course->json},
                                   {"opening_data", page.opening_data},
                                   {"state", page.state},
                                   {"now", page.now.ms}});
        });
    };
}

Handler committing(std::function<std::int64_t(Request&, const CommitEnvelope&)> commit) {
    return [commit = std::move(commit)](Request& q) {
        return with_problems(q, [&](Request& request) {
            const auto commits = read_commits(request.body(kMostCommit));
            if (commits.empty()) {
                throw Error(ErrorKind::BadRequest, "elearning.commit",
                            "Send {\"opening\", \"number\", \"operations\": [...]}, or an array "
                            "of up to " +
                                std::to_string(kMostCommits) + " of them.");
            }
            // Each is stored by itself: what comes before one that can't be is on disk.
            std::int64_t stored = 0;
            for (const CommitEnvelope& one : commits) stored = commit(request, one);
            return Response::json_text("{\"number\":" + std::to_string(stored) + '}');
        });
    };
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

std::string player_worker(const std::filesystem::path& plugin_folder) {
    std::ifstream file(plugin_folder / "static" / "player" / "offline-worker.js");
    return {std::istreambuf_iterator<char>(file), {}};
}

void PlayerPages::declare(Registrar& registrar) {
    registrar.get("/play/{token}", Public, [this](Request& q) { return player(q); })
        .content_origin();
    registrar
        .post("/play/attempts/{attempt}/open", Public, opening([this](Request& q) {
                  const auto attempt = q.id<Attempt>("attempt");
                  const PageRequest page = page_request(q);
                  if (auto url = rehearsals_.instead(attempt, page))
                      throw AttemptMoved(std::move(*url), "The attempt is completed.");
                  return play_.open(attempt, page);
              }))
        .content_origin()
        .without_csrf();
    registrar
        .post("/play/attempts/{attempt}/commits", Public,
              committing([this](Request& q, const CommitEnvelope& commit) {
                  return play_.commit(q.id<Attempt>("attempt"), page_request(q), commit);
              }))
        .content_origin()
        .without_csrf();
    registrar
        .post("/play/rehearsals/{rehearsal}/open", Public, opening([this](Request& q) {
                  return rehearsals_.open(q.id<Rehearsal>("rehearsal"), page_request(q));
              }))
        .content_origin()
        .without_csrf();
    registrar
        .post("/play/rehearsals/{rehearsal}/commits", Public,
              committing([this](Request& q, const CommitEnvelope& commit) {
                  return rehearsals_.commit(q.id<Rehearsal>("rehearsal"), page_request(q), commit);
              }))
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
                                {"files", host_.addresses().content_url},
                                {"mark", mark(request)}},
                               request.t("elearning.launch-ended-title"), ""),
                          410);
}

PlayerPages::Shown PlayerPages::shown(Reader& reader, const PageRequest& page) const {
    if (const auto rehearsal = rehearsals_.find(reader, page))
        return shown_rehearsal(reader, *rehearsal);
    const Launch launch = play_.launch(reader, page);
    const auto attempt = store::attempt(reader, launch.attempt);
    const auto course = catalogue_.course(reader, attempt->course);
    const auto person = people_.person(reader, attempt->person);
    const auto package = store::package_of_course(reader, attempt->course);
    const std::string& site = host_.addresses().public_url;
    Shown shown;
    shown.id = attempt->id.text();
    shown.path = "/play/attempts/" + shown.id;
    shown.locale = launch.locale;
    shown.course = courses_.get(reader, launch.version);
    shown.title = course ? course->title : shown.course->course.title;
    shown.learner = person ? person->full_name() : "";
    shown.exit = site + "/learning";
    if (package->attempt_limit == 0 || attempt->used() < package->attempt_limit)
        shown.new_attempt = site + "/enrolments/" + attempt->enrolment.text() + "/new-attempt";
    return shown;
}

PlayerPages::Shown PlayerPages::shown_rehearsal(Reader& reader,
                                                const RehearsalRecord& rehearsal) const {
    const auto version = store::version(reader, rehearsal.version);
    const auto package = store::package(reader, version->package);
    const auto course = catalogue_.course(reader, package->course);
    Shown shown;
    shown.id = rehearsal.id.text();
    shown.path = "/play/rehearsals/" + shown.id;
    shown.mode = rehearsal.mode == "normal" ? "trial" : rehearsal.mode;
    shown.recorded = false;
    shown.locale = rehearsal.locale;
    shown.course = courses_.get(reader, rehearsal.version);
    shown.title = course ? course->title : version->title;
    shown.learner = rehearsal.learner_name;
    shown.exit = host_.addresses().public_url + rehearsal.exit_path;
    return shown;
}

Json PlayerPages::words(const Shown& shown) const {
    const auto text = [&](const std::string& key) {
        return host_.messages().text(shown.locale, key);
    };
    Json texts = Json::object();
    for (const std::string& word : words_) texts[word] = text(std::string(kPrefix) + word);
    if (!shown.recorded) {
        for (const char* word : kRehearsalWords)
            texts[word] = text(std::string("elearning.rehearsal-") + word);
    }
    return texts;
}

Response PlayerPages::player(Request& request) {
    const std::string_view token = request.param("token");
    Shown shown;
    try {
        const PageRequest page{token, request.header("Host").value_or("")};
        host_.db().read([&](Reader& reader) { shown = this->shown(reader, page); });
    } catch (const Error& error) {
        if (error.code() != "elearning.launch-ended") throw;
        return launch_ended(request);
    }
    const Json texts = words(shown);
    Json block{{"attempt", shown.id},
               {"token", token},
               {"title", shown.course->course.title},
               {"course_title", shown.title},
               {"learner_name", shown.learner},
               {"locale", shown.locale},
               {"mode", shown.mode},
               {"recorded", shown.recorded},
               {"texts", texts},
               {"urls",
                {{"open", shown.path + "/open"},
                 {"commits", shown.path + "/commits"},
                 {"content_base", "/c/" + shown.course->sha256 + "/"},
                 {"exit", shown.exit},
                 {"gained", shown.recorded ? shown.path + "/gained" : ""},
                 {"files", shown.recorded ? shown.path + "/files" : ""},
                 {"troubles", shown.recorded ? shown.path + "/troubles" : ""},
                 {"new_attempt", shown.new_attempt}}}};
    return Response::page(view("elearning/player",
                               {{"locale", shown.locale},
                                {"files", host_.addresses().content_url},
                                {"course_title", shown.title},
                                {"mark", mark(request)},
                                {"attempt_json", embeddable(block)},
                                {"text", texts},
                                {"exit_url", shown.exit}},
                               shown.title, ""))
        .header("Content-Security-Policy", player_policy(host_.addresses().content_url))
        .header("Permissions-Policy", "unload=(self)")
        .header("Origin-Agent-Cluster", "?1")
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-store");
}

}  // namespace tessera::elearning
