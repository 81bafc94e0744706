#include "http/router.hpp"

#include "http/openapi.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tessera::kernel {
namespace {

MountedRoute route(Method method, std::string pattern, std::string owner = "sample") {
    MountedRoute mounted;
    mounted.route.method = method;
    mounted.route.pattern = std::move(pattern);
    mounted.owner = std::make_shared<Usage>(std::move(owner));
    return mounted;
}

/// "pattern name=value …" of what answers, or "- allow".
std::string found(const RouteTable& table, Method method, std::string_view path,
                  Origin origin = Origin::Public) {
    const auto match = table.find(origin, method, path);
    if (match.route == nullptr) return "- " + match.allow;
    std::string text = match.route->route.pattern;
    for (const auto& [name, value] : match.params) text += " " + std::string(name) + "=" + value;
    return text;
}

TEST(Router, finds_literals_places_and_the_rest) {
    const RouteTable table({route(Method::Get, "/"), route(Method::Get, "/people"),
                            route(Method::Get, "/people/{person}"),
                            route(Method::Get, "/people/{person}/tabs/{tab}"),
                            route(Method::Get, "/c/{hash}/{rest...}")});
    EXPECT_EQ(found(table, Method::Get, "/"), "/");
    EXPECT_EQ(found(table, Method::Get, "/people"), "/people");
    EXPECT_EQ(found(table, Method::Get, "/people/42"), "/people/{person} person=42");
    EXPECT_EQ(found(table, Method::Get, "/people/42/tabs/a%2Fb%20c"),
              "/people/{person}/tabs/{tab} person=42 tab=a/b c");
    EXPECT_EQ(found(table, Method::Get, "/c/1f/js/app%20one.js"),
              "/c/{hash}/{rest...} hash=1f rest=js/app one.js");
    EXPECT_EQ(found(table, Method::Get, "/c/1f/"), "/c/{hash}/{rest...} hash=1f rest=");
    EXPECT_EQ(found(table, Method::Get, "/c/1f"), "/c/{hash}/{rest...} hash=1f rest=");
}

TEST(Router, finds_nothing_where_nothing_is) {
    const RouteTable table({route(Method::Get, "/people"), route(Method::Get, "/people/{person}")});
    for (const char* path :
         {"/peopl", "/people/", "/people/1/2", "people", "", "*", "/people/%zz", "/people/%2",
          "/people/%00", "/people/%ff", "/people/..", "/people/%2e%2e"}) {
        EXPECT_EQ(found(table, Method::Get, path), "- ") << path;
    }
}

TEST(Router, prefers_the_literal_but_comes_back_to_the_place) {
    const RouteTable table(
        {route(Method::Get, "/people/new"), route(Method::Get, "/people/{person}"),
         route(Method::Get, "/people/{person}/edit"), route(Method::Delete, "/people/{person}")});
    EXPECT_EQ(found(table, Method::Get, "/people/new"), "/people/new");
    EXPECT_EQ(found(table, Method::Get, "/people/new/edit"), "/people/{person}/edit person=new");
    EXPECT_EQ(found(table, Method::Delete, "/people/new"), "/people/{person} person=new");
}

TEST(Router, names_the_methods_that_do_exist) {
    const RouteTable table({route(Method::Get, "/people"), route(Method::Post, "/people"),
                            route(Method::Delete, "/people/{person}")});
    EXPECT_EQ(found(table, Method::Put, "/people"), "- GET, HEAD, POST");
    EXPECT_EQ(found(table, Method::Get, "/people/1"), "- DELETE");
}

TEST(Router, keeps_the_two_origins_apart) {
    MountedRoute player = route(Method::Get, "/play/{attempt}");
    player.route.on_content_origin = true;
    const RouteTable table({player, route(Method::Get, "/home")});
    EXPECT_EQ(found(table, Method::Get, "/play/1"), "- ");
    EXPECT_EQ(found(table, Method::Get, "/play/1", Origin::Content), "/play/{attempt} attempt=1");
    EXPECT_EQ(found(table, Method::Get, "/home", Origin::Content), "- ");
}

TEST(Router, names_both_plugins_of_a_clash) {
    try {
        const RouteTable table({route(Method::Get, "/people/{person}", "people"),
                                route(Method::Get, "/people/{id}", "identity")});
        FAIL() << "a clash was accepted";
    } catch (const Error& e) {
        EXPECT_EQ(e.code(), "routes.clash");
        EXPECT_STREQ(e.what(), "people and identity both answer GET /people/{id}.");
    }
}

TEST(Router, refuses_patterns_that_are_none) {
    for (const char* pattern :
         {"people", "", "/a//b", "/{}", "/{a}/{a}", "/{rest...}/a", "/a{b}", "/a?b"}) {
        EXPECT_THROW(RouteTable({route(Method::Get, pattern)}), Error) << pattern;
    }
}

TEST(Usage, lets_nobody_in_once_closed_and_waits_for_those_inside) {
    Usage usage("sample");
    {
        const UsageScope inside(usage);
        ASSERT_TRUE(inside);
        usage.close();
        EXPECT_FALSE(UsageScope(usage));
        EXPECT_FALSE(usage.wait_idle(std::chrono::milliseconds(5)));
    }
    EXPECT_TRUE(usage.wait_idle(std::chrono::milliseconds(5)));
    usage.reopen();
    EXPECT_TRUE(UsageScope(usage));
}

TEST(OpenApi, shows_the_routes_of_the_api_as_they_were_declared) {
    MountedRoute create = route(Method::Post, "/api/v1/people", "people");
    create.route.access = Needs("people.edit");
    create.route.summary("Adds a person")
        .body({{"given_name", "string", "First name"}, {"born", "date", "Day of birth", false}})
        .returns(201, "The person");
    MountedRoute show = route(Method::Get, "/api/v1/people/{person}", "people");
    show.route.query({"at", "date", "On this day", false});
    MountedRoute import = route(Method::Post, "/api/v1/packages", "elearning");
    import.route.body({{ "file", "file", "The zip" }});
    const RouteTable table({create, show, import, route(Method::Get, "/people"),
                            route(Method::Get, "/api/v1/files/{rest...}")});
    const Json document = openapi(table, "https://site.test", "1.2");

    EXPECT_EQ(document["openapi"], "3.1.0");
    EXPECT_EQ(document["servers"][0]["url"], "https://site.test/api/v1");
    EXPECT_EQ(document["paths"].size(), 4u) << "pages are not part of it";
    const Json& post = document["paths"]["/people"]["post"];
    EXPECT_EQ(post["summary"], "Adds a person");
    EXPECT_EQ(post["tags"], Json::array({"people"}));
    EXPECT_EQ(post["x-permission"], "people.edit");
    EXPECT_EQ(post["responses"]["201"]["description"], "The person");
    EXPECT_EQ(post["responses"]["default"]["$ref"], "#/components/responses/Problem");
    const Json& schema = post["requestBody"]["content"]["application/json"]["schema"];
    EXPECT_EQ(schema["required"], Json::array({"given_name"}));
    EXPECT_EQ(schema["properties"]["born"]["format"], "date");
    const Json& get = document["paths"]["/people/{person}"]["get"];
    EXPECT_EQ(get["parameters"][0]["name"], "person");
    EXPECT_EQ(get["parameters"][0]["in"], "path");
    EXPECT_EQ(get["parameters"][1]["name"], "at");
    EXPECT_EQ(get["security"], Json::array()) << "public";
    EXPECT_TRUE(document["paths"]["/packages"]["post"]["requestBody"]["content"].contains(
        "multipart/form-data"));
    EXPECT_TRUE(document["paths"].contains("/files/{rest}"));
    EXPECT_TRUE(document["components"]["securitySchemes"].contains("key"));
    EXPECT_EQ(document["security"].size(), 2u) << document["security"];
}

}  // namespace
}  // namespace tessera::kernel
