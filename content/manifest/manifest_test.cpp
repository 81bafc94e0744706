#include "manifest/test_manifest.hpp"

#include <gtest/gtest.h>

namespace content::test {
namespace {

using scorm::Edition;

TEST(Manifest, ReadsACourseOfScorm12) {
    const Checked checked = check_12(R"(
        <item identifier="A" identifierref="R1"><title>  First
             part </title>
          <adlcp:prerequisites type="aicc_script">B &amp; C</adlcp:prerequisites>
          <adlcp:maxtimeallowed>01:30:15.5</adlcp:maxtimeallowed>
          <adlcp:timelimitaction>exit,no message</adlcp:timelimitaction>
          <adlcp:datafromlms>start=3&amp;end=5</adlcp:datafromlms>
          <adlcp:masteryscore>80</adlcp:masteryscore>
        </item>
        <item identifier="B"><title>Cluster</title>
          <item identifier="C" identifierref="R2" isvisible="false"><title>Page</title></item>
        </item>)");
    ASSERT_TRUE(checked.course) << to_text(checked.report);
    EXPECT_EQ(checked.course->edition, Edition::Scorm12);
    EXPECT_EQ(checked.report.edition, "SCORM 1.2");
    EXPECT_EQ(checked.report.title, "Course");
    ASSERT_EQ(checked.course->activities.size(), 4u);
    const scorm::Activity& a = activity(checked, "A");
    EXPECT_EQ(a.title, "First part");
    EXPECT_TRUE(a.sco);
    EXPECT_EQ(a.href, "a.html");
    EXPECT_EQ(a.prerequisites, "B & C");
    EXPECT_EQ(a.max_time_allowed, ((1 * 60 + 30) * 60 + 15) * 1000 + 500);
    EXPECT_EQ(a.max_time_allowed_text, "01:30:15.5");
    EXPECT_EQ(a.time_limit_action, scorm::TimeLimitAction::ExitNoMessage);
    EXPECT_EQ(a.data_from_lms, "start=3&end=5");
    EXPECT_EQ(a.mastery_score, "80");
    EXPECT_TRUE(a.sequencing.control.flow);
    EXPECT_TRUE(a.sequencing.control.choice);
    EXPECT_FALSE(activity(checked, "C").visible);
    EXPECT_FALSE(activity(checked, "C").sco);
    EXPECT_EQ(activity(checked, "C").parent, 2);
    EXPECT_EQ(checked.report.scos, 1u);
    EXPECT_EQ(checked.report.assets, 1u);
    EXPECT_EQ(checked.report.activities, 3u);
}

TEST(Manifest, TellsPrerequisitesThatKeepNobodyOut) {
    const auto read = [](const std::string& script) {
        return check_12(R"(<item identifier="A" identifierref="R1"><title>A</title></item>
            <item identifier="B" identifierref="R1"><title>B</title><adlcp:prerequisites type="aicc_script">)" +
                        script + "</adlcp:prerequisites></item>");
    };
    for (const char* script : {"A", "~A", "1*{A, B} | (A=&quot;failed&quot;)", "A &lt;&gt; passed"})
        EXPECT_FALSE(has_warning(read(script), "manifest.bad-prerequisites")) << script;
    for (const char* script : {"C", "A &amp;", "A = maybe", "2*{A", "A B"})
        EXPECT_TRUE(has_warning(read(script), "manifest.bad-prerequisites")) << script;
}

TEST(Manifest, LeavesOutAMasteryScoreThatIsNone) {
    const Checked checked = check_12(R"(
        <item identifier="A" identifierref="R1"><title>A</title>
          <adlcp:masteryscore>eighty</adlcp:masteryscore></item>)");
    EXPECT_EQ(activity(checked, "A").mastery_score, "");
    EXPECT_TRUE(has_warning(checked, "manifest.bad-value"));
}

TEST(Manifest, ReadsWhatScorm2004AddsToItems) {
    const Checked checked = check_2004(R"(
        <item identifier="A" identifierref="R1" parameters="?x=1"><title>A</title>
          <adlcp:timeLimitAction>continue,message</adlcp:timeLimitAction>
          <adlcp:dataFromLMS> kept as it is </adlcp:dataFromLMS>
          <adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.75" progressWeight="0.5"/>
          <adlcp:data>
            <adlcp:map targetID=" urn:shared%20data " readSharedData="false"/>
            <adlcp:map targetID="urn:b" writeSharedData="0"/>
          </adlcp:data>
          <adlnav:presentation><adlnav:navigationInterface>
            <adlnav:hideLMSUI>continue</adlnav:hideLMSUI><adlnav:hideLMSUI>abandonAll</adlnav:hideLMSUI>
          </adlnav:navigationInterface></adlnav:presentation>
        </item>)",
                                       R"(adlseq:objectivesGlobalToSystem="false"
                                          adlcp:sharedDataGlobalToSystem="false")");
    ASSERT_TRUE(checked.course) << to_text(checked.report);
    EXPECT_EQ(checked.course->edition, Edition::Scorm2004_4);
    EXPECT_FALSE(checked.course->objectives_global_to_system);
    EXPECT_FALSE(checked.course->shared_data_global_to_system);
    const scorm::Activity& a = activity(checked, "A");
    EXPECT_EQ(a.href, "a.html?x=1");
    EXPECT_EQ(a.time_limit_action, scorm::TimeLimitAction::ContinueMessage);
    EXPECT_EQ(a.data_from_lms, " kept as it is ");
    EXPECT_TRUE(a.completion_threshold.completed_by_measure);
    EXPECT_EQ(a.completion_threshold.minimum_progress_measure.text(), "0.75");
    EXPECT_EQ(a.completion_threshold.progress_weight.text(), "0.5");
    ASSERT_EQ(a.shared_data.size(), 2u);
    EXPECT_EQ(a.shared_data[0].target, "urn:shared data");
    EXPECT_FALSE(a.shared_data[0].read);
    EXPECT_TRUE(a.shared_data[0].write);
    EXPECT_FALSE(a.shared_data[1].write);
    EXPECT_TRUE(a.hide_continue);
    EXPECT_TRUE(a.hide_abandon_all);
    EXPECT_FALSE(a.hide_previous);
    EXPECT_FALSE(a.sequencing.control.flow);
}

