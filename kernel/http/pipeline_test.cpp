#include "http/test_server.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace tessera::kernel {
namespace {

using namespace testing;

const std::string kCookie = "Cookie: theme=dark; tessera_session=good\r\n";
const std::string kKey = "Authorization: Bearer key1\r\n";
const std::string kJson = "Accept: application/json\r\n";

class PipelineTest : public ::testing::Test {
protected:
    TestServer site;

    void SetUp() override {
        FakeGate& gate = site.gate;
        gate.sessions["good"] = person({"team.read", "team.edit"});
        gate.sessions["weak"] = person({});
        Principal key = person({"team.edit"});
        key.kind = Principal::Kind::ApiKey;
        gate.keys["key1"] = key;
        const auto name = [](Request& q) {
            return Response::text(q.principal().signed_in() ? q.principal().name : "nobody");
        };
        gate.get("/public", name);
        gate.get("/healthz", name);
        gate.post("/public", name);
        gate.route(Method::Get, "/team", Needs("team.read"), name);
        gate.route(Method::Post, "/team", Needs("team.edit"), name);
        gate.route(Method::Post, "/api/v1/team", Needs("team.edit"), name);
        gate.route(Method::Get, "/api/v1/secret", Needs("secret.read"), name);
        gate.post("/lti", name).without_csrf();
        gate.get("/invitations/{token}", name);
        gate.get("/player", name).content_origin();
        gate.post("/commit", name).content_origin();
        gate.get("/people/{person}",
                 [](Request& q) { return Response::text(q.id<struct Person>("person").text()); });
        gate.get("/fails/{how}", [](Request& q) -> Response {
            const std::string_view how = q.param("how");
            if (how == "conflict")
                throw Error(ErrorKind::Conflict, "sample.taken", "It is taken already.");
            if (how == "fields") throw invalid("email", "Enter an e-mail address.");
            if (how == "busy") throw Error(ErrorKind::Unavailable, "sample.busy", "Try later.");
            if (how == "internal")
                throw Error(ErrorKind::Internal, "sample.broken", "secret detail");
            if (how == "page") return Response::page(view("sample/broken", Json::object()));
            if (how == "number") throw 42;
            throw std::runtime_error("secret detail");
        });
        site.start();
    }
    bool logged(const std::string& text) const {
        const auto lines = site.gate.log_lines();
        return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
            return line.find(text) != std::string::npos;
        });
    }
};

TEST_F(PipelineTest, who_is_not_signed_in_is_sent_to_sign_in_and_back) {
    const Reply page = site.ask(get("/team?unit=3&q=a%20b"));
    EXPECT_EQ(page.status, 303);
    EXPECT_EQ(page.header("location"), "/sign-in?next=/team%3Funit%3D3%26q%3Da%2520b");
    EXPECT_EQ(site.ask(post("/team", "")).status, 401);
    const Reply api = site.ask(get("/api/v1/secret"));
    EXPECT_EQ(api.status, 401);
    EXPECT_EQ(api.header("www-authenticate"), "Bearer");
    EXPECT_EQ(Json::parse(api.body)["code"], "http.sign-in");
    const Reply fragment = site.ask(get("/team", "HX-Request: true\r\n"));
    EXPECT_EQ(fragment.status, 401);
    EXPECT_EQ(fragment.header("hx-redirect"), "/sign-in");
}

TEST_F(PipelineTest, a_session_or_a_key_opens_what_its_permissions_allow) {
    EXPECT_EQ(site.ask(get("/team", kCookie)).body, "Ada");
    EXPECT_EQ(site.ask(get("/team", "Cookie: tessera_session=bad\r\n")).status, 303);
    EXPECT_EQ(site.ask(get("/api/v1/secret", "Authorization: Bearer nonsense\r\n")).status, 401);
    const Reply refused = site.ask(get("/api/v1/secret", kKey));
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.header("content-type"), "application/problem+json");
    EXPECT_EQ(Json::parse(refused.body)["code"], "secret.read") << "names what is missing";
    const Reply page = site.ask(get("/team", "Cookie: tessera_session=weak\r\n"));
    EXPECT_EQ(page.status, 403);
    EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
    EXPECT_NE(page.body.find("team.read"), std::string::npos);
}

TEST_F(PipelineTest, public_routes_know_who_is_there_but_do_not_ask) {
    EXPECT_EQ(site.ask(get("/public")).body, "nobody");
    EXPECT_EQ(site.ask(get("/public", kCookie)).body, "Ada");
}

