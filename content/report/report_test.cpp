#include "manifest/test_manifest.hpp"
#include "report/findings.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace content::test {
namespace {

TEST(Report, SaysAsJsonWhatItKnows) {
    Package package = package_12();
    package.files.erase("b.html");
    const auto json = nlohmann::json::parse(to_json(package.check().report));
    EXPECT_EQ(json["playable"], false);
    EXPECT_EQ(json["title"], "Course");
    EXPECT_EQ(json["edition"], "SCORM 1.2");
    EXPECT_EQ(json["entries"], 2);
    EXPECT_EQ(json["findings"][0]["severity"], "error");
    EXPECT_EQ(json["findings"][0]["code"], "manifest.file-missing");
    EXPECT_EQ(json["reports"]["completion"], true);
    EXPECT_TRUE(json["tolerances"].is_array());
}

TEST(Report, IsJsonEvenIfTheManifestQuotesBrokenBytes) {
    Package package = package_12();
    package.replace("</title>", "</t\xc3\xa9\xff\xfetitle>");
    EXPECT_TRUE(nlohmann::json::accept(to_json(package.check().report)));
}

TEST(Report, ReadsWellInATerminal) {
    Package package = package_12();
    package.files.erase("a.html");
    package.replace("default=\"O\"", "");
    const std::string text = to_text(package.check().report);
    EXPECT_EQ(text.substr(0, text.find('\n')), "Course");
    EXPECT_NE(
        text.find(
            "This package can't be used yet.\n\n1 error has to be put right\n  - “First” has"),
        std::string::npos)
        << text;
    EXPECT_NE(text.find("1 warning does not stop it"), std::string::npos) << text;
    EXPECT_NE(to_text(package_12().check().report).find("This package can be played."),
              std::string::npos);
}

TEST(Report, PutsErrorsFirst) {
    Findings findings;
    findings.warning("a", "first");
    findings.error("b", "second");
    Report report;
    findings.finish(report);
    EXPECT_EQ(report.findings[0].code, "b");
    EXPECT_FALSE(report.playable());
}

TEST(Report, WritesNumbersAndSizesForPeople) {
    EXPECT_EQ(count_of(1, "file", "files"), "1 file");
    EXPECT_EQ(count_of(0, "file", "files"), "0 files");
    EXPECT_EQ(count_of(1'234'567, "file", "files"), "1,234,567 files");
    EXPECT_EQ(size_text(412), "412 bytes");
    EXPECT_EQ(size_text(12'288), "12 KB");
    EXPECT_EQ(size_text(50'541'363), "48.2 MB");
    EXPECT_EQ(size_text(2ull << 30), "2.0 GB");
}

Reports foretold(Package package, const std::string& script) {
    package.files["a.html"] = "<script src='deep/a.js'></script>";
    package.files["deep/a.js"] = script;
    return package.check().report.reports;
}

TEST(Report, ForetellsWhatScriptsReport) {
    const Reports all =
        foretold(package_12(), "s('cmi.core.lesson_status','passed');s('cmi.core.score.raw')");
    EXPECT_TRUE(all.completion && all.success && all.score);
    EXPECT_EQ(all.text,
              "It reports when it is complete, a pass or a fail and a score, as far as its scripts "
              "show.");
    const Reports some = foretold(package_12(), "s('cmi.core.lesson_status','completed')");
    EXPECT_TRUE(some.completion);
    EXPECT_FALSE(some.success || some.score);
    const Reports newer =
        foretold(package_2004(), "s('cmi.completion_status');s('cmi.score.scaled')");
    EXPECT_TRUE(newer.completion && newer.score);
    EXPECT_FALSE(newer.success);
}

TEST(Report, SeesElementNamesThatScriptsPutTogether) {
    const Reports reports =
        foretold(package_12(),
                 "set(core + 'lesson_status', s); const e = 'cmi.core.score'; set(`${e}.raw`, 5);");
    EXPECT_TRUE(reports.completion);
    EXPECT_TRUE(reports.score);
}

TEST(Report, ForetellsWhatTheManifestMakesOfAScore) {
    const std::string mastery = R"(<item identifier="A" identifierref="R1"><title>A</title>
        <adlcp:masteryscore>80</adlcp:masteryscore></item>)";
    EXPECT_TRUE(foretold(package_12(mastery), "cmi.core.score.raw").success);
    const std::string measure = R"(<item identifier="A" identifierref="R1"><title>A</title>
        <imsss:sequencing><imsss:objectives><imsss:primaryObjective satisfiedByMeasure="true"/>
        </imsss:objectives></imsss:sequencing></item>)";
    EXPECT_TRUE(foretold(package_2004(measure), "cmi.score.scaled").success);
}

TEST(Report, WarnsWhenNothingIsReported) {
    Package silent = package_12();
    silent.files["a.html"] = "<p>Nothing</p>";
    EXPECT_TRUE(has_warning(silent.check(), "reports.nothing"));
    silent.files["a.html"] = "cmi.core.score.raw";
    EXPECT_TRUE(has_warning(silent.check(), "reports.no-completion"));
    Package pages = package_12();
    pages.replace("\"sco\"", "\"asset\"");
    const Checked checked = pages.check();
    EXPECT_TRUE(checked.report.findings.empty());
    EXPECT_NE(checked.report.reports.text.find("pages only"), std::string::npos);
}

TEST(Report, CountsContentOf12ThatOnlyEndsAsComplete) {
    const Reports silent = foretold(package_12(), "API.LMSInitialize(''); API.LMSFinish('')");
    EXPECT_TRUE(silent.completion);
    EXPECT_NE(silent.text.find("complete when it ends"), std::string::npos) << silent.text;
    Package package = package_12();
    package.files["a.html"] = "<script>API.LMSInitialize(''); API.LMSFinish('')</script>";
    EXPECT_TRUE(package.check().report.findings.empty()) << to_text(package.check().report);
    EXPECT_FALSE(foretold(package_12(), "API.LMSInitialize('')").completion);
    EXPECT_FALSE(
        foretold(package_2004(), "API_1484_11.Initialize(''); x.Terminate('')").completion);
}

TEST(Report, TellsAnAdaptCourseWithoutTracking) {
    const auto adapt = [](const std::string& config) {
        Package package = package_2004();
        package.files["adapt/js/adapt.min.js"] =
            "set('cmi.completion_status'); set('cmi.score.scaled'); set('cmi.success_status')";
        package.files["course/config.json"] = config;
        return package.check();
    };
    const Checked on = adapt(R"({"_spoor": {"_isEnabled": true}})");
    EXPECT_TRUE(on.report.reports.completion);
    EXPECT_FALSE(finding(on, "reports.switched-off"));
    for (const char* config : {R"({"_spoor": {"_isEnabled": false}})", R"({"_spoor": {}})"}) {
        const Checked off = adapt(config);
        EXPECT_FALSE(off.report.reports.any()) << config;
        EXPECT_TRUE(has_warning(off, "reports.switched-off")) << config;
        EXPECT_FALSE(finding(off, "reports.nothing")) << "said once";
    }
    for (const char* config : {"not JSON", "{}"})
        EXPECT_TRUE(adapt(config).report.reports.completion) << "nothing is known: " << config;
}

TEST(Report, NamesTheToolByWhatOnlyItsOutputHas) {
    const auto tool = [](const std::string& file, const std::string& page) {
        Package package = package_12();
        package.files[file] = "x";
        package.files["a.html"] = page + "cmi.core.lesson_status";
        return package.check().report.tool;
    };
    EXPECT_EQ(tool("scormdriver/scormdriver.js", ""), "a tool that uses Rustici's SCORM Driver");
    EXPECT_EQ(tool("scormdriver/indexAPI.html", "<p>scormcontent/index.html</p>"),
              "a tool that uses Rustici's SCORM Driver");
    EXPECT_EQ(tool("scormcontent/lib/rise/main.js", ""), "Articulate Rise");
    EXPECT_EQ(tool("static/history_content/main.js", ""), "") << "a React course";
    EXPECT_EQ(tool("static/js/main.js", "<p>How this was created using Storyline</p>"), "");
    EXPECT_EQ(tool("x.js", "<p>First steps with Adobe Captivate, iSpring and Lectora</p>"), "");
    EXPECT_EQ(tool("x.js", "<!-- Created using Storyline 360 -->"), "Articulate Storyline");
    EXPECT_EQ(tool("x.js", "<meta content='iSpring 11' name=Generator>"), "iSpring");
}

TEST(Report, QuotesMissingNamesAsPeopleWriteThem) {
    Package package = package_12();
    package.replace("href=\"a.html\"", "href=\"My%20caf%C3%A9.html\"");
    const Checked checked = package.check();
    EXPECT_NE(finding(checked, "manifest.file-missing")->text.find("“My café.html”"),
              std::string::npos);
    Package listed = package_12();
    listed.replace("href=\"a.html\">", "href=\"a.html\"><file href=\"my%20file.js\"/>");
    EXPECT_NE(finding(listed.check(), "manifest.listed-file-missing")->text.find("“my file.js”"),
              std::string::npos);
}

}  // namespace
}  // namespace content::test