TEST(Manifest, ReadsTheCompletionThresholdOfTheThirdEditionFromItsText) {
    Package package = package_2004(R"(<item identifier="A" identifierref="R1"><title>A</title>
        <adlcp:completionThreshold> 0.6 </adlcp:completionThreshold></item>)");
    package.replace("2004 4th Edition", "2004 3rd Edition");
    const Checked checked = package.check();
    ASSERT_TRUE(checked.course) << to_text(checked.report);
    EXPECT_EQ(checked.course->edition, Edition::Scorm2004_3);
    EXPECT_TRUE(activity(checked, "A").completion_threshold.completed_by_measure);
    EXPECT_EQ(activity(checked, "A").completion_threshold.minimum_progress_measure.text(), "0.6");
}

TEST(Manifest, TellsEditionsApartAndToleratesTheirSpellings) {
    const auto edition = [](const char* version) {
        Package package = package_2004();
        package.replace("2004 4th Edition", version);
        const Checked checked = package.check();
        return std::pair(checked.course.value().edition, tolerates(checked, "edition-spelling"));
    };
    EXPECT_EQ(edition("CAM 1.3"), std::pair(Edition::Scorm2004_2, false));
    EXPECT_EQ(edition(" 2004 3rd Edition\n"), std::pair(Edition::Scorm2004_3, false));
    EXPECT_EQ(edition("2004 4TH edition"), std::pair(Edition::Scorm2004_4, true));
    EXPECT_EQ(edition("SCORM 2004 3rd Ed."), std::pair(Edition::Scorm2004_3, true));
    EXPECT_EQ(edition("1.3"), std::pair(Edition::Scorm2004_2, true));
    EXPECT_EQ(edition("CAM1.3"), std::pair(Edition::Scorm2004_2, true));
    EXPECT_EQ(edition("SCORM_2004"), std::pair(Edition::Scorm2004_4, true));
    EXPECT_EQ(edition("2004 4th  Edition"), std::pair(Edition::Scorm2004_4, false));
    EXPECT_EQ(edition("SCORM 1.2"), std::pair(Edition::Scorm12, true));
    EXPECT_EQ(edition("v1.2"), std::pair(Edition::Scorm12, true));
    EXPECT_EQ(edition("something else"), std::pair(Edition::Scorm2004_4, true));
}

