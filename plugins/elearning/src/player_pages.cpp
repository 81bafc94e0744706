#include "player_pages.hpp"

#include "problem.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
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

/// Which browser this is, for all launches of one origin; and the token of one launch, sent to the
/// addresses of what it opens alone.
constexpr const char* kBrowserCookie = "tessera_browser";
constexpr const char* kLaunchCookie = "tessera_launch";

/// The token of "Authorization: Launch TOKEN".
std::string_view token_of(const Request& request) {
    constexpr std::string_view kScheme = "Launch ";
    const std::string_view value = request.header("Authorization").value_or("");
    return value.substr(0, kScheme.size()) == kScheme ? value.substr(kScheme.size())
                                                      : std::string_view();
}

PageRequest page_of(const Request& request, std::string_view token) {
    return {token, request.header("Host").value_or(""),
            request.cookie(kBrowserCookie).value_or("")};
}
PageRequest page_of(const Request& request) { return page_of(request, token_of(request)); }

std::string cookie(const char* name, std::string_view value, const std::string& path, bool secure) {
    return std::string(name) + '=' + std::string(value) + "; Path=" + path +
           "; Max-Age=" + std::to_string(kLaunchLife / 1000) + "; HttpOnly; SameSite=Lax" +
           (secure ? "; Secure" : "");
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

/// How many entries of its journal the page left out because they were not signed by a player.
std::int64_t dropped(std::string_view body) {
    constexpr std::int64_t kMost = 10'000;
    const Json told = Json::parse(body, nullptr, false);
    if (!told.is_object() || !told.contains("dropped") || !told["dropped"].is_number_integer())
        return 0;
    return std::clamp<std::int64_t>(told["dropped"].get<std::int64_t>(), 0, kMost);
}

Handler opening(std::function<OpenedPage(Request&, std::int64_t)> open) {
    return [open = std::move(open)](Request& q) {
        return with_problems(q, [&](Request& request) {
            const OpenedPage page = open(request, dropped(request.body(kMostOpen)));
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

void PlayerPages::declare(Registrar& registrar) {
    // Exempt: it uses the address up, which a HEAD does not.
    registrar.get("/play/{token}", Public, [this](Request& q) { return enter(q); })
        .content_origin()
        .without_csrf();
    registrar
        .get("/play/attempts/{attempt}", Public,
             [this](Request& q) {
                 return again(q, "/play/attempts/" + q.id<Attempt>("attempt").text());
             })
        .content_origin();
    registrar
        .get("/play/rehearsals/{rehearsal}", Public,
             [this](Request& q) {
                 return again(q, "/play/rehearsals/" + q.id<Rehearsal>("rehearsal").text());
             })
        .content_origin();
    registrar
        .post("/play/attempts/{attempt}/open", Public,
              opening([this](Request& q, std::int64_t dropped) {
                  const auto attempt = q.id<Attempt>("attempt");
                  const PageRequest page = page_of(q);
                  if (auto url = rehearsals_.instead(attempt, page))
                      throw AttemptMoved(std::move(*url), "The attempt is completed.");
                  return play_.open(attempt, page, dropped);
              }))
        .content_origin()
        .without_csrf();
    registrar
        .post("/play/attempts/{attempt}/commits", Public,
              committing([this](Request& q, const CommitEnvelope& commit) {
                  return play_.commit(q.id<Attempt>("attempt"), page_of(q), commit);
              }))
        .content_origin()
        .without_csrf();
    registrar
        .post("/play/rehearsals/{rehearsal}/open", Public,
              opening([this](Request& q, std::int64_t) {
                  return rehearsals_.open(q.id<Rehearsal>("rehearsal"), page_of(q));
              }))
        .content_origin()
        .without_csrf();
    registrar
        .post("/play/rehearsals/{rehearsal}/commits", Public,
              committing([this](Request& q, const CommitEnvelope& commit) {
                  return rehearsals_.commit(q.id<Rehearsal>("rehearsal"), page_of(q), commit);
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

PlayerPages::Shown PlayerPages::shown(Reader& reader, const Launch& launch) const {
    if (launch.rehearsal) return shown_rehearsal(reader, launch);
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

PlayerPages::Shown PlayerPages::shown_rehearsal(Reader& reader, const Launch& launch) const {
    const RehearsalRecord rehearsal = rehearsals_.find(reader, launch.rehearsal);
    const auto version = store::version(reader, rehearsal.version);
    const auto package = store::package(reader, version->package);
    const auto course = catalogue_.course(reader, package->course);
    Shown shown;
    shown.id = rehearsal.id.text();
    shown.path = "/play/rehearsals/" + shown.id;
    shown.mode = rehearsal.mode == "normal" ? "trial" : rehearsal.mode;
    shown.recorded = false;
    shown.locale = launch.locale;
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

/// What the page keeps on the device goes by a name that tells nobody which attempt it is, and is
/// signed, so that it takes back only what a player wrote. `person` tells whether the one before was
/// somebody else.
Json PlayerPages::device(const Shown& shown, const Launch& launch) const {
    const auto& secrets = host_.secrets();
    return {
        {"name", secrets.sign("elearning.device-name", shown.id).substr(0, 22)},
        {"key", secrets.sign("elearning.device-key", shown.id)},
        {"person", secrets.sign("elearning.device-person", launch.person.text()).substr(0, 22)}};
}

Response PlayerPages::enter(Request& request) {
    const std::string_view token = request.param("token");
    const PageRequest page = page_of(request, token);
    try {
        const Launch launch = rights_.check_address(page);
        Shown shown;
        host_.db().read([&](Reader& reader) { shown = this->shown(reader, launch); });
        Response response = player(request, launch, shown, token);
        if (!launch.session) return response;
        const bool secure = host_.addresses().content_url.rfind("https:", 0) == 0;
        return response
            .header("Set-Cookie", cookie(kBrowserCookie, rights_.exchange(page), "/play/", secure))
            .header("Set-Cookie", cookie(kLaunchCookie, token, shown.path, secure));
    } catch (const Error& error) {
        if (error.code() != "elearning.launch-ended") throw;
        return launch_ended(request);
    }
}

Response PlayerPages::again(Request& request, std::string_view path) {
    const std::string token(request.cookie(kLaunchCookie).value_or(""));
    // Content of another course on a shared origin could otherwise read the page as a text.
    const std::string_view wanted = request.header("Sec-Fetch-Dest").value_or("document");
    try {
        if (wanted != "document" && wanted != "empty" /* a service worker's own */)
            throw elearning::launch_ended();
        const Launch launch = rights_.check(page_of(request, token));
        Shown shown;
        host_.db().read([&](Reader& reader) { shown = this->shown(reader, launch); });
        if (shown.path != path) throw elearning::launch_ended();
        return player(request, launch, shown, token);
    } catch (const Error& error) {
        if (error.code() != "elearning.launch-ended") throw;
        return launch_ended(request);
    }
}

Response PlayerPages::player(Request& request, const Launch& launch, const Shown& shown,
                             std::string_view token) {
    const Json texts = words(shown);
    Json block{{"attempt", shown.id},
               {"token", token},
               {"title", shown.course->course.title},
               {"course_title", shown.title},
               {"learner_name", shown.learner},
               {"locale", shown.locale},
               {"mode", shown.mode},
               {"recorded", shown.recorded},
               {"device", device(shown, launch)},
               {"texts", texts},
               {"urls",
                {{"page", launch.session ? Json(shown.path) : Json()},
                 {"open", shown.path + "/open"},
                 {"commits", shown.path + "/commits"},
                 {"content_base", "/c/" + shown.course->sha256 + "/"},
                 {"exit", shown.exit},
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