TEST_F(PipelineTest, a_change_by_cookie_needs_the_token) {
    EXPECT_EQ(site.ask(post("/team", "a=1", kCookie)).status, 403);
    EXPECT_EQ(site.ask(post("/team", "_csrf=wrong-token", kCookie)).status, 403);
    EXPECT_EQ(site.ask(post("/team", "_csrf=form-token&a=1", kCookie)).status, 200);
    EXPECT_EQ(site.ask(post("/team", "", kCookie + "X-CSRF-Token: form-token\r\n")).status, 200);
    EXPECT_EQ(site.ask(post("/team", "{}", kCookie, "application/json")).status, 403);
    EXPECT_EQ(site.ask(post("/public", "a=1", kCookie)).status, 403) << "also where anybody may";
    EXPECT_EQ(site.ask(post("/public", "a=1")).status, 200) << "nobody is signed in";
    const std::string multipart =
        "--b\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\nform-token\r\n--b--\r\n";
    EXPECT_EQ(site.ask(post("/team", multipart, kCookie, "multipart/form-data; boundary=b")).status,
              200);
    const Reply refused = site.ask(post("/team", "a=1", kCookie + kJson));
    EXPECT_EQ(Json::parse(refused.body)["code"], "http.csrf");
}

TEST_F(PipelineTest, a_session_without_a_token_can_change_nothing) {
    site.gate.sessions["good"].csrf.clear();
    EXPECT_EQ(site.ask(post("/team", "_csrf=", kCookie)).status, 403);
}

TEST_F(PipelineTest, a_key_needs_no_token) {
    EXPECT_EQ(site.ask(post("/api/v1/team", "{}", kKey, "application/json")).status, 200);
}

TEST_F(PipelineTest, pages_of_other_origins_can_change_nothing) {
    const auto status = [&](const std::string& path, const std::string& headers) {
        return site.ask(post(path, "_csrf=form-token", headers)).status;
    };
    for (const char* site_header : {"cross-site", "same-site"}) {
        EXPECT_EQ(status("/team", kCookie + "Sec-Fetch-Site: " + site_header + "\r\n"), 403)
            << site_header;
        EXPECT_EQ(status("/public", "Sec-Fetch-Site: " + std::string(site_header) + "\r\n"), 403);
    }
    EXPECT_EQ(status("/team", kCookie + "Sec-Fetch-Site: same-origin\r\n"), 200);
    EXPECT_EQ(status("/team", kCookie + "Origin: http://content.site.test\r\n"), 403);
    EXPECT_EQ(status("/team", kCookie + "Origin: null\r\n"), 403);
    EXPECT_EQ(status("/team", kCookie + "Origin: http://site.test\r\n"), 200);
    EXPECT_EQ(status("/lti", "Sec-Fetch-Site: cross-site\r\n"), 200)
        << "carries a token of its own";
    EXPECT_EQ(site.ask(get("/public", "Sec-Fetch-Site: cross-site\r\n")).status, 200);
}

TEST_F(PipelineTest, on_the_content_origin_nobody_is_signed_in) {
    const auto ask = [&](const std::string& path, const std::string& headers) {
        return site.ask("GET " + path + " HTTP/1.1\r\nHost: content.site.test\r\n" + headers +
                        "\r\n");
    };
    const Reply player = ask("/player", kCookie + kKey);
    EXPECT_EQ(player.body, "nobody");
    EXPECT_EQ(player.header("content-security-policy"), "") << "routes there bring their own";
    EXPECT_EQ(ask("/team", kCookie).status, 404);
    EXPECT_EQ(site.ask(get("/player")).status, 404);
    EXPECT_EQ(site.ask("POST /commit HTTP/1.1\r\nHost: content.site.test\r\nOrigin: "
                       "http://content.site.test\r\nContent-Length: 0\r\n\r\n")
                  .status,
              200);
}

TEST_F(PipelineTest, a_host_that_is_not_the_sites_is_told_so) {
    const auto ask = [&](const std::string& line, const std::string& host,
                         const std::string& more = {}) {
        return site.ask(line + " HTTP/1.1\r\nHost: " + host + "\r\n" + more + "\r\n");
    };
    for (const char* host :
         {"other.test", "site.test:8080", "site.test.other.test", "127.0.0.1", ""}) {
        for (const char* line :
             {"GET /public", "GET /team", "GET /nothing", "GET /player", "GET /public?lang=cy"}) {
            const Reply reply = ask(line, host, kCookie);
            EXPECT_EQ(reply.status, 421) << line << " " << host;
            EXPECT_EQ(reply.header("location"), "");
        }
        EXPECT_EQ(ask("GET /healthz", host).status, 200);
        EXPECT_EQ(ask("POST /healthz", host, "Content-Length: 0\r\n").status, 421);
    }
    EXPECT_EQ(ask("GET /public?lang=cy", "other.test").body, "cy:kernel.message.http.host\n");
    EXPECT_NE(
        ask("GET /public", "other.test", "Accept: application/json\r\n").body.find("\"http.host\""),
        std::string::npos);
    EXPECT_EQ(ask("GET /public", "SITE.test:80").status, 200);
    EXPECT_EQ(site.ask("GET /public HTTP/1.0\r\n\r\n").status, 200);
    EXPECT_EQ(site.ask("GET http://other.test/public HTTP/1.0\r\n\r\n").status, 421);
}