TEST(Manifest, TakesTheEditionFromTheNamespacesWhenNoneIsGiven) {
    Package old = package_12();
    old.replace("<schemaversion>1.2</schemaversion>", "");
    const Checked as_12 = old.check();
    ASSERT_TRUE(as_12.course);
    EXPECT_EQ(as_12.course->edition, Edition::Scorm12);
    EXPECT_TRUE(as_12.report.findings.empty()) << to_text(as_12.report);

    Package unnamed = package_2004();
    unnamed.replace("<schemaversion>2004 4th Edition</schemaversion>", "");
    const Checked as_2004 = unnamed.check();
    ASSERT_TRUE(as_2004.course);
    EXPECT_EQ(as_2004.course->edition, Edition::Scorm2004_4);
    EXPECT_TRUE(has_warning(as_2004, "manifest.no-version"));

    Package mixed = package_2004();
    mixed.replace("2004 4th Edition", "1.2");
    EXPECT_TRUE(has_warning(mixed.check(), "manifest.version-mixed"));
}

TEST(Manifest, RefusesOtherStandards) {
    Package package = package_2004();
    package.replace("<schema>ADL SCORM</schema>", "<schema>IMS Common Cartridge</schema>");
    package.replace("2004 4th Edition", "1.1.0");
    EXPECT_TRUE(has_error(package.check(), "manifest.other-standard"));
}

TEST(Manifest, IsMissedWithASentence) {
    EXPECT_TRUE(has_error(check_bytes(Zip().add("index.html").bytes()), "manifest.missing"));
    EXPECT_TRUE(has_error(check_bytes(Zip().add("Course.ZIP").bytes()), "manifest.zip-in-zip"));
    EXPECT_TRUE(
        has_error(check_bytes(Zip().add("a/imsmanifest.xml").add("b/imsmanifest.xml").bytes()),
                  "manifest.several"));
}

TEST(Manifest, IsFoundInAFolder) {
    Package package = package_12();
    package.folder = "My course/";
    package.files["__MACOSX/imsmanifest.xml"] = "not this one";
    const Checked checked = package.check();
    ASSERT_TRUE(checked.course) << to_text(checked.report);
    EXPECT_TRUE(tolerates(checked, "manifest-in-folder"));
    EXPECT_EQ(activity(checked, "A").href, "My%20course/a.html");

    package.folder = "exports/today/course/";
    package.files["backup/of/old/course/imsmanifest.xml"] = "nor this one";
    const Checked deep = package.check();
    ASSERT_TRUE(deep.course) << to_text(deep.report);
    EXPECT_EQ(activity(deep, "A").href, "exports/today/course/a.html");
}

TEST(Manifest, IsFoundUnderAnotherSpellingOfItsName) {
    Package package = package_12();
    package.manifest_name = "IMSManifest.XML";
    EXPECT_TRUE(tolerates(package.check(), "manifest-name-case"));
}

TEST(Manifest, WithADoctypeIsRefused) {
    for (const char* doctype :
         {"<!DOCTYPE manifest>", "<!DOCTYPE m [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
          "<!DOCTYPE m SYSTEM \"http://example.com/evil.dtd\">",
          "<!DOCTYPE m [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">]>"}) {
        Package package = package_12();
        package.replace("<manifest ", std::string(doctype) + "<manifest ");
        EXPECT_TRUE(has_error(package.check(), "manifest.doctype")) << doctype;
    }
}

TEST(Manifest, ThatIsNotWellFormedIsRefusedWithItsLine) {
    Package package = package_12();
    package.replace("</organizations>", "\n</organisations>");
    const Checked checked = package.check();
    ASSERT_TRUE(has_error(checked, "manifest.not-xml"));
    EXPECT_EQ(finding(checked, "manifest.not-xml")->where.substr(0, 5), "line ");
    package.manifest = "";
    EXPECT_TRUE(has_error(package.check(), "manifest.not-xml"));
    package.manifest = "this is no XML";
    EXPECT_TRUE(has_error(package.check(), "manifest.not-xml"));
    package.manifest = "<html></html>";
    EXPECT_TRUE(has_error(package.check(), "manifest.wrong-root"));
}

