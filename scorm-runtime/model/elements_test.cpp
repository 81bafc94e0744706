#include "model/elements.hpp"

#include <gtest/gtest.h>
#include <string>

namespace scorm {
namespace {

const Model& model() { return Model::of(Edition::Scorm2004_4); }

TEST(Elements, NamesAreReadWithTheirIndexes) {
    const Path path = model().parse("cmi.interactions.12.correct_responses.3.pattern");
    ASSERT_NE(path.row, nullptr);
    EXPECT_EQ(path.row->element->path, "cmi.interactions.n.correct_responses.n.pattern");
    EXPECT_EQ(path.indexes, 2);
    EXPECT_EQ(path.index[0], 12U);
    EXPECT_EQ(path.index[1], 3U);
    EXPECT_EQ(model().parse("cmi.objectives.000001.id").index[0], 1U);
    EXPECT_EQ(model().parse("cmi.objectives._count").keyword, Path::Keyword::Count);
    EXPECT_EQ(model().parse("cmi.objectives._counts").row, nullptr);
}

TEST(Elements, EveryRowIsFoundUnderItsName) {
    for (const Edition edition : {Edition::Scorm12, Edition::Scorm2004_4})
        for (const char* const path : {"cmi.suspend_data", "cmi.interactions.0.id",
                                       "cmi.objectives.0.score.raw", "cmi.objectives.0.id"})
            EXPECT_NE(Model::of(edition).parse(path).row, nullptr) << path;
}

TEST(Elements, NamesThatNoElementCanHave) {
    for (const char* const name :
         {"", ".", "cmi", ".cmi", "cmi.", "cmi..location", "cmi.location.", "cmi.objectives.n.id",
          "cmi.objectives.-1.id", "cmi.objectives.1a.id", "cmi.objectives.a1.id",
          "cmi.objectives.1234567.id", "cmi.objectives. 1.id", "1", "n", "cmi.objectives.1.1.1.id",
          "CMI.location", "cmi.location\n"}) {
        const Path path = model().parse(name);
        EXPECT_TRUE(path.row == nullptr || path.row->element->type == Type::Group) << name;
    }
    EXPECT_EQ(model().parse(std::string(5000, 'x')).row, nullptr);
    EXPECT_EQ(model().parse("cmi." + std::string(5000, '1')).row, nullptr);
}

TEST(Elements, TheFourthEditionHasMore) {
    for (const Edition edition : {Edition::Scorm2004_2, Edition::Scorm2004_3}) {
        const Model& old = Model::of(edition);
        EXPECT_EQ(old.parse("adl.data.0.store").row, nullptr);
        EXPECT_EQ(old.find("adl.nav.request")->element->words, "choice");
        EXPECT_EQ(old.find("cmi.objectives.n.completion_status")->element->effect, Effect::Record);
        EXPECT_EQ(old.find("cmi.objectives.n.success_status")->element->effect, Effect::Success);
    }
    EXPECT_NE(model().parse("adl.data.0.store").row, nullptr);
    EXPECT_EQ(model().find("adl.nav.request")->element->words, "choice|jump");
    EXPECT_EQ(model().find("cmi.objectives.n.completion_status")->element->effect,
              Effect::Completion);
}

TEST(Elements, AnUnknownElementOfAKnownCategory) {
    const Model& old = Model::of(Edition::Scorm12);
    EXPECT_TRUE(old.parse("cmi.core.unknown").known_category);
    EXPECT_FALSE(old.parse("cmi.unknown.thing").known_category);
    EXPECT_FALSE(old.parse("cmi.unknown").known_category);
}

}  // namespace
}  // namespace scorm