TEST_F(PipelineTest, who_must_do_something_first_is_led_there) {
    site.gate.detour_path = "/new-password";
    EXPECT_EQ(site.ask(get("/team", kCookie)).header("location"), "/new-password");
    const Reply form = site.ask(post("/team", "_csrf=form-token", kCookie + kJson));
    EXPECT_EQ(form.status, 403);
    EXPECT_EQ(Json::parse(form.body)["code"], "http.detour");
    EXPECT_EQ(site.ask(get("/public", kCookie)).status, 200);
    EXPECT_EQ(site.ask(post("/api/v1/team", "{}", kKey, "application/json")).status, 200);
}

TEST_F(PipelineTest, addresses_and_methods_that_are_not_there) {
    const Reply missing = site.ask(get("/nowhere", kJson));
    EXPECT_EQ(missing.status, 404);
    const Json problem = Json::parse(missing.body);
    EXPECT_EQ(problem["status"], 404);
    EXPECT_EQ(problem["title"], "Not Found");
    EXPECT_EQ(problem["code"], "http.not-found");
    EXPECT_EQ(problem["request_id"], missing.header("x-request-id"));
    EXPECT_EQ(site.ask(get("/nowhere")).header("content-type"), "text/html; charset=utf-8");

    const Reply wrong = site.ask("DELETE /team HTTP/1.1\r\nHost: site.test\r\n\r\n");
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.header("allow"), "GET, HEAD, POST");
    EXPECT_EQ(site.ask("TRACE /team HTTP/1.1\r\nHost: site.test\r\n\r\n").status, 405);
    const Reply options = site.ask("OPTIONS /team HTTP/1.1\r\nHost: site.test\r\n\r\n");
    EXPECT_EQ(options.status, 204);
    EXPECT_EQ(options.header("allow"), "GET, HEAD, POST, OPTIONS");
    EXPECT_EQ(site.ask("OPTIONS * HTTP/1.1\r\nHost: site.test\r\n\r\n").status, 404);
}

TEST_F(PipelineTest, errors_become_problems_with_code_and_fields) {
    const auto problem = [&](const std::string& how) {
        const Reply reply = site.ask(get("/fails/" + how, kJson));
        return std::make_pair(reply.status, Json::parse(reply.body));
    };
    EXPECT_EQ(problem("conflict").first, 409);
    EXPECT_EQ(problem("conflict").second["detail"], "It is taken already.");
    const auto fields = problem("fields");
    EXPECT_EQ(fields.first, 422);
    EXPECT_EQ(fields.second["errors"][0]["field"], "email");
    EXPECT_EQ(fields.second["errors"][0]["message"], "Enter an e-mail address.");
    EXPECT_EQ(site.ask(get("/fails/busy")).header("retry-after"), "5");
    EXPECT_EQ(site.ask(get("/people/xyz")).status, 404);
    EXPECT_EQ(site.ask(get("/people/" + id_text(42))).body, id_text(42));
}

TEST_F(PipelineTest, what_went_wrong_inside_is_in_the_log_and_not_in_the_answer) {
    for (const char* how : {"internal", "runtime", "page", "number"}) {
        const Reply reply = site.ask(get("/fails/" + std::string(how), kJson));
        EXPECT_EQ(reply.status, 500) << how;
        EXPECT_EQ(reply.body.find("secret detail"), std::string::npos);
    }
    EXPECT_TRUE(logged("secret detail"));
    EXPECT_TRUE(logged("the template is broken"));
    EXPECT_TRUE(logged("an exception of unknown type"));
}

TEST_F(PipelineTest, an_error_page_that_fails_is_replaced_by_words) {
    site.gate.broken_error_page = true;
    const Reply reply = site.ask(get("/nowhere"));
    EXPECT_EQ(reply.status, 404);
    EXPECT_NE(reply.body.find("There is nothing at this address."), std::string::npos);
}

TEST_F(PipelineTest, a_closed_plugin_answers_503_and_its_requests_are_waited_for) {
    site.gate.usage->close();
    EXPECT_TRUE(site.gate.usage->wait_idle(std::chrono::milliseconds(1000)));
    const Reply reply = site.ask(get("/public", kJson));
    EXPECT_EQ(reply.status, 503);
    EXPECT_EQ(Json::parse(reply.body)["code"], "http.plugin-stopped");
    site.gate.usage->reopen();
    EXPECT_EQ(site.ask(get("/public")).status, 200);
}

TEST_F(PipelineTest, every_request_leaves_a_line_in_the_log) {
    site.ask(get("/public?secret=1", kCookie));
    EXPECT_TRUE(logged("request method=GET path=/public status=200"));
    EXPECT_TRUE(logged("client=127.0.0.1 who=" + id_text(8)));
    EXPECT_FALSE(logged("secret=1")) << "queries can hold what nobody else should read";
    site.ask(get("/invitations/dGhlLXNlY3JldA"));
    EXPECT_TRUE(logged("path=/invitations/{token} status=200"));
    EXPECT_FALSE(logged("dGhlLXNlY3JldA"));
}

}  // namespace
}  // namespace tessera::kernel
