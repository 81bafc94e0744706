#include "manifest/test_manifest.hpp"
#include "scorm/deviations.hpp"

#include <gtest/gtest.h>

namespace content::test {
namespace {

const Tolerance* allowance(const Checked& checked, const std::string& name) {
    for (const Tolerance& one : checked.report.tolerances) {
        if (one.name == name && one.run_time) return &one;
    }
    return nullptr;
}

Checked with_script(Package package, const std::string& script) {
    package.files["a.html"] = "<script src='a.js'></script>";
    package.files["a.js"] = script;
    return package.check();
}

std::string evidence(const Checked& checked, const std::string& name) {
    const Tolerance* one = allowance(checked, name);
    return one ? one->evidence : std::string();
}

TEST(Evidence, EveryPackageOf12GetsWhatHarmsNobody) {
    const Checked checked = package_12().check();
    for (const scorm::DeviationRow& row : scorm::kDeviations) {
        EXPECT_EQ(allowance(checked, std::string(row.name)) != nullptr,
                  row.use_12 == scorm::Use::Always)
            << row.name;
    }
    EXPECT_TRUE(checked.report.findings.empty()) << "an allowance is no warning";
}

TEST(Evidence, APackageOf2004IsTakenToTheLetter) {
    EXPECT_EQ(run_time_tolerances(package_2004().check().report), "");
    const Checked tested = with_script(package_2004(), R"(
        expect(api.SetValue('cmi.completion_status', 'Completed'), 'false');
        expect(api.SetValue('cmi.completion_status', 'completed'), 'true');
        expect(api.Initialize('null'), 'false'); expect(api.Initialize(''), 'true');
        if (api.GetValue('cmi.success_status') == 'Passed') fail();)");
    EXPECT_EQ(run_time_tolerances(tested.report), "") << "both ways: this content wants to know";
}

TEST(Evidence, IsWhatScriptsDo) {
    const auto shown = [](const std::string& script, const std::string& name) {
        return evidence(with_script(package_2004(), script), name);
    };
    EXPECT_EQ(shown("set(\"cmi.completion_status\", \"Completed\")", "word-case"),
              "“a.js” sets completion_status to “Completed”.");
    EXPECT_EQ(shown("cmi.success_status = 'pass';", "word-variants"),
              "“a.js” sets success_status to “pass”.");
    EXPECT_EQ(
        shown("set('cmi.interactions.0.timestamp', new Date().toISOString())", "timestamp-formats"),
        "“a.js” sets “timestamp” with toISOString().");
    EXPECT_EQ(shown("set('cmi.score.raw', points.toLocaleString())", "comma-decimals"),
              "“a.js” sets “score.” with toLocaleString().");
    EXPECT_EQ(shown("s('cmi.completion_status', all ? 'Completed' : 'Incomplete');", "word-case"),
              "“a.js” sets completion_status to “Completed”.");
    EXPECT_EQ(shown("set('cmi.score.scaled', '0,85')", "comma-decimals"),
              "“a.js” sets score.scaled to “0,85”.");
    EXPECT_EQ(
        shown("set('cmi.score.scaled', '0,85'); set('cmi.score.scaled', '0.85')", "comma-decimals"),
        "");
    EXPECT_EQ(shown("set('cmi.score.raw', '85%')", "percent-signs"),
              "“a.js” sets score.raw to “85%”.");
    EXPECT_EQ(shown("set('cmi.session_time', '00:10:00')", "time-formats"),
              "“a.js” sets session_time to “00:10:00”.");
    EXPECT_EQ(shown("set('cmi.session_time', 'PT10M')", "time-formats"), "");
    EXPECT_EQ(shown("[['cmi.completion_status','completed'],['cmi.success_status','Passed'],"
                    "['cmi.success_status','passed']]",
                    "word-case"),
              "");
    EXPECT_EQ(shown("API.Terminate( 0)", "loose-arguments"), "“a.js” calls .Terminate(0).");
    EXPECT_EQ(shown("log(new Date().toISOString())", "timestamp-formats"), "");
    EXPECT_EQ(shown("set('cmi.completion_status', 'great')", "word-variants"), "");

    const Checked game = with_script(package_12(), "set('cmi.core.score.max', '250')");
    EXPECT_EQ(evidence(game, "score-points"), "“a.js” sets score.max to 250.");
    EXPECT_EQ(
        allowance(with_script(package_12(), "set('cmi.core.score.max', '100')"), "score-points"),
        nullptr);
}

TEST(Evidence, SeesPagesThatInitializeEachForItself) {
    Package package = package_12();
    const std::string page = "<body onload='loadPage()' onunload='unloadPage()'>";
    package.files["a.html"] = page;
    EXPECT_EQ(evidence(package.check(), "begin-again"),
              "Every SCORM 1.2 package may: it harms nobody.");
    package.files["page2.html"] = page;
    EXPECT_EQ(evidence(package.check(), "begin-again"),
              "“page2.html” initializes too, and is no start page.");
}

TEST(Evidence, SeesPagesThatInitializeByAScript) {
    for (const char* const page : {"story/page2.html", "story/page2.xhtml"}) {
        Package package = package_12();
        package.files["story/lms.js"] =
            "API.LMSInitialize(''); addEventListener('pagehide', finish)";
        package.files[page] = "<script src='../story/lms.js'></script>";
        EXPECT_EQ(evidence(package.check(), "begin-again"),
                  "“" + std::string(page) + "” initializes too by “lms.js”, and is no start page.");
    }
}

TEST(Evidence, APackageOfAKnownToolGetsAllItsAuthorCantPutRight) {
    const auto made_with = [](const std::string& file, const std::string& start) {
        Package package = package_2004();
        package.files[file] = "x";
        package.files["a.html"] = start;
        return package.check();
    };
    const Checked storyline = made_with("story_content/user.js", "");
    EXPECT_EQ(storyline.report.tool, "Articulate Storyline");
    EXPECT_EQ(evidence(storyline, "free-responses"),
              "Packages made with Articulate Storyline may.");
    EXPECT_EQ(allowance(storyline, "begin-again"), nullptr);
    EXPECT_EQ(made_with("adapt/js/adapt.min.js", "").report.tool, "Adapt");
    EXPECT_EQ(made_with("scormcontent/index.html", "").report.tool, "Articulate Rise");
    EXPECT_EQ(made_with("scormcontent/lib/rise/9f.js", "").report.tool, "Articulate Rise");
    EXPECT_EQ(made_with("x.js", "<meta name='generator' content='eXeLearning 3'>").report.tool,
              "eXeLearning");
    EXPECT_EQ(made_with("x.js", "").report.tool, "");
}

TEST(Evidence, AnEditionThatNoScriptSpeaksIsNotPlayed) {
    Package package = package_2004();
    const Checked old = with_script(package, "API.LMSInitialize('')");
    EXPECT_TRUE(tolerates(old, "edition-by-scripts"));
    EXPECT_EQ(old.report.edition, "SCORM 1.2");
    EXPECT_TRUE(activity(old, "A").sequencing.control.flow);
    const Checked both = with_script(package, "API.LMSInitialize(''); API_1484_11.Initialize('')");
    EXPECT_EQ(both.report.edition, "SCORM 2004 4th edition");
    const Checked recent = with_script(package_12(), "window.API_1484_11.Initialize('')");
    EXPECT_EQ(recent.report.edition, "SCORM 2004 4th edition");
    EXPECT_TRUE(recent.course);
}

TEST(Evidence, ContentThatLooksForBothApisKeepsItsEdition) {
    for (const char* const script :
         {"api = w.API_1484_11 || w.API; api['LMS' + name]('');",
          "if (w.API_1484_11) v = 2; else if (w[\"API\"]) v = 1; call(\"Initialize\");",
          "find('API_1484_11'); find('API'); run(prefix + 'Initialize');"}) {
        EXPECT_EQ(with_script(package_12(), script).report.edition, "SCORM 1.2") << script;
    }
    for (const char* const script :
         {"find('API' + '_1484_11').Initialize('')", "window.API.GetValue('cmi.location')",
          "LMSInitialize(); find(\"API_1484\" + suffix)"}) {
        EXPECT_EQ(with_script(package_2004(), script).report.edition, "SCORM 2004 4th edition")
            << script;
    }
}

TEST(Evidence, ResourcesWithoutATypeAreScosWhenScriptsSpeak) {
    Package package = package_12();
    package.replace(" adlcp:scormtype=\"sco\"", "");
    EXPECT_EQ(package.check().report.scos, 0u);
    const Checked spoken = with_script(package, "API.LMSInitialize('')");
    EXPECT_TRUE(tolerates(spoken, "untyped-scos"));
    EXPECT_TRUE(activity(spoken, "A").sco);
    EXPECT_FALSE(activity(spoken, "B").sco) << "it says that it is an asset";
}

}  // namespace
}  // namespace content::test