TEST(Manifest, WithWrongOrMissingNamespacesIsRead) {
    Package package = package_2004(R"(<item identifier="A" identifierref="R1"><title>A</title>
        <imsss:sequencing><imsss:controlMode flow="true"/></imsss:sequencing></item>)");
    package.replace("http://www.imsglobal.org/xsd/imscp_v1p1", "urn:nonsense");
    package.replace("xmlns:imsss=\"http://www.imsglobal.org/xsd/imsss\"", "");
    const Checked checked = package.check();
    ASSERT_TRUE(checked.course) << to_text(checked.report);
    EXPECT_TRUE(tolerates(checked, "wrong-namespace"));
    EXPECT_TRUE(tolerates(checked, "undeclared-prefix"));
    EXPECT_TRUE(activity(checked, "A").sequencing.control.flow);
}

TEST(Manifest, PlaysTheDefaultOrganizationOrElseTheFirst) {
    const std::string second =
        "</organization><organization identifier=\"P\"><title>Second</title>"
        "<item identifier=\"Z\" identifierref=\"R1\"><title>Z</title></item>";
    Package package = package_12(kItems + second);
    EXPECT_EQ(package.check().course.value().title, "Course");
    package.replace("default=\"O\"", "default=\" P \"");
    EXPECT_EQ(package.check().course.value().title, "Second");
    EXPECT_TRUE(package.check().report.findings.empty());
    package.replace("default=\" P \"", "default=\"gone\"");
    EXPECT_TRUE(tolerates(package.check(), "first-organization"));
    EXPECT_EQ(package.check().course.value().title, "Course");
    package.replace("default=\"gone\"", "");
    EXPECT_TRUE(has_warning(package.check(), "manifest.default-organization"));
}

TEST(Manifest, PassesAnOrganizationWithoutPartsBy) {
    const std::string empty = "</organization><organization identifier=\"P\"><title>None</title>";
    Package package = package_12(kItems + empty);
    package.replace("default=\"O\"", "default=\"P\"");
    const Checked checked = package.check();
    ASSERT_TRUE(checked.course) << to_text(checked.report);
    EXPECT_EQ(checked.course->title, "Course");
    EXPECT_TRUE(tolerates(checked, "first-organization"));
}

TEST(Manifest, MayHaveCommentsAndInstructionsAnywhere) {
    Package package = package_12();
    package.replace("<manifest ", "<!-- made by hand --><?xml-stylesheet href='x.xsl'?><manifest ");
    package.replace("<title>Course", "<!-- a --><title><!-- b -->Co<?c d?>urse<!-- e -->");
    package.replace("<resources>", "<!-- f --><resources><?g?>");
    const Checked checked = package.check();
    ASSERT_TRUE(checked.course) << to_text(checked.report);
    EXPECT_EQ(checked.course->title, "Course");
    EXPECT_TRUE(checked.report.findings.empty());
}

TEST(Manifest, WithoutAnOrganizationOrWithoutItemsIsRefused) {
    Package package = package_12("");
    EXPECT_TRUE(has_error(package.check(), "manifest.no-items"));
    package.replace("<organization identifier=\"O\"><title>Course</title></organization>", "");
    EXPECT_TRUE(has_error(package.check(), "manifest.no-organization"));
}

TEST(Manifest, TrimsIdentifiersAndMakesThemUnique) {
    const Checked checked = check_12(R"(
        <item identifier=" A " identifierref=" R1 "><title>A</title></item>
        <item identifier="A" identifierref="R1"><title>Again</title></item>
        <item identifierref="R1"><title>None</title></item>)");
    ASSERT_TRUE(checked.course) << to_text(checked.report);
    EXPECT_EQ(checked.course->activities[1].identifier, "A");
    EXPECT_EQ(checked.course->activities[2].identifier, "A-1");
    EXPECT_EQ(checked.course->activities[3].identifier, "item-2");
    EXPECT_TRUE(tolerates(checked, "identifiers-made-unique"));
}

TEST(Manifest, LeavesOutPartsThatCantBePlayed) {
    const Checked checked = check_12(R"(
        <item identifier="H"><title>A heading</title></item>
        <item identifier="N"><title>Nest</title><item identifier="N1"><title>Empty</title></item></item>
        <item identifier="A" identifierref="R1"><title>A</title></item>
        <item identifier="D" identifierref="R1"><title>Both</title>
          <item identifier="D1" identifierref="R2"/></item>)");
    ASSERT_TRUE(checked.course) << to_text(checked.report);
    ASSERT_EQ(checked.course->activities.size(), 5u) << "the page of D is a part";
    EXPECT_TRUE(has_warning(checked, "manifest.item-empty"));
    EXPECT_TRUE(has_warning(checked, "manifest.no-title"));
    EXPECT_FALSE(activity(checked, "D").leaf());
    EXPECT_EQ(activity(checked, "D1").title, "D1");
    EXPECT_EQ(activity(checked, "D1").parent, 2);
}

