#include "model/cmi_data.hpp"

#include <gtest/gtest.h>

namespace scorm {
namespace {

class Cmi {
public:
    explicit Cmi(Edition edition = Edition::Scorm2004_4, const char* tolerances = "")
        : edition_(edition), data_(edition, Tolerances(tolerances)) {}

    int set(std::string_view name, std::string_view value) {
        return code_of(data_.set(Model::of(edition_).parse(name), value), edition_);
    }
    std::string get(std::string_view name) {
        const auto answer = data_.get(Model::of(edition_).parse(name));
        if (answer.error == Error::None) return std::string(answer.value);
        return "#" + std::to_string(code_of(answer.error, edition_));
    }
    std::string json() const {
        std::string out;
        json::Writer writer(out);
        data_.write(writer);
        return out;
    }
    bool read(const std::string& text) {
        const auto document = json::Document::parse(text);
        return document && data_.read(document->root());
    }
    CmiData& data() { return data_; }

private:
    Edition edition_;
    CmiData data_;
};

TEST(CmiData, KeepsTextExactlyAsSet) {
    Cmi cmi;
    EXPECT_EQ(cmi.get("cmi.score.raw"), "#403");
    EXPECT_EQ(cmi.set("cmi.score.raw", "085.50"), 0);
    EXPECT_EQ(cmi.get("cmi.score.raw"), "085.50");
    EXPECT_EQ(cmi.set("cmi.location", ""), 0);
    EXPECT_EQ(cmi.get("cmi.location"), "");
}

TEST(CmiData, RefusesRecordsOutOfOrder) {
    Cmi cmi;
    EXPECT_EQ(cmi.set("cmi.objectives.1.id", "b"), 351);
    EXPECT_EQ(cmi.get("cmi.objectives._count"), "0");
    EXPECT_EQ(cmi.set("cmi.objectives.0.id", "a"), 0);
    EXPECT_EQ(cmi.set("cmi.objectives.1.id", "a"), 351);
    EXPECT_EQ(cmi.set("cmi.objectives.0.id", "b"), 351);
    EXPECT_EQ(cmi.set("cmi.objectives.0.id", "a"), 0);
    EXPECT_EQ(cmi.get("cmi.objectives._count"), "1");
}

TEST(CmiData, ARefusedFirstValueMakesNoRecord) {
    Cmi cmi;
    EXPECT_EQ(cmi.set("cmi.interactions.0.type", "choice"), 408);
    EXPECT_EQ(cmi.set("cmi.interactions.0.id", "not an id"), 406);
    EXPECT_EQ(cmi.get("cmi.interactions._count"), "0");
}

TEST(CmiData, ArraysEndAtTheirLimit) {
    Cmi cmi;
    const std::uint32_t limit =
        Model::of(Edition::Scorm2004_4).find("cmi.objectives")->element->limit;
    for (std::uint32_t i = 0; i < limit; ++i)
        ASSERT_EQ(cmi.set("cmi.objectives." + std::to_string(i) + ".id", "o" + std::to_string(i)),
                  0);
    EXPECT_EQ(cmi.set("cmi.objectives." + std::to_string(limit) + ".id", "one too many"), 351);
}

TEST(CmiData, StopsBeforeItFillsTheMemory) {
    Cmi cmi;
    const std::string comment(4000, 'x');
    int error = 0;
    int stored = 0;
    for (; error == 0 && stored < 2000; ++stored)
        error = cmi.set("cmi.interactions." + std::to_string(stored) + ".id", comment);
    EXPECT_EQ(error, 351);
    EXPECT_LE(cmi.json().size(), CmiData::kMaxBytes + 100'000);
}

TEST(CmiData, SurvivesWritingAndReading) {
    Cmi cmi;
    ASSERT_EQ(cmi.set("cmi.suspend_data", "a \"quoted\" ŵ\n"), 0);
    ASSERT_EQ(cmi.set("cmi.interactions.0.id", "q1"), 0);
    ASSERT_EQ(cmi.set("cmi.interactions.0.type", "choice"), 0);
    ASSERT_EQ(cmi.set("cmi.interactions.0.correct_responses.0.pattern", "a"), 0);
    ASSERT_EQ(cmi.set("cmi.interactions.0.objectives.0.id", "obj"), 0);
    cmi.data().put("cmi.total_time", "PT5M");
    const std::string text = cmi.json();
    EXPECT_EQ(text.find("total_time"), std::string::npos) << "what content cannot set is put again";
    Cmi other;
    ASSERT_TRUE(other.read(text));
    EXPECT_EQ(other.json(), text);
    EXPECT_EQ(other.get("cmi.interactions.0.correct_responses.0.pattern"), "a");
    EXPECT_EQ(other.set("cmi.interactions.0.correct_responses.1.pattern", "a"), 351);
}

TEST(CmiData, WritesAChangeInsideARecordThatWasWrittenBefore) {
    Cmi cmi;
    ASSERT_EQ(cmi.set("cmi.interactions.0.id", "q1"), 0);
    ASSERT_EQ(cmi.set("cmi.interactions.0.objectives.0.id", "first"), 0);
    ASSERT_NE(cmi.json().find("first"), std::string::npos);
    ASSERT_EQ(cmi.set("cmi.interactions.0.objectives.0.id", "second"), 0);
    EXPECT_NE(cmi.json().find("second"), std::string::npos);
}

TEST(CmiData, TellsWhichInteractionsChanged) {
    Cmi cmi;
    cmi.set("cmi.interactions.0.id", "q1");
    cmi.set("cmi.interactions.1.id", "q2");
    EXPECT_EQ(cmi.data().take_changed_interactions(), (std::vector<std::uint32_t>{0, 1}));
    cmi.set("cmi.interactions.1.result", "correct");
    EXPECT_EQ(cmi.data().take_changed_interactions(), (std::vector<std::uint32_t>{1}));
    EXPECT_TRUE(cmi.data().take_changed_interactions().empty());
}

TEST(CmiData, DerivesTheStatusFromAThresholdAlone) {
    Cmi cmi;
    cmi.data().put("cmi.completion_threshold", "0.5");
    EXPECT_EQ(cmi.set("cmi.completion_status", "completed"), 0);
    EXPECT_EQ(cmi.get("cmi.completion_status"), "unknown");
    cmi.set("cmi.progress_measure", "0.49");
    EXPECT_EQ(cmi.get("cmi.completion_status"), "incomplete");
    cmi.set("cmi.progress_measure", "0.5");
    EXPECT_EQ(cmi.get("cmi.completion_status"), "completed");
}

TEST(CmiData, TakesLongSuspendDataOf12OnlyWhenTolerant) {
    const std::string data(65'536, 'x');
    EXPECT_EQ(Cmi(Edition::Scorm12).set("cmi.suspend_data", data), 405);
    EXPECT_EQ(Cmi(Edition::Scorm12, "long-suspend-data").set("cmi.suspend_data", data), 0);
}

TEST(CmiData, RefusesTextThatIsNoUtf8) { EXPECT_EQ(Cmi().set("cmi.location", "\xff"), 406); }

TEST(CmiData, HasNoRowForOddNames) {
    Cmi cmi;
    for (const char* name :
         {"", ".", "cmi.", "cmi..location", "cmi.objectives.n.id", "cmi.objectives.1x.id",
          "cmi.location.", "CMI.location", "cmi.interactions.0.objectives.0.id.0",
          "cmi.objectives.99999999999.id", "cmi.objectives.-1.id"})
        EXPECT_EQ(cmi.get(name), "#401") << name;
}

}  // namespace
}  // namespace scorm
