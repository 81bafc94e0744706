#include "plugin/manifest.hpp"

#include "tessera/error.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tessera::kernel {
namespace {

/// A manifest that is in order, with `change` merged in.
std::string manifest_with(const char* change = "{}") {
    Json document = {{"id", "rota"},
                     {"version", "1.2.3"},
                     {"title", "Rota"},
                     {"description", "Who works when."},
                     {"requires", {"people"}}};
    document.merge_patch(Json::parse(change));
    return document.dump();
}

std::string objection_to(const std::string& text) {
    try {
        parse_manifest(text, "/plugins/rota");
    } catch (const Error& problem) {
        EXPECT_EQ(problem.kind(), ErrorKind::Invalid);
        return problem.what();
    }
    return "accepted";
}

TEST(Manifest, ReadsWhatAPluginDeclares) {
    const auto manifest =
        parse_manifest(manifest_with(R"({"optional": ["enrolment"], "provides": ["rota.shifts/1"],
            "permissions": [{"id": "rota.see", "label": "See", "roles": ["employee"]}],
            "settings": [{"id": "rota.weeks", "type": "integer", "default": 4, "label": "Weeks",
                          "min": 1, "max": 52}],
            "jobs": [{"id": "rota.nightly", "schedule": "daily 02:00"}, {"id": "rota.once"}],
            "slots": ["nav.learning"]})"),
                       "/plugins/rota");
    EXPECT_EQ(manifest.id, "rota");
    EXPECT_EQ(manifest.requires_, std::vector<std::string>{"people"});
    EXPECT_EQ(manifest.optional, std::vector<std::string>{"enrolment"});
    EXPECT_TRUE(manifest.declares_permission("rota.see"));
    EXPECT_FALSE(manifest.declares_permission("rota.change"));
    EXPECT_EQ(manifest.permission_about("rota.see"), About::Site) << "the narrowest when not said";
    EXPECT_EQ(manifest.permission_about("rota.change"), std::nullopt);
    EXPECT_TRUE(manifest.declares_service("rota.shifts/1"));
    EXPECT_TRUE(manifest.declares_slot("nav.learning"));
    ASSERT_EQ(manifest.settings.size(), 1u);
    EXPECT_EQ(manifest.settings[0].default_value, "4");
    ASSERT_EQ(manifest.jobs.size(), 2u);
    EXPECT_EQ(manifest.jobs[0].schedule, "daily 02:00");
    EXPECT_EQ(manifest.jobs[1].schedule, "");
}

TEST(Manifest, EveryMistakeIsNamedInASentence) {
    EXPECT_NE(objection_to("{").find("not valid JSON"), std::string::npos);
    EXPECT_EQ(objection_to("[]"), "plugin.json must be one object.");
    EXPECT_EQ(objection_to(manifest_with(R"({"version": null})")),
              "plugin.json lacks \"version\".");
    EXPECT_EQ(objection_to(manifest_with(R"({"version": "1.2"})")),
              "The version \"1.2\" must be three numbers, for example 1.4.2.");
    EXPECT_EQ(objection_to(manifest_with(R"({"id": "Rota"})")),
              "The id \"Rota\" may only have lower-case letters, digits and dashes.");
    EXPECT_EQ(objection_to(manifest_with(R"({"id": "kernel"})")), "The id \"kernel\" is reserved.");
    EXPECT_EQ(objection_to(manifest_with(R"({"permision": []})")),
              "plugin.json has an entry \"permision\" that is not known. Is it misspelt?");
    EXPECT_EQ(objection_to(manifest_with(R"({"requires": ["rota"]})")),
              "The plugin names itself in \"requires\" or \"optional\".");
    EXPECT_EQ(objection_to(manifest_with(R"({"requires": ["people", "people"]})")),
              "plugin.json: \"requires\" names \"people\" twice.");
    EXPECT_EQ(
        objection_to(manifest_with(R"({"permissions": [{"id": "people.see", "label": "x"}]})")),
        "The permission \"people.see\" must begin with \"rota.\".");
    EXPECT_EQ(objection_to(manifest_with(
                  R"({"permissions": [{"id": "rota.a", "label": "x", "about": "ward"}]})")),
              "The permission \"rota.a\" is about \"ward\"; known are own, person, unit and site.");
    EXPECT_EQ(objection_to(manifest_with(R"({"jobs": [{"id": "rota.a"}, {"id": "rota.a"}]})")),
              "The job \"rota.a\" is declared twice.");
    EXPECT_EQ(
        objection_to(manifest_with(R"({"jobs": [{"id": "rota.a", "schedule": "sometimes"}]})")),
        "The job \"rota.a\" has the schedule \"sometimes\". Write it like \"every 15m\", \"daily "
        "02:00\" or \"weekly mon 06:30\".");
    EXPECT_EQ(objection_to(manifest_with(R"({"provides": ["people.x/1"]})")),
              "The service \"people.x/1\" must be written \"rota.name/1\".");
    EXPECT_EQ(objection_to(manifest_with(R"({"kind": "script"})")),
              "The kind \"script\" is not known; this version runs native plugins.");
}

TEST(Manifest, ADefaultMustFitItsOwnSetting) {
    EXPECT_EQ(objection_to(manifest_with(R"({"settings": [{"id": "rota.weeks", "type": "integer",
                  "default": 60, "label": "Weeks", "max": 52}]})")),
              "The setting \"rota.weeks\" has a default that is not allowed. Enter 52 or less.");
    EXPECT_EQ(objection_to(manifest_with(R"({"settings": [{"id": "rota.weeks", "type": "integer",
                  "default": "4", "label": "Weeks"}]})")),
              "The setting \"rota.weeks\": \"default\" does not fit its type.");
    EXPECT_EQ(
        objection_to(manifest_with(R"({"settings": [{"id": "rota.weeks", "type": "float",
                  "default": 4, "label": "Weeks"}]})")),
        "The setting \"rota.weeks\" has the type \"float\"; known are integer, boolean and text.");
}

TEST(Manifest, ADeepOrLargeDocumentIsRefused) {
    EXPECT_EQ(objection_to(std::string(100000, '[')), "plugin.json is nested too deeply.");
    EXPECT_EQ(objection_to(std::string(300 * 1024, ' ')), "plugin.json is larger than 256 KB.");
}

TEST(Manifest, AFolderWithoutOneIsNamed) { EXPECT_THROW(read_manifest("/nonexistent"), Error); }

}  // namespace
}  // namespace tessera::kernel