TEST(Manifest, KeepsToTheLimitsOfPartsAndDepth) {
    std::string many, deep, deep_end;
    for (int i = 0; i < 200; ++i) {
        many += "<item identifier='I" + std::to_string(i) +
                "' identifierref='R1'><title>T</title></item>";
    }
    for (int i = 0; i < 60; ++i) {
        deep += "<item identifier='D" + std::to_string(i) + "'><title>T</title>";
        deep_end += "</item>";
    }
    deep += "<item identifier='E' identifierref='R1'><title>T</title></item>" + deep_end;
    Limits limits;
    limits.items = 200;
    EXPECT_TRUE(package_12(many).check(limits).course);
    EXPECT_TRUE(package_12(deep).check().course);
    limits.items = 199;
    EXPECT_TRUE(has_error(package_12(many).check(limits), "manifest.too-many-items"));
    limits.depth = 60;
    EXPECT_TRUE(has_error(package_12(deep).check(limits), "manifest.too-deep"));
    std::string bottomless;
    for (int i = 0; i < 100'000; ++i) bottomless += "<item>";
    EXPECT_TRUE(has_error(package_12(bottomless).check(), "manifest.too-deep"));
}

TEST(Manifest, CantMakeMuchOutOfLittle) {
    // A shared definition used by every item, long attributes copied for every item, endless
    // titles.
    std::string objectives, items;
    for (int i = 0; i < 900; ++i) {
        objectives += "<imsss:objective objectiveID='o" + std::to_string(i) + "'/>";
    }
    for (int i = 0; i < 5'000; ++i) {
        items += "<item identifier='i" + std::to_string(i) +
                 "' identifierref='R1'><title>T</title><imsss:sequencing IDRef='S'/></item>";
    }
    const std::string shared =
        "<imsss:sequencingCollection><imsss:sequencing ID='S'><imsss:objectives>" + objectives +
        "</imsss:objectives></imsss:sequencing></imsss:sequencingCollection>";
    EXPECT_TRUE(has_error(check_2004(items, {}, shared), "manifest.too-much-sequencing"));

    const std::string one =
        "<item identifier='i' identifierref='R1'><title>T</title><imsss:sequencing>"
        "<imsss:objectives>" +
        objectives;
    std::string more;
    for (int i = 900; i < 1'100; ++i) {
        more += "<imsss:objective objectiveID='o" + std::to_string(i) + "'/>";
    }
    EXPECT_TRUE(has_error(check_2004(one + more + "</imsss:objectives></imsss:sequencing></item>"),
                          "manifest.too-many-objectives"));

    Package package = package_12();
    package.replace("<resources>", "<resources xml:base='" + std::string(9'000, 'x') + "'>");
    EXPECT_TRUE(has_error(package.check(), "manifest.attribute-too-long"));

    package = package_12();
    package.replace("<title>First</title>", "<title>" + std::string(100'000, 'x') + "</title>");
    package.files.erase("a.html");
    const Checked checked = package.check();
    for (const Finding& one_finding : checked.report.findings) {
        EXPECT_LT(one_finding.text.size(), 500u) << one_finding.code;
    }
    std::string elements;
    for (int i = 0; i < 2'000'000; ++i) elements += "<a/>";
    EXPECT_TRUE(has_error(package_12(elements).check(), "manifest.too-many-elements"));
}

TEST(Manifest, OfTenThousandPartsIsRead) {
    std::string items;
    for (int i = 0; i < 10'000; ++i) {
        const std::string number = std::to_string(i);
        items += "<item identifier=\"I" + number + "\" identifierref=\"R1\"><title>Part " + number +
                 "</title></item>";
    }
    const Checked checked = check_2004(items);
    ASSERT_TRUE(checked.course) << to_text(checked.report);
    EXPECT_EQ(checked.report.activities, 10'000u);
    EXPECT_EQ(checked.course->activities.back().title, "Part 9999");
}

}  // namespace
}  // namespace content::test
