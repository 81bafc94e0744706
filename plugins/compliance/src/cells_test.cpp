#include "cells.hpp"

#include <gtest/gtest.h>

namespace tessera::compliance {
namespace {

const Date kToday = Date::of(2026, 11, 22);
const Horizon kHorizon = Horizon::on(kToday);

TEST(Status, FollowsTheLastDay) {
    EXPECT_EQ(status_of(kNeverAchieved, kHorizon), Status::Never);
    EXPECT_EQ(status_of((kToday + -1).days, kHorizon), Status::Expired);
    EXPECT_EQ(status_of(kToday.days, kHorizon), Status::ExpiresSoon);
    EXPECT_EQ(status_of(Date::of(2027, 2, 22).days, kHorizon), Status::ExpiresSoon);
    EXPECT_EQ(status_of(Date::of(2027, 2, 23).days, kHorizon), Status::InDate);
    EXPECT_EQ(status_of(kNeverEnds, kHorizon), Status::InDate);
}

people::EmploymentRecord nurse() {
    people::EmploymentRecord employment;
    employment.job_role = {5};
    employment.unit = {3};
    employment.unit_path = "/" + id_text(1) + "/" + id_text(3) + "/";
    return employment;
}

TEST(Cells, ComeFromTheUnitsAboveAndTheJobRole) {
    const std::vector<competencies::Rule> rules{
        {{10}, 0, {1}, {}}, {{11}, 0, {}, {5}}, {{12}, 0, {2}, {}}, {{13}, 0, {}, {6}}};
    const auto cells = cells_of(nurse(), rules, {});
    ASSERT_EQ(cells.size(), 2u);
    EXPECT_EQ(cells[0].competency, 10);
    EXPECT_EQ(cells[1].competency, 11);
    EXPECT_EQ(cells[1].last_day, kNeverAchieved);
}

TEST(Cells, AskForTheHighestLevelRequired) {
    const std::vector<competencies::Rule> rules{{{10}, 1, {1}, {}}, {{10}, 2, {}, {5}}};
    const std::vector<competencies::Holding> held{{{1}, {10}, 1, kToday, kToday + 400, "course"}};
    const auto cells = cells_of(nurse(), rules, held);
    ASSERT_EQ(cells.size(), 1u);
    EXPECT_EQ(cells[0].level, 2);
    EXPECT_EQ(cells[0].last_day, kNeverAchieved);
}

TEST(Cells, TakeTheAwardThatLastsLongest) {
    const std::vector<competencies::Rule> rules{{{10}, 1, {1}, {}}};
    const std::vector<competencies::Holding> held{{{1}, {10}, 1, kToday, kToday + 30, "course"},
                                                  {{2}, {10}, 2, kToday, kToday + 10, "course"}};
    EXPECT_EQ(cells_of(nurse(), rules, held)[0].last_day, (kToday + 30).days);
}

TEST(Cells, AreTheSameFromWhatIsRequiredOfThePerson) {
    const std::vector<competencies::Rule> rules{
        {{12}, 1, {1}, {}}, {{11}, 0, {}, {5}}, {{12}, 2, {}, {5}}};
    const std::vector<competencies::Holding> held{{{1}, {12}, 2, kToday, kToday + 9, "course"}};
    auto employment = nurse();
    employment.id = {77};
    const std::vector<competencies::Required> required{
        {{12}, 2, {77}, kToday, ""}, {{11}, 0, {77}, kToday, ""}, {{99}, 0, {78}, kToday, ""}};
    EXPECT_EQ(cells_of(employment.id, required, held), cells_of(employment, rules, held));
}

TEST(Counts, RoundDownSoThatAHundredMeansEverything) {
    Counts counts;
    for (int i = 0; i < 199; ++i) counts.add(Status::InDate);
    counts.add(Status::Never);
    EXPECT_EQ(counts.percent(), 99);
    EXPECT_EQ(Counts{}.percent(), 100);
}

}  // namespace
}  // namespace tessera::compliance
